package knutpunkt.controller.panel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The page and what belongs to it, from the class path; the doors and their readers are written into it once. */
final class PanelPage {
    private static final String DOORS = "<!--doors-->";
    private final Map<String, Answer> files;

    private PanelPage(Map<String, Answer> files) {
        this.files = files;
    }

    static PanelPage of(List<PanelDoor> doors) {
        var files = new LinkedHashMap<String, Answer>();
        String cards = doors.stream().map(PanelPage::card).collect(Collectors.joining("\n"));
        files.put("/", Answer.text("text/html", resource("panel.html").replace(DOORS, cards)));
        files.put("/panel.css", Answer.text("text/css", resource("panel.css")));
        files.put("/panel.js", Answer.text("text/javascript", resource("panel.js")));
        files.put("/favicon.svg", Answer.text("image/svg+xml", resource("favicon.svg")));
        return new PanelPage(files);
    }

    Optional<Answer> file(String path) {
        return Optional.ofNullable(files.get(path));
    }

    private static String card(PanelDoor door) {
        return resource("door.html")
                .replace("{id}", door.id().text())
                .replace("{entry}", door.canBeTapped(Side.ENTRY) ? "" : "disabled")
                .replace("{exit}", door.canBeTapped(Side.EXIT) ? "" : "disabled")
                .replace("{name}", escaped(door.name()));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }

    private static String resource(String name) {
        try (var in = PanelPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the class path lacks [" + name + "] of the panel");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the panel's [" + name + "] cannot be read", e);
        }
    }
}

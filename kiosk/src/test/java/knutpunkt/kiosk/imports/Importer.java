package knutpunkt.kiosk.imports;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;

/** Somebody who imports people, step by step as the page leads. */
final class Importer {
    static final String PATH = "/admin/people/import";

    private static final Pattern PLAN = Pattern.compile("name=\"plan\" value=\"([^\"]+)\"");

    private final Surfer surfer;

    Importer(Surfer surfer) {
        this.surfer = surfer;
        surfer.get(PATH);
    }

    Seen look(String rows, String... more) {
        return surfer.post(PATH, with(List.of("rows", rows), more));
    }

    Seen lookAtFile(byte[] bytes, String... more) {
        return surfer.post(PATH, with(List.of("file", encoded(bytes)), more));
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** Says yes to what was seen. */
    Seen confirm(Seen preview, String rows, String... more) {
        return surfer.post(PATH + "/confirm", with(List.of("rows", rows, "plan", plan(preview)), more));
    }

    /** Looks and says yes. */
    Seen add(String rows, String... more) {
        return confirm(look(rows, more), rows, more);
    }

    Seen undo(Seen imported) {
        return surfer.post(imported.path() + "/undo");
    }

    static boolean canBeConfirmed(Seen preview) {
        return PLAN.matcher(preview.text()).find();
    }

    static String plan(Seen preview) {
        Matcher matcher = PLAN.matcher(preview.text());
        if (!matcher.find()) {
            throw new AssertionError("nothing to say yes to: " + preview.words());
        }
        return matcher.group(1);
    }

    private static String[] with(List<String> fields, String... more) {
        var all = new ArrayList<>(fields);
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}

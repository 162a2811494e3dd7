package knutpunkt.kiosk.web;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The few files that pages need besides themselves: styles and a script, from the program and nowhere else. */
public final class PageFiles implements HttpService {
    private static final Map<String, String> FILES = Map.of(
            "/pages/tokens.css", "text/css; charset=utf-8",
            "/pages/admin.css", "text/css; charset=utf-8",
            "/pages/admin.js", "text/javascript; charset=utf-8",
            "/pages/import.js", "text/javascript; charset=utf-8",
            "/pages/week.js", "text/javascript; charset=utf-8");

    @Override
    public void routing(HttpRules rules) {
        FILES.forEach((path, type) -> {
            byte[] bytes = resource(path);
            rules.get(path, (_, response) -> {
                response.header(HeaderNames.CONTENT_TYPE, type);
                response.send(bytes);
            });
        });
    }

    private static byte[] resource(String name) {
        try (InputStream in = PageFiles.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar must hold [" + name + "]");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("[" + name + "] cannot be read", e);
        }
    }
}

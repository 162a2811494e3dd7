package knutpunkt.kiosk.web;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerResponse;
import java.util.Map;

/** The headers that tell a browser to load nothing from elsewhere, keep nothing, and show us in nobody's frame. */
final class SecurityHeaders {
    private static final Map<HeaderName, String> HEADERS = Map.of(
            HeaderNames.create("Content-Security-Policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
                    + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
            HeaderNames.create("X-Content-Type-Options"),
            "nosniff",
            HeaderNames.create("Referrer-Policy"),
            "no-referrer",
            HeaderNames.create("X-Frame-Options"),
            "DENY",
            HeaderNames.create("Cross-Origin-Opener-Policy"),
            "same-origin",
            HeaderNames.create("Cross-Origin-Resource-Policy"),
            "same-origin",
            HeaderNames.CACHE_CONTROL,
            "no-store");

    private SecurityHeaders() {}

    static void on(ServerResponse response) {
        HEADERS.forEach(response::header);
    }

    static Map<HeaderName, String> all() {
        return HEADERS;
    }
}

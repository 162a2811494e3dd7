package knutpunkt.controller.panel;

import com.sun.net.httpserver.Headers;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Who may ask. The panel listens on loopback, but a page from anywhere that runs in a browser on this machine can reach
 * loopback too: by a name of its own that it points here (then {@code Host} is not ours), or by posting across origins.
 */
final class Caller {
    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:[0-9]{1,5})?");

    private Caller() {}

    /** Why this request is refused; empty when it is not. */
    static Optional<String> refusal(String method, Headers headers) {
        String host = headers.getFirst("Host");
        if (host == null || !LOOPBACK.matcher(host).matches()) {
            return Optional.of("Host must be localhost, 127.0.0.1 or [::1]");
        }
        if (method.equals("GET")) {
            return Optional.empty();
        }
        String origin = headers.getFirst("Origin");
        if (origin != null && !origin.equals("http://" + host)) {
            return Optional.of("Origin must be the panel's own");
        }
        String site = headers.getFirst("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            return Optional.of("Sec-Fetch-Site must be same-origin");
        }
        return Optional.empty();
    }
}

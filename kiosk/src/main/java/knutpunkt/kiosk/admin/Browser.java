package knutpunkt.kiosk.admin;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the list of sessions calls a browser: its kind, as it says itself, and no more. */
final class Browser {
    private static final Pattern KIND = Pattern.compile("(Firefox|Edg|Chrome|Safari)/(\\d{1,4})");
    private static final String UNKNOWN = "-";

    private Browser() {}

    static String of(ServerRequest request) {
        Matcher matcher =
                KIND.matcher(request.headers().first(HeaderNames.USER_AGENT).orElse(""));
        return matcher.find() ? matcher.group(1) + " " + matcher.group(2) : UNKNOWN;
    }
}

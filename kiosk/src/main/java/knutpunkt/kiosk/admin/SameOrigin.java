package knutpunkt.kiosk.admin;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.webserver.http.ServerRequest;
import java.util.Optional;
import java.util.Set;

/** What a browser itself says of where a form came from. Forms of other sites are refused before they are read. */
final class SameOrigin {
    private static final HeaderName FETCH_SITE = HeaderNames.create("Sec-Fetch-Site");
    private static final Set<String> OURS = Set.of("same-origin", "none");

    private SameOrigin() {}

    /** A browser that says nothing of it is an old one, or no browser: the form's own token is asked for all the same. */
    static boolean is(ServerRequest request) {
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        String authority = request.authority();
        boolean foreign = origin.isPresent()
                && !origin.get().equals("http://" + authority)
                && !origin.get().equals("https://" + authority);
        boolean fetchedElsewhere = request.headers()
                .first(FETCH_SITE)
                .filter(site -> !OURS.contains(site))
                .isPresent();
        return !foreign && !fetchedElsewhere;
    }
}

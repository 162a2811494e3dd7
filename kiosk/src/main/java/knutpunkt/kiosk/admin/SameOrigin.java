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

    /**
     * The fetch metadata decide where a browser sends them: as our pages send no referrer, their forms come with the origin
     * {@code null}. A browser that says neither is an old one, or no browser: the form's own token is asked for in any case.
     */
    static boolean is(ServerRequest request) {
        Optional<String> site = request.headers().first(FETCH_SITE);
        if (site.isPresent()) {
            return OURS.contains(site.get());
        }
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        String authority = request.authority();
        return origin.isEmpty()
                || origin.get().equals("http://" + authority)
                || origin.get().equals("https://" + authority);
    }
}

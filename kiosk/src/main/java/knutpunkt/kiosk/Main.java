package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpRouting;
import knutpunkt.kiosk.web.Front;

/** The service's composition root. */
public final class Main {
    private Main() {}

    /** What ships, for tests to mount. */
    static HttpRouting.Builder routing(Front front, Site site) {
        HttpRouting.Builder routing = HttpRouting.builder();
        front.mount(routing, site.api(), site.open());
        return routing;
    }
}

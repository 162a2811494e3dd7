package knutpunkt.kiosk.wall;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import java.net.URI;
import java.time.Instant;
import knutpunkt.wire.message.WireJson;

/** The wall's page as it ships, in front of a stream that a test speaks into: any state, at any time. */
final class StagedWall {
    private static final String STREAM = """
            window.EventSource = class {
              constructor() { window.staged = this; document.documentElement.dataset.staged = "yes"; }
              addEventListener(_, listener) {
                this.listener = listener;
              }
              close() {}
            };
            window.hear = (state) => window.staged.listener({ data: state });""";

    private final Page page;

    private StagedWall(Page page) {
        this.page = page;
    }

    static StagedWall open(Page page, URI address) {
        page.addInitScript(STREAM);
        page.route("**/wall/occupancy.*", StagedWall::noPicture);
        page.navigate(address.toString());
        page.waitForSelector("html[data-staged]");
        return new StagedWall(page);
    }

    private static void noPicture(Route route) {
        route.fulfill(new Route.FulfillOptions().setStatus(404));
    }

    /** A picture for whoever asks from now on. */
    StagedWall picture(String svg, String summary) {
        page.route(
                "**/wall/occupancy.*",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType(
                                route.request().url().contains(".svg") ? "image/svg+xml" : "text/plain; charset=utf-8")
                        .setBody(route.request().url().contains(".svg") ? svg : summary)));
        return this;
    }

    /** The wall hears a state, as if it were that time. */
    StagedWall hear(ScreenState state, Instant now) {
        page.evaluate("state => window.hear(state)", written(state, now));
        return this;
    }

    static String written(ScreenState state, Instant now) {
        try {
            String json = WireJson.mapper().writeValueAsString(state);
            return "{\"now\":\"" + now + "\"," + json.substring(1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    Page page() {
        return page;
    }
}

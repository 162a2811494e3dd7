package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Paging;

/** The count over HTTP. */
public final class PresenceRoutes implements HttpService {
    private final Presence presence;

    public PresenceRoutes(Presence presence) {
        this.presence = requireNonNull(presence, "presence");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/presence", this::now);
    }

    private void now(ServerRequest request, ServerResponse response) {
        Paging.requireOnly(request.query(), Set.of());
        Answer.ok(response, presence.now());
    }
}

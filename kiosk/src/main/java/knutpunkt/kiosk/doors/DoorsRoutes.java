package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Set;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Problem;

/** Doors and changes over HTTP. */
public final class DoorsRoutes implements HttpService {
    private static final String RULE = "must be a change of this site, like 1.42";

    private final Doors doors;

    public DoorsRoutes(Doors doors) {
        this.doors = requireNonNull(doors, "doors");
    }

    /** What {@code GET /doors} answers. */
    record All(List<Doors.Door> doors) {}

    @Override
    public void routing(HttpRules rules) {
        rules.get("/doors", this::all).get("/changes/{id}", this::change);
    }

    private void all(ServerRequest request, ServerResponse response) {
        Paging.requireOnly(request.query(), Set.of());
        Answer.ok(response, new All(doors.all()));
    }

    private void change(ServerRequest request, ServerResponse response) {
        Paging.requireOnly(request.query(), Set.of());
        Revision revision = Asked.id(request, RULE, Revision::parse);
        Answer.ok(response, doors.change(revision).orElseThrow(() -> Problem.notFound("id", RULE)));
    }
}

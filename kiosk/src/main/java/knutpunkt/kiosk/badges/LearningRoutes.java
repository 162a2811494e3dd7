package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.Set;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;

/** Learning a badge over HTTP: asked for once, then asked about until it is over. */
public final class LearningRoutes implements HttpService {
    private static final String RULE = "must be an attempt of the last minutes";

    private final Learning learning;

    public LearningRoutes(Learning learning) {
        this.learning = requireNonNull(learning, "learning");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.post("/badges/learn", this::start).get("/badges/learn/{id}", this::find);
    }

    private void start(ServerRequest request, ServerResponse response) {
        Body body = Body.of(request, Set.of("person", "label", "door", "point"));
        PersonId person = body.value("person", People.RULE, PersonId::new);
        String label = BadgesRoutes.label(body);
        DoorId door = body.value("door", Learning.DOOR_RULE, DoorId::new);
        PointId point = body.value("point", Learning.POINT_RULE, PointId::new);
        String id = learning.start(By.API, person, label, door, point);
        Answer.accepted(response, "/badges/learn/" + id, form(id));
    }

    private void find(ServerRequest request, ServerResponse response) {
        Answer.ok(response, form(Asked.id(request, RULE, text -> text)));
    }

    private LearningForm form(String id) {
        return learning.find(id)
                .map(attempt -> LearningForm.of(id, attempt))
                .orElseThrow(() -> Problem.notFound("id", RULE));
    }
}

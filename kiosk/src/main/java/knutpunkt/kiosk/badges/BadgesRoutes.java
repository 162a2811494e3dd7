package knutpunkt.kiosk.badges;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.BadgeKey;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.PersonId;

/** Badges over HTTP: typed in, listed, blocked and freed. */
public final class BadgesRoutes implements HttpService {
    private final Database database;
    private final Issuing issuing;
    private final BadgeKey key;

    public BadgesRoutes(Database database, Issuing issuing, BadgeKey key) {
        this.database = requireNonNull(database, "database");
        this.issuing = requireNonNull(issuing, "issuing");
        this.key = requireNonNull(key, "key");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/badges", this::list)
                .get("/badges/{id}", this::find)
                .post("/badges", this::add)
                .post("/badges/{id}/block", (request, response) -> setBlocked(request, response, true))
                .post("/badges/{id}/unblock", (request, response) -> setBlocked(request, response, false));
    }

    private void add(ServerRequest request, ServerResponse response) {
        Body body = Body.of(request, Set.of("person", "label", "badge"));
        PersonId person = body.value("person", People.RULE, PersonId::new);
        String label = label(body);
        BadgeNumber number = body.value("badge", BadgeNumber.RULE, BadgeNumber::parse);
        if (number.isToldBy(label)) {
            throw Problem.badRequest("label", "must not hold the badge's number");
        }
        Changed<Badge> added = issuing.issue(By.API, person, label, key.token(number.bits()));
        Answer.created(response, "/badges/" + added.thing().id(), added);
    }

    static String label(Body body) {
        return body.value(
                "label",
                "must be 1 to " + Badges.LABEL_MAX + " visible characters",
                text -> Printable.name(text, Badges.LABEL_MAX));
    }

    private void setBlocked(ServerRequest request, ServerResponse response, boolean blocked) {
        Body.requireNone(request);
        Answer.ok(response, issuing.setBlocked(By.API, Asked.id(request, Badges.RULE, BadgeId::new), blocked));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request, "person");
        Optional<PersonId> person = Asked.filter(request, "person", People.RULE, PersonId::new);
        List<Badge> rows =
                database.read(transaction -> Badges.list(transaction, person, paging.after(), paging.rows()));
        Answer.ok(response, paging.answer("badges", rows, badge -> badge.id().text()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        BadgeId id = Asked.id(request, Badges.RULE, BadgeId::new);
        Answer.ok(
                response,
                database.read(transaction -> Badges.find(transaction, id))
                        .orElseThrow(() -> Problem.notFound("id", Badges.RULE)));
    }
}

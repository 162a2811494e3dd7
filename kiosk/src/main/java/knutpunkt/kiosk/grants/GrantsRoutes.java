package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import io.helidon.webserver.http.HttpRules;
import io.helidon.webserver.http.HttpService;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.web.Answer;
import knutpunkt.kiosk.web.Asked;
import knutpunkt.kiosk.web.Body;
import knutpunkt.kiosk.web.Paging;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** Grants over HTTP: given, listed and taken back. */
public final class GrantsRoutes implements HttpService {
    private static final String DOOR_RULE = "must be a door of this site";

    private final Database database;
    private final AccessChanges changes;
    private final OpaqueIds ids;

    public GrantsRoutes(Database database, AccessChanges changes, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.ids = requireNonNull(ids, "ids");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/grants", this::list)
                .get("/grants/{id}", this::find)
                .post("/grants", this::add)
                .delete("/grants/{id}", this::remove);
    }

    private void add(ServerRequest request, ServerResponse response) {
        Body body = Body.of(request, Set.of("person", "doors", "schedule", "validFrom", "validUntil"));
        PersonId person = body.value("person", People.RULE, PersonId::new);
        List<DoorId> doors = body.values("doors", Grants.DOORS_MAX, DOOR_RULE, DoorId::new);
        Optional<ScheduleId> schedule = body.optionalValue("schedule", Schedules.RULE, ScheduleId::new);
        Instant from = time(body, "validFrom");
        Instant until = time(body, "validUntil");
        if (!until.isAfter(from)) {
            throw Problem.badRequest("validUntil", "must be after validFrom");
        }
        var grant = new Grant(new GrantId(ids.fresh('g')), Set.copyOf(doors), schedule, from, until);

        Revision change = database.write(transaction -> {
            requireThere(transaction, person, doors, schedule);
            Grants.add(transaction, person, grant);
            return changes.change(transaction, List.of(Grants.holder(transaction, person)), List.of());
        });
        GrantForm added = GrantForm.of(new Grants.Held(person, grant));
        Answer.created(response, "/grants/" + grant.id(), new Changed<>(added, change));
    }

    private static Instant time(Body body, String field) {
        Instant time = body.time(field);
        if (time.isBefore(Instant.EPOCH) || time.isAfter(Grant.TIME_MAX)) {
            throw Problem.badRequest(field, "must be between the years 1970 and 2106");
        }
        return time;
    }

    private static void requireThere(
            Transaction transaction, PersonId person, List<DoorId> doors, Optional<ScheduleId> schedule) {
        if (!People.exists(transaction, person)) {
            throw Problem.notFound("person", People.RULE);
        }
        for (int i = 0; i < doors.size(); i++) {
            if (!transaction.exists(
                    "SELECT 1 FROM door WHERE id = ?", doors.get(i).text())) {
                throw Problem.notFound("doors[" + i + "]", DOOR_RULE);
            }
        }
        if (schedule.isPresent() && !Schedules.exists(transaction, schedule.get())) {
            throw Problem.notFound("schedule", Schedules.RULE);
        }
        if (Grants.isFull(transaction, person)) {
            throw Problem.conflict(
                    "person", "already has " + Grants.GRANTS_MAX + " grants: take one back that has ended");
        }
    }

    private void remove(ServerRequest request, ServerResponse response) {
        Body.requireNone(request);
        GrantId id = Asked.id(request, Grants.RULE, GrantId::new);
        Changed<GrantForm> removed = database.write(transaction -> {
            Grants.Held held = Grants.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Grants.RULE));
            Grants.remove(transaction, id);
            AccessItem.Holder holder = Grants.holder(transaction, held.person());
            return new Changed<>(GrantForm.of(held), changes.change(transaction, List.of(holder), List.of()));
        });
        Answer.ok(response, removed);
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request, "person");
        Optional<PersonId> person = Asked.filter(request, "person", People.RULE, PersonId::new);
        List<GrantForm> rows =
                database.read(transaction -> Grants.list(transaction, person, paging.after(), paging.rows())).stream()
                        .map(GrantForm::of)
                        .toList();
        Answer.ok(response, paging.answer("grants", rows, grant -> grant.id().text()));
    }

    private void find(ServerRequest request, ServerResponse response) {
        GrantId id = Asked.id(request, Grants.RULE, GrantId::new);
        Answer.ok(
                response,
                database.read(transaction -> Grants.find(transaction, id).map(GrantForm::of))
                        .orElseThrow(() -> Problem.notFound("id", Grants.RULE)));
    }
}

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
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.people.Groups;
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
    private final Giving giving;

    public GrantsRoutes(Database database, Giving giving) {
        this.database = requireNonNull(database, "database");
        this.giving = requireNonNull(giving, "giving");
    }

    @Override
    public void routing(HttpRules rules) {
        rules.get("/grants", this::list)
                .get("/grants/{id}", this::find)
                .post("/grants", this::add)
                .delete("/grants/{id}", this::remove);
    }

    private void add(ServerRequest request, ServerResponse response) {
        Body body = Body.of(
                request, Set.of("person", "group", "doors", "doorGroups", "schedule", "validFrom", "validUntil"));
        Recipient to = recipient(body);
        // One of the two is enough; who names neither is told of the first.
        List<DoorId> doors = body.has("doorGroups") && !body.has("doors")
                ? List.of()
                : body.values("doors", Given.DOORS_MAX, DOOR_RULE, DoorId::new);
        List<DoorGroupId> doorGroups = body.has("doorGroups")
                ? body.values("doorGroups", Given.DOOR_GROUPS_MAX, DoorGroups.RULE, DoorGroupId::new)
                : List.of();
        Optional<ScheduleId> schedule = body.optionalValue("schedule", Schedules.RULE, ScheduleId::new);
        Instant from = time(body, "validFrom");
        Instant until = time(body, "validUntil");
        if (!until.isAfter(from)) {
            throw Problem.badRequest("validUntil", "must be after validFrom");
        }
        Changed<Given> given = giving.give(By.API, new Giving.Wanted(to, doors, doorGroups, schedule, from, until));
        Answer.created(
                response, "/grants/" + given.thing().id(), new Changed<>(GrantForm.of(given.thing()), given.change()));
    }

    private static Recipient recipient(Body body) {
        if (!body.has("group")) {
            return new Recipient.OnePerson(body.value("person", People.RULE, PersonId::new));
        }
        if (body.has("person")) {
            throw Problem.badRequest("group", "must not be there beside a person");
        }
        return new Recipient.WholeGroup(body.value("group", Groups.RULE, GroupId::new));
    }

    private static Instant time(Body body, String field) {
        Instant time = body.time(field);
        if (!Given.isPossible(time)) {
            throw Problem.badRequest(field, "must be between the years 1970 and 2106");
        }
        return time;
    }

    private void remove(ServerRequest request, ServerResponse response) {
        Body.requireNone(request);
        GrantId id = Asked.id(request, Grants.RULE, GrantId::new);
        Changed<Given> removed = giving.takeBack(By.API, id);
        Answer.ok(response, new Changed<>(GrantForm.of(removed.thing()), removed.change()));
    }

    private void list(ServerRequest request, ServerResponse response) {
        Paging paging = Paging.of(request, "person", "group");
        Optional<PersonId> person = Asked.filter(request, "person", People.RULE, PersonId::new);
        Optional<GroupId> group = Asked.filter(request, "group", Groups.RULE, GroupId::new);
        var filter = new Grants.Filter(Optional.empty(), person, group, Optional.empty());
        List<GrantForm> rows =
                database.read(transaction -> Grants.list(transaction, filter, paging.after(), paging.rows())).stream()
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

package knutpunkt.kiosk.grants;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * Turns grants as they were given into what the access list holds of each person: a person's own and those of the
 * person's group, each with the doors of its door groups, none beyond the person's own end. What opens nothing then (no
 * door left, or over before it begins) is left out. The same tables always give the same holders.
 */
public final class Holders implements HolderSource {
    /**
     * How many grants concern one person at most, own and the group's, ended ones too: a person is one item of the list,
     * and an item must fit one part of an update.
     */
    public static final int GRANTS_MAX = 50;

    /** How many doors they name in all, for the same reason: 5,000 ids are at most 175 kB of the 255 kB there are. */
    static final int DOORS_MAX = 5_000;

    private static final String TOO_MANY = "would have more grants than a person may: take one back that has ended";
    private static final String AMONG = " WHERE person.id IN (SELECT value FROM json_each(?))";
    /** A person's own end, or an earlier one of the whole partner. */
    private static final String PEOPLE = """
            SELECT person.id AS id,
                nullif(min(coalesce(valid_until, %1$d), coalesce(left_at, %1$d), coalesce(suspended_since, %1$d)), %1$d)
                AS valid_until FROM person JOIN partner ON partner.id = person.partner""".formatted(Long.MAX_VALUE);

    private static final String OF_PEOPLE = """
            SELECT person.id AS holder, access_grant.id AS id, schedule, valid_from, access_grant.valid_until AS valid_until
            FROM person JOIN access_grant ON access_grant.\
            """;
    private static final String OWN = OF_PEOPLE + "person = person.id";
    private static final String BY_GROUP = OF_PEOPLE + "person_group = person.person_group";
    private static final String DOORS = """
            SELECT access_grant, door FROM access_grant_door
            UNION SELECT access_grant, door FROM access_grant_door_group JOIN door_group_door USING (door_group)""";

    @Override
    public List<AccessItem.Holder> of(Transaction transaction, Collection<PersonId> people) {
        String ids = people.stream().map(id -> '"' + id.text() + '"').collect(joining(",", "[", "]"));
        List<Part> parts = transaction.list(
                OWN + AMONG + " UNION ALL " + BY_GROUP + AMONG + " ORDER BY holder, id", Part::read, ids, ids);
        String grants =
                parts.stream().map(part -> '"' + part.id() + '"').distinct().collect(joining(",", "[", "]"));
        List<DoorOf> doors = transaction.list(
                "SELECT * FROM (" + DOORS + ") WHERE access_grant IN (SELECT value FROM json_each(?))",
                DoorOf::read,
                grants);
        List<AccessItem.Holder> holders =
                holders(transaction.list(PEOPLE + AMONG + " ORDER BY person.id", Somebody::read, ids), parts, doors);
        Map<PersonId, Long> count = parts.stream().collect(groupingBy(Part::holder, counting()));
        if (count.values().stream().anyMatch(number -> number > GRANTS_MAX)) {
            throw Problem.conflict("grants", TOO_MANY);
        }
        if (holders.stream().anyMatch(holder -> doors(holder) > DOORS_MAX)) {
            throw Problem.conflict("grants", "would name more than " + DOORS_MAX + " doors for one person");
        }
        return holders;
    }

    /** The first moment none of somebody's grants holds: their own end, or that of their whole partner. */
    static Optional<Instant> end(Transaction transaction, PersonId person) {
        return transaction
                .one(PEOPLE + " WHERE person.id = ?", Somebody::read, person.text())
                .flatMap(Somebody::validUntil);
    }

    /** The first moment no grant of a group holds because of its whole partner. */
    static Optional<Instant> end(Transaction transaction, GroupId group) {
        return transaction
                .one("""
                        SELECT min(coalesce(left_at, suspended_since), coalesce(suspended_since, left_at)) AS stopped
                        FROM person_group JOIN partner ON partner.id = person_group.partner WHERE person_group.id = ?""", row -> row.findTime("stopped"), group.text())
                .flatMap(stopped -> stopped);
    }

    private static int doors(AccessItem.Holder holder) {
        return holder.grants().stream().mapToInt(grant -> grant.doors().size()).sum();
    }

    @Override
    public List<AccessItem.Holder> ofGroup(Transaction transaction, GroupId group) {
        return of(
                transaction,
                transaction.list(
                        "SELECT id FROM person WHERE person_group = ?",
                        row -> new PersonId(row.text("id")),
                        group.text()));
    }

    @Override
    public List<AccessItem.Holder> ofDoorGroup(Transaction transaction, DoorGroupId group) {
        return of(transaction, transaction.list("""
                        SELECT person AS id FROM access_grant_door_group
                            JOIN access_grant ON access_grant.id = access_grant
                            WHERE door_group = ? AND person IS NOT NULL
                        UNION SELECT person.id AS id FROM access_grant_door_group
                            JOIN access_grant ON access_grant.id = access_grant
                            JOIN person ON person.person_group = access_grant.person_group
                            WHERE door_group = ?""", row -> new PersonId(row.text("id")), group.text(), group.text()));
    }

    /** Of everybody whom a grant concerns. */
    List<AccessItem.Holder> of(Transaction transaction, Recipient to) {
        return switch (to) {
            case Recipient.OnePerson(PersonId person) -> of(transaction, List.of(person));
            case Recipient.WholeGroup(GroupId group) -> ofGroup(transaction, group);
        };
    }

    /** What the access list holds of people: everybody, also those without a grant, in three queries for all. */
    public static List<AccessItem.Holder> items(Transaction transaction) {
        List<Part> parts = transaction.list(OWN + " UNION ALL " + BY_GROUP + " ORDER BY holder, id", Part::read);
        List<DoorOf> doors = transaction.list(DOORS, DoorOf::read);
        return holders(transaction.list(PEOPLE, Somebody::read), parts, doors);
    }

    private static List<AccessItem.Holder> holders(List<Somebody> people, List<Part> parts, List<DoorOf> doors) {
        Map<String, Set<DoorId>> doorsOf =
                doors.stream().collect(groupingBy(DoorOf::grant, mapping(DoorOf::door, toSet())));
        Map<PersonId, List<Part>> partsOf = parts.stream().collect(groupingBy(Part::holder));
        return people.stream()
                .map(person -> new AccessItem.Holder(
                        person.id(),
                        false,
                        false,
                        false,
                        false,
                        partsOf.getOrDefault(person.id(), List.of()).stream()
                                .flatMap(part ->
                                        part
                                                .grant(doorsOf.getOrDefault(part.id(), Set.of()), person.validUntil())
                                                .stream())
                                .toList()))
                .toList();
    }

    private record Somebody(PersonId id, Optional<Instant> validUntil) {
        static Somebody read(Row row) {
            return new Somebody(new PersonId(row.text("id")), row.findTime("valid_until"));
        }
    }

    private record DoorOf(String grant, DoorId door) {
        static DoorOf read(Row row) {
            return new DoorOf(row.text("access_grant"), new DoorId(row.text("door")));
        }
    }

    /** A grant that concerns somebody, without its doors. */
    private record Part(PersonId holder, String id, Optional<ScheduleId> schedule, Instant from, Instant until) {
        static Part read(Row row) {
            return new Part(
                    new PersonId(row.text("holder")),
                    row.text("id"),
                    row.findText("schedule").map(ScheduleId::new),
                    row.time("valid_from"),
                    row.time("valid_until"));
        }

        /** What is left of it with these doors, for somebody who is valid until then. */
        Optional<Grant> grant(Set<DoorId> doors, Optional<Instant> validUntil) {
            Instant end = validUntil
                    .map(own -> own.truncatedTo(ChronoUnit.SECONDS))
                    .filter(own -> own.isBefore(until))
                    .orElse(until);
            return doors.isEmpty() || !end.isAfter(from)
                    ? Optional.empty()
                    : Optional.of(new Grant(new GrantId(id), doors, schedule, from, end));
        }
    }
}

package knutpunkt.kiosk.grants;

import static java.util.stream.Collectors.groupingBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** The grants' tables. */
public final class Grants {
    /** How many grants one person may have, ended ones too: a person is one item of the list, and an item has a size. */
    public static final int GRANTS_MAX = 50;

    /** How many doors one grant may name, for the same reason. */
    public static final int DOORS_MAX = 50;

    static final String RULE = "must be a grant of this site";

    private Grants() {}

    /** A grant with the person who has it. */
    record Held(PersonId person, Grant grant) {}

    public static void add(Transaction transaction, PersonId person, Grant grant) {
        transaction.update(
                "INSERT INTO access_grant (id, person, schedule, valid_from, valid_until) VALUES (?, ?, ?, ?, ?)",
                grant.id().text(),
                person.text(),
                grant.schedule().map(ScheduleId::text),
                grant.from(),
                grant.until());
        for (DoorId door : grant.doors()) {
            transaction.update(
                    "INSERT INTO access_grant_door (access_grant, door) VALUES (?, ?)",
                    grant.id().text(),
                    door.text());
        }
    }

    static void remove(Transaction transaction, GrantId id) {
        transaction.update("DELETE FROM access_grant_door WHERE access_grant = ?", id.text());
        transaction.update("DELETE FROM access_grant WHERE id = ?", id.text());
    }

    static Optional<Held> find(Transaction transaction, GrantId id) {
        return transaction.one("SELECT * FROM access_grant WHERE id = ?", Part::read, id.text()).stream()
                .map(part -> part.held(doors(transaction, part.id())))
                .findFirst();
    }

    /** In the order of their ids; of one person when it is given. */
    static List<Held> list(Transaction transaction, Optional<PersonId> person, String after, int rows) {
        List<Part> parts = person.isPresent()
                ? transaction.list(
                        "SELECT * FROM access_grant WHERE person = ? AND id > ? ORDER BY id LIMIT ?",
                        Part::read,
                        person.get().text(),
                        after,
                        rows)
                : transaction.list(
                        "SELECT * FROM access_grant WHERE id > ? ORDER BY id LIMIT ?", Part::read, after, rows);
        return parts.stream()
                .map(part -> part.held(doors(transaction, part.id())))
                .toList();
    }

    /** What the access list holds of one person. */
    public static AccessItem.Holder holder(Transaction transaction, PersonId person) {
        return holder(
                person,
                list(transaction, Optional.of(person), "", GRANTS_MAX).stream()
                        .map(Held::grant)
                        .toList());
    }

    static boolean isFull(Transaction transaction, PersonId person) {
        return transaction.exists(
                "SELECT 1 FROM access_grant WHERE person = ? LIMIT 1 OFFSET ?", person.text(), GRANTS_MAX - 1);
    }

    /** What the access list holds of people: everybody, also those without a grant, in three queries for all. */
    public static List<AccessItem.Holder> items(Transaction transaction) {
        Map<String, Set<DoorId>> doors = transaction
                .list(
                        "SELECT * FROM access_grant_door",
                        row -> Map.entry(row.text("access_grant"), new DoorId(row.text("door"))))
                .stream()
                .collect(groupingBy(Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toSet())));
        Map<PersonId, List<Held>> grants =
                transaction.list("SELECT * FROM access_grant ORDER BY person, id", Part::read).stream()
                        .map(part -> part.held(doors.getOrDefault(part.id(), Set.of())))
                        .collect(groupingBy(Held::person));
        var holders = new ArrayList<AccessItem.Holder>();
        for (PersonId person : transaction.list("SELECT id FROM person", row -> new PersonId(row.text("id")))) {
            holders.add(holder(
                    person,
                    grants.getOrDefault(person, List.of()).stream()
                            .map(Held::grant)
                            .toList()));
        }
        return holders;
    }

    private static AccessItem.Holder holder(PersonId person, List<Grant> grants) {
        return new AccessItem.Holder(person, false, false, false, false, grants);
    }

    private static Set<DoorId> doors(Transaction transaction, String id) {
        return new HashSet<>(transaction.list(
                "SELECT door FROM access_grant_door WHERE access_grant = ?", row -> new DoorId(row.text("door")), id));
    }

    /** A grant's own row, without its doors. */
    private record Part(String id, PersonId person, Optional<ScheduleId> schedule, Instant from, Instant until) {
        static Part read(Row row) {
            return new Part(
                    row.text("id"),
                    new PersonId(row.text("person")),
                    row.findText("schedule").map(ScheduleId::new),
                    row.time("valid_from"),
                    row.time("valid_until"));
        }

        Held held(Set<DoorId> doors) {
            return new Held(person, new Grant(new GrantId(id), doors, schedule, from, until));
        }
    }
}

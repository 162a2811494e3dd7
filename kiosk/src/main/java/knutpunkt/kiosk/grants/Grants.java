package knutpunkt.kiosk.grants;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** The grants' tables, as grants were given. */
public final class Grants {
    static final String RULE = "must be a grant of this site";

    private Grants() {}

    public static void add(Transaction transaction, Given grant) {
        transaction.update(
                """
                INSERT INTO access_grant (id, person, person_group, schedule, valid_from, valid_until)
                VALUES (?, ?, ?, ?, ?, ?)""",
                grant.id().text(),
                grant.to().person().map(PersonId::text),
                grant.to().group().map(GroupId::text),
                grant.schedule().map(ScheduleId::text),
                grant.from(),
                grant.until());
        for (DoorId door : grant.doors()) {
            transaction.update(
                    "INSERT INTO access_grant_door (access_grant, door) VALUES (?, ?)",
                    grant.id().text(),
                    door.text());
        }
        for (DoorGroupId group : grant.doorGroups()) {
            transaction.update(
                    "INSERT INTO access_grant_door_group (access_grant, door_group) VALUES (?, ?)",
                    grant.id().text(),
                    group.text());
        }
    }

    static void remove(Transaction transaction, GrantId id) {
        transaction.update("DELETE FROM access_grant_door WHERE access_grant = ?", id.text());
        transaction.update("DELETE FROM access_grant_door_group WHERE access_grant = ?", id.text());
        transaction.update("DELETE FROM access_grant WHERE id = ?", id.text());
    }

    /**
     * What was given to groups of a partner ends; what has not begun is taken back.
     *
     * @return how many grants that were
     */
    public static int end(Transaction transaction, PartnerId partner, Instant now) {
        List<Given> given = list(
                        transaction,
                        new Filter(Optional.of(partner), Optional.empty(), Optional.empty(), Optional.empty()),
                        "",
                        Integer.MAX_VALUE)
                .stream()
                .filter(grant -> grant.to().group().isPresent() && grant.until().isAfter(now))
                .toList();
        for (Given grant : given) {
            if (grant.from().isBefore(now)) {
                transaction.update(
                        "UPDATE access_grant SET valid_until = ? WHERE id = ?",
                        now,
                        grant.id().text());
            } else {
                remove(transaction, grant.id());
            }
        }
        return given.size();
    }

    /** How many grants of a partner's people and groups hold now or will. */
    public static long count(Transaction transaction, PartnerId partner, Instant now) {
        return transaction
                .one("""
                        SELECT count(*) AS n FROM access_grant WHERE valid_until > ?
                            AND (person IN (SELECT id FROM person WHERE partner = ?)
                                OR person_group IN (SELECT id FROM person_group WHERE partner = ?))""", row -> row.number("n"), now, partner.text(), partner.text())
                .orElseThrow();
    }

    /** As it was given. */
    public static Optional<Given> find(Transaction transaction, GrantId id) {
        return whole(transaction, transaction.list("SELECT * FROM access_grant WHERE id = ?", Part::read, id.text()))
                .stream()
                .findFirst();
    }

    static boolean exists(Transaction transaction, GrantId id) {
        return transaction.exists("SELECT 1 FROM access_grant WHERE id = ?", id.text());
    }

    /**
     * Which grants to list.
     *
     * @param partner those of its people and groups only
     * @param person those given to this very person
     * @param group those given to this group
     * @param door those that open it, by themselves or by a group of doors
     */
    record Filter(
            Optional<PartnerId> partner, Optional<PersonId> person, Optional<GroupId> group, Optional<DoorId> door) {
        static final Filter NONE = new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

        static Filter of(Recipient to) {
            return new Filter(Optional.empty(), to.person(), to.group(), Optional.empty());
        }
    }

    /** In the order of their ids. */
    static List<Given> list(Transaction transaction, Filter filter, String after, int rows) {
        var sql = new StringBuilder("SELECT * FROM access_grant WHERE id > ?");
        var values = new ArrayList<Object>(List.of(after));
        filter.person().ifPresent(person -> {
            sql.append(" AND person = ?");
            values.add(person.text());
        });
        filter.group().ifPresent(group -> {
            sql.append(" AND person_group = ?");
            values.add(group.text());
        });
        filter.partner().ifPresent(partner -> {
            sql.append(" AND (person IN (SELECT id FROM person WHERE partner = ?)"
                    + " OR person_group IN (SELECT id FROM person_group WHERE partner = ?))");
            values.add(partner.text());
            values.add(partner.text());
        });
        filter.door().ifPresent(door -> {
            sql.append(" AND id IN (SELECT access_grant FROM access_grant_door WHERE door = ?"
                    + " UNION SELECT access_grant FROM access_grant_door_group JOIN door_group_door USING (door_group)"
                    + " WHERE door = ?)");
            values.add(door.text());
            values.add(door.text());
        });
        values.add(rows);
        sql.append(" ORDER BY id LIMIT ?");
        return whole(transaction, transaction.list(sql.toString(), Part::read, values.toArray()));
    }

    /** A person's own grants and those of the group the person is in. */
    static List<Given> concerning(Transaction transaction, PersonId person) {
        return whole(transaction, transaction.list("""
                        SELECT * FROM access_grant WHERE person = ?
                        UNION ALL SELECT access_grant.* FROM access_grant
                            JOIN person ON person.person_group = access_grant.person_group WHERE person.id = ?
                        ORDER BY id""", Part::read, person.text(), person.text()));
    }

    private static List<Given> whole(Transaction transaction, List<Part> parts) {
        return parts.stream().map(part -> whole(transaction, part)).toList();
    }

    private static Given whole(Transaction transaction, Part part) {
        Set<DoorId> doors = new HashSet<>(transaction.list(
                "SELECT door FROM access_grant_door WHERE access_grant = ?",
                row -> new DoorId(row.text("door")),
                part.id()));
        Set<DoorGroupId> groups = new HashSet<>(transaction.list(
                "SELECT door_group FROM access_grant_door_group WHERE access_grant = ?",
                row -> new DoorGroupId(row.text("door_group")),
                part.id()));
        return new Given(new GrantId(part.id()), part.to(), doors, groups, part.schedule(), part.from(), part.until());
    }

    /** A grant's own row, without its doors. */
    private record Part(String id, Recipient to, Optional<ScheduleId> schedule, Instant from, Instant until) {
        static Part read(Row row) {
            Recipient to = row.findText("person_group")
                    .<Recipient>map(group -> new Recipient.WholeGroup(new GroupId(group)))
                    .orElseGet(() -> new Recipient.OnePerson(new PersonId(row.text("person"))));
            return new Part(
                    row.text("id"),
                    to,
                    row.findText("schedule").map(ScheduleId::new),
                    row.time("valid_from"),
                    row.time("valid_until"));
        }
    }
}

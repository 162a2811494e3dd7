package knutpunkt.kiosk.doors;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.mapping;
import static java.util.stream.Collectors.toSet;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.wire.DoorId;

/** The tables of groups of doors. */
public final class DoorGroups {
    /** The longest name, in characters. */
    public static final int NAME_MAX = 60;

    /** How many groups of doors one site may have. */
    public static final int GROUPS_MAX = 200;

    /** How many doors one group may have. */
    public static final int DOORS_MAX = 200;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a group of doors of this site";

    private DoorGroups() {}

    public static void add(Transaction transaction, DoorGroup group) {
        transaction.update(
                "INSERT INTO door_group (id, name) VALUES (?, ?)", group.id().text(), group.name());
        putDoors(transaction, group);
    }

    /** Gives it another name and other doors. Who may open it changes with them: their holders must be put anew. */
    public static void change(Transaction transaction, DoorGroup group) {
        transaction.update(
                "UPDATE door_group SET name = ? WHERE id = ?",
                group.name(),
                group.id().text());
        transaction.update(
                "DELETE FROM door_group_door WHERE door_group = ?", group.id().text());
        putDoors(transaction, group);
    }

    private static void putDoors(Transaction transaction, DoorGroup group) {
        for (DoorId door : group.doors()) {
            transaction.update(
                    "INSERT INTO door_group_door (door_group, door) VALUES (?, ?)",
                    group.id().text(),
                    door.text());
        }
    }

    static void remove(Transaction transaction, DoorGroupId id) {
        transaction.update("DELETE FROM door_group_door WHERE door_group = ?", id.text());
        transaction.update("DELETE FROM door_group WHERE id = ?", id.text());
    }

    public static Optional<DoorGroup> find(Transaction transaction, DoorGroupId id) {
        return all(transaction).stream().filter(group -> group.id().equals(id)).findFirst();
    }

    /** By name. */
    public static List<DoorGroup> all(Transaction transaction) {
        record Part(String group, DoorId door) {}
        Map<String, Set<DoorId>> doors = transaction
                .list(
                        "SELECT * FROM door_group_door",
                        row -> new Part(row.text("door_group"), new DoorId(row.text("door"))))
                .stream()
                .collect(groupingBy(Part::group, mapping(Part::door, toSet())));
        return transaction.list(
                "SELECT * FROM door_group ORDER BY name",
                row -> new DoorGroup(
                        new DoorGroupId(row.text("id")),
                        row.text("name"),
                        doors.getOrDefault(row.text("id"), Set.of())));
    }

    /** How many grants name it: while there is one, it cannot go. */
    static long grants(Transaction transaction, DoorGroupId id) {
        return transaction
                .one(
                        "SELECT count(*) AS grants FROM access_grant_door_group WHERE door_group = ?",
                        row -> row.number("grants"),
                        id.text())
                .orElseThrow();
    }

    static boolean isNamed(Transaction transaction, String name, DoorGroupId besides) {
        return transaction.exists("SELECT 1 FROM door_group WHERE name = ? AND id <> ?", name, besides.text());
    }

    static boolean isFull(Transaction transaction) {
        return transaction.exists("SELECT 1 FROM door_group LIMIT 1 OFFSET ?", GROUPS_MAX - 1);
    }
}

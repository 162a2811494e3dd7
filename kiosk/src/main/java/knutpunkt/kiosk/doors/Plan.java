package knutpunkt.kiosk.doors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;

/** Which controllers, doors and points the site has. Rows come from enrolment, or from the example site. */
public final class Plan {
    private Plan() {}

    /**
     * Where badges are read.
     *
     * @param door empty where a badge opens nothing
     */
    public record Point(PointId id, ControllerId controller, Optional<DoorId> door, Direction direction, String name) {}

    public static void addController(Transaction transaction, ControllerId controller, String name) {
        transaction.update("INSERT INTO controller (id, name) VALUES (?, ?)", controller.text(), name);
    }

    public static void addDoor(Transaction transaction, DoorId door, ControllerId controller, String name) {
        transaction.update(
                "INSERT INTO door (id, controller, name) VALUES (?, ?, ?)", door.text(), controller.text(), name);
    }

    /** Adds a door with a point outside, {@code DOOR-entry}, and one inside, {@code DOOR-exit}, as controllers name them. */
    public static void addDoorWithPoints(Transaction transaction, DoorId door, ControllerId controller, String name) {
        addDoor(transaction, door, controller, name);
        addPoint(transaction, door, "entry", controller, Direction.IN, name + ", utsidan");
        addPoint(transaction, door, "exit", controller, Direction.OUT, name + ", insidan");
    }

    /** Adds a check-in point, which opens nothing: what grants are given for as for a door, and {@code ID-check-in}. */
    public static void addCheckIn(Transaction transaction, DoorId id, ControllerId controller, String name) {
        addDoor(transaction, id, controller, name);
        addPoint(transaction, id, "check-in", controller, Direction.TOGGLE, name);
    }

    private static void addPoint(
            Transaction transaction,
            DoorId door,
            String side,
            ControllerId controller,
            Direction direction,
            String name) {
        var id = new PointId(door.text() + "-" + side);
        addPoint(transaction, new Point(id, controller, Optional.of(door), direction, name));
    }

    public static void addPoint(Transaction transaction, Point point) {
        transaction.update(
                "INSERT INTO point (id, controller, door, direction, name) VALUES (?, ?, ?, ?, ?)",
                point.id().text(),
                point.controller().text(),
                point.door().map(DoorId::text),
                point.direction(),
                point.name());
    }

    /** Every controller that is enrolled, by id. */
    public static List<ControllerId> controllers(Transaction transaction) {
        return transaction.list(
                "SELECT id FROM controller WHERE id <> ? ORDER BY id",
                row -> new ControllerId(row.text("id")),
                SiteJournal.SELF.text());
    }

    public static boolean isEnrolled(Transaction transaction, ControllerId controller) {
        return !controller.equals(SiteJournal.SELF)
                && transaction.exists("SELECT id FROM controller WHERE id = ?", controller.text());
    }

    /** Whose door it is; empty for one that the site does not have. */
    public static Optional<ControllerId> owner(Transaction transaction, DoorId door) {
        return transaction.one(
                "SELECT controller FROM door WHERE id = ?",
                row -> new ControllerId(row.text("controller")),
                door.text());
    }

    /** What every door is called, by name. */
    public static Map<DoorId, String> doorNames(Transaction transaction) {
        var names = new LinkedHashMap<DoorId, String>();
        transaction
                .list(
                        "SELECT id, name FROM door ORDER BY name, id",
                        row -> Map.entry(new DoorId(row.text("id")), row.text("name")))
                .forEach(door -> names.put(door.getKey(), door.getValue()));
        return names;
    }

    public static Optional<Point> point(Transaction transaction, PointId point) {
        return transaction.one(
                "SELECT id, controller, door, direction, name FROM point WHERE id = ?", Plan::read, point.text());
    }

    static List<Point> points(Transaction transaction) {
        return transaction.list("SELECT id, controller, door, direction, name FROM point ORDER BY id", Plan::read);
    }

    private static Point read(Row row) {
        return new Point(
                new PointId(row.text("id")),
                new ControllerId(row.text("controller")),
                row.findText("door").map(DoorId::new),
                Direction.valueOf(row.text("direction")),
                row.text("name"));
    }
}

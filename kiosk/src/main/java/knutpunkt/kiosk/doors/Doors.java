package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;

/** How the doors are, and which changes they have. Safe for use by several threads. */
public final class Doors {
    private static final String CONTROLLERS = """
            SELECT id, name, boot, offline_since, confirmed_epoch, confirmed_number, confirmed_since
            FROM controller WHERE id <> '""" + SiteJournal.SELF + "'";

    private final Database database;
    private final RevisionDigests digests;

    public Doors(Database database, RevisionDigests digests) {
        this.database = requireNonNull(database, "database");
        this.digests = requireNonNull(digests, "digests");
    }

    /** Whether a controller is heard from. */
    public enum Life {
        ONLINE,
        OFFLINE,
        /** Enrolled, and never heard from. */
        NEVER_SEEN
    }

    /**
     * A controller, and what it has proved.
     *
     * @param offlineSince with {@link Life#OFFLINE} only
     * @param confirmed the list in force there; empty while it has proved none
     */
    public record Controller(
            ControllerId id,
            String name,
            Life life,
            Optional<Instant> offlineSince,
            Optional<Confirmations.Confirmed> confirmed) {
        boolean has(Revision revision) {
            return confirmed
                    .map(Confirmations.Confirmed::revision)
                    .filter(now -> !revision.isAfter(now))
                    .isPresent();
        }
    }

    /**
     * A door as the API shows it.
     *
     * @param strike released, secured or unknown; as contact and condition, what its controller said last
     * @param reportedAt when it said so; empty before the first time
     */
    public record Door(
            DoorId door,
            String name,
            ControllerId controller,
            String liveness,
            Optional<Instant> offlineSince,
            String strike,
            String contact,
            String condition,
            Optional<Instant> reportedAt,
            Optional<Revision> confirmed,
            Optional<Instant> confirmedSince,
            List<Point> points) {
        /** Whether there is something to release: a check-in point opens nothing. */
        public boolean opens() {
            return points.stream().noneMatch(point -> point.direction().equals("toggle"));
        }
    }

    /** A place to read badges, as the API shows it. */
    public record Point(PointId point, String name, String direction) {}

    /** Which doors have a change. */
    public record Change(Revision id, Revision revision, List<ChangeAtDoor> doors) {}

    /**
     * One door's part of a change.
     *
     * @param sentAt when it, or a later one that holds it, was first sent there
     * @param confirmedAt when it was first known to be in force there; only while it is
     * @param state confirmed, sent, waiting (not sent yet) or offline
     */
    public record ChangeAtDoor(
            DoorId door,
            ControllerId controller,
            Optional<Instant> sentAt,
            Optional<Instant> confirmedAt,
            String state,
            Optional<Instant> offlineSince) {}

    /** Every door, by id. */
    public List<Door> all() {
        return database.read(transaction -> {
            Map<ControllerId, Controller> controllers = controllers(transaction);
            Map<DoorId, List<Point>> points = points(transaction);
            return transaction.list("SELECT * FROM door ORDER BY id", row -> door(row, controllers, points));
        });
    }

    /** Every controller, by id. */
    public List<Controller> controllers() {
        return database.read(transaction -> transaction.list(CONTROLLERS + " ORDER BY id", Doors::controller));
    }

    /** A change, door by door; empty when there never was such a revision. */
    public Optional<Change> change(Revision revision) {
        return database.read(transaction -> {
            if (digests.digest(transaction, revision).isEmpty()) {
                return Optional.empty();
            }
            Map<ControllerId, Controller> controllers = controllers(transaction);
            List<ChangeAtDoor> doors = transaction.list(
                    """
                    SELECT door.id AS door, door.controller AS controller,
                        min(delivery.sent_at) AS sent_at, min(delivery.confirmed_at) AS confirmed_at
                    FROM door
                    LEFT JOIN delivery ON delivery.controller = door.controller
                        AND (delivery.epoch > ? OR (delivery.epoch = ? AND delivery.number >= ?))
                    GROUP BY door.id, door.controller
                    ORDER BY door.id""", row -> at(row, revision, controllers), revision.epoch(), revision.epoch(), revision.number());
            return Optional.of(new Change(revision, revision, doors));
        });
    }

    private static ChangeAtDoor at(Row row, Revision revision, Map<ControllerId, Controller> controllers) {
        Controller controller = at(row, controllers);
        Optional<Instant> sentAt = row.findTime("sent_at");
        boolean has = controller.has(revision);
        return new ChangeAtDoor(
                new DoorId(row.text("door")),
                controller.id(),
                sentAt,
                has ? row.findTime("confirmed_at") : Optional.empty(),
                state(controller, has, sentAt.isPresent()),
                has ? Optional.empty() : controller.offlineSince());
    }

    private static String state(Controller controller, boolean has, boolean sent) {
        if (has) {
            return "confirmed";
        }
        return switch (controller.life()) {
            case OFFLINE, NEVER_SEEN -> "offline";
            case ONLINE -> sent ? "sent" : "waiting";
        };
    }

    private static Door door(Row row, Map<ControllerId, Controller> controllers, Map<DoorId, List<Point>> points) {
        var id = new DoorId(row.text("id"));
        Controller controller = at(row, controllers);
        return new Door(
                id,
                row.text("name"),
                controller.id(),
                word(controller.life().name()),
                controller.offlineSince(),
                word(row.text("strike")),
                word(row.text("contact")),
                word(row.text("condition")),
                row.findTime("reported_at"),
                controller.confirmed().map(Confirmations.Confirmed::revision),
                controller.confirmed().map(Confirmations.Confirmed::since),
                points.getOrDefault(id, List.of()));
    }

    private static Controller at(Row row, Map<ControllerId, Controller> controllers) {
        var id = new ControllerId(row.text("controller"));
        return requireNonNull(controllers.get(id), "every door has a controller");
    }

    private static Map<ControllerId, Controller> controllers(Transaction transaction) {
        return transaction.list(CONTROLLERS, Doors::controller).stream()
                .collect(Collectors.toMap(Controller::id, controller -> controller));
    }

    private static Controller controller(Row row) {
        Optional<Instant> offlineSince = row.findTime("offline_since");
        Life known = offlineSince.isPresent() ? Life.OFFLINE : Life.ONLINE;
        return new Controller(
                new ControllerId(row.text("id")),
                row.text("name"),
                row.findText("boot").isPresent() ? known : Life.NEVER_SEEN,
                offlineSince,
                Confirmations.read(row));
    }

    private static Map<DoorId, List<Point>> points(Transaction transaction) {
        return Plan.points(transaction).stream()
                .filter(point -> point.door().isPresent())
                .collect(Collectors.groupingBy(
                        point -> point.door().orElseThrow(),
                        Collectors.mapping(
                                point -> new Point(
                                        point.id(),
                                        point.name(),
                                        word(point.direction().name())),
                                Collectors.toList())));
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

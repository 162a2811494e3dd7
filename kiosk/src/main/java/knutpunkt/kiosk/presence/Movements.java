package knutpunkt.kiosk.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** The passages on disk, in the order they count. */
final class Movements {
    private static final String COLUMNS =
            "record, person, counted_at, controller, sequence, journal, door, direction, confidence, clock";
    private static final String INSERT = "INSERT INTO passage (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String IN_ORDER = " ORDER BY counted_at, controller, sequence, journal";
    private static final String BEFORE =
            "(counted_at, controller, sequence, journal) < (?, ?, ?, ?) AND direction = 'IN'";

    private Movements() {}

    static Optional<Movement> of(LoggedEvent logged) {
        if (!(logged.event() instanceof Event.Passage passage)) {
            return Optional.empty();
        }
        boolean trusted = logged.header().clock() == ClockTrust.TRUSTED;
        Instant countedAt = trusted ? logged.header().at() : logged.receivedAt();
        return Optional.of(new Movement(
                logged.number(),
                passage.person(),
                countedAt,
                logged.controller(),
                logged.header().sequence(),
                logged.header().journal(),
                passage.door(),
                passage.direction(),
                passage.confidence(),
                logged.header().clock()));
    }

    static void add(Transaction transaction, Movement movement) {
        transaction.update(
                INSERT,
                movement.log(),
                movement.person().text(),
                movement.countedAt(),
                movement.controller().text(),
                movement.sequence(),
                movement.journal().text(),
                movement.door().text(),
                movement.direction(),
                movement.confidence(),
                movement.clock());
    }

    /** The last entry of that person before a movement: where a fold may start. */
    static Optional<Movement> lastEntryBefore(Transaction transaction, Movement movement) {
        return transaction.one(
                "SELECT " + COLUMNS + " FROM passage WHERE person = ? AND " + BEFORE
                        + " ORDER BY counted_at DESC, controller DESC, sequence DESC, journal DESC LIMIT 1",
                Movements::read,
                movement.person().text(),
                movement.countedAt(),
                movement.controller().text(),
                movement.sequence(),
                movement.journal().text());
    }

    /** That movement of the person and all after it. */
    static List<Movement> from(Transaction transaction, Movement first) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM passage WHERE person = ?"
                        + " AND (counted_at, controller, sequence, journal) >= (?, ?, ?, ?)" + IN_ORDER,
                Movements::read,
                first.person().text(),
                first.countedAt(),
                first.controller().text(),
                first.sequence(),
                first.journal().text());
    }

    static List<Movement> all(Transaction transaction, PersonId person) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM passage WHERE person = ?" + IN_ORDER, Movements::read, person.text());
    }

    private static Movement read(Row row) {
        return new Movement(
                row.number("record"),
                new PersonId(row.text("person")),
                row.time("counted_at"),
                new ControllerId(row.text("controller")),
                row.number("sequence"),
                new JournalId(row.text("journal")),
                new DoorId(row.text("door")),
                Direction.valueOf(row.text("direction")),
                Confidence.valueOf(row.text("confidence")),
                ClockTrust.valueOf(row.text("clock")));
    }
}

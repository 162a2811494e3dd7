package knutpunkt.kiosk.presence;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Doubt;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;

/** What moved people, on disk, in the order it counts. */
final class Movements {
    private static final String COLUMNS =
            "record, person, counted_at, controller, sequence, journal, way, confidence, clock, doubt";
    private static final String INSERT = "INSERT INTO movement (" + COLUMNS + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM movement WHERE person = ?";

    /** As {@link Place} orders them. */
    static final String IN_ORDER = " ORDER BY counted_at, controller, sequence, journal";

    private Movements() {}

    static Optional<Movement> of(LoggedEvent logged) {
        return switch (logged.event()) {
            case Event.Passage passage ->
                Optional.of(new Movement(
                        logged.number(),
                        passage.person(),
                        place(logged, countedAt(logged)),
                        way(passage.direction()),
                        passage.confidence(),
                        logged.header().clock(),
                        passage.doubt()));
            case Event.PresenceCorrected corrected
            when isOwn(logged) ->
                way(corrected)
                        .map(way -> new Movement(
                                logged.number(),
                                corrected.person(),
                                place(logged, corrected.at()),
                                way,
                                // Somebody's word: better than a guess, and not what a door saw.
                                Confidence.MEDIUM,
                                logged.header().clock(),
                                Optional.empty()));
            default -> Optional.empty(); // Whatever else happens at doors moves nobody.
        };
    }

    /** What only the service says, of everybody or of what somebody said, is taken from its own journal: no door knows it. */
    static boolean isOwn(LoggedEvent logged) {
        return logged.controller().equals(SiteJournal.SELF);
    }

    private static Instant countedAt(LoggedEvent logged) {
        boolean trusted = logged.header().clock() == ClockTrust.TRUSTED;
        return trusted ? logged.header().at() : logged.receivedAt();
    }

    static Place place(LoggedEvent logged, Instant at) {
        Header header = logged.header();
        return new Place(at, logged.controller(), header.sequence(), header.journal());
    }

    private static Movement.Way way(Direction direction) {
        return switch (direction) {
            case IN -> Movement.Way.IN;
            case OUT -> Movement.Way.OUT;
            case TOGGLE -> Movement.Way.TOGGLE;
            case UNKNOWN -> Movement.Way.UNKNOWN;
        };
    }

    private static Optional<Movement.Way> way(Event.PresenceCorrected corrected) {
        return switch (corrected.correction()) {
            case HERE -> Optional.of(Movement.Way.SAID_HERE);
            case LEFT -> Optional.of(Movement.Way.SAID_LEFT);
            case UNKNOWN -> Optional.empty();
        };
    }

    static void add(Transaction transaction, Movement movement) {
        Place place = movement.place();
        transaction.update(
                INSERT,
                movement.log(),
                movement.person().text(),
                place.at(),
                place.controller().text(),
                place.sequence(),
                place.journal().text(),
                movement.way(),
                movement.confidence(),
                movement.clock(),
                movement.doubt());
    }

    /** The last entry of that person before a place: where a fold may start. */
    static Optional<Movement> lastEntryBefore(Transaction transaction, PersonId person, Place place) {
        return transaction.one(
                SELECT + " AND (counted_at, controller, sequence, journal) < (?, ?, ?, ?) AND way = 'IN'"
                        + " ORDER BY counted_at DESC, controller DESC, sequence DESC, journal DESC LIMIT 1",
                Movements::read,
                person.text(),
                place.at(),
                place.controller().text(),
                place.sequence(),
                place.journal().text());
    }

    /** What moved that person there and later. */
    static List<Movement> from(Transaction transaction, PersonId person, Place first) {
        return transaction.list(
                SELECT + " AND (counted_at, controller, sequence, journal) >= (?, ?, ?, ?)" + IN_ORDER,
                Movements::read,
                person.text(),
                first.at(),
                first.controller().text(),
                first.sequence(),
                first.journal().text());
    }

    static List<Movement> all(Transaction transaction, PersonId person) {
        return transaction.list(SELECT + IN_ORDER, Movements::read, person.text());
    }

    static List<Movement> upTo(Transaction transaction, PersonId person, Instant at) {
        return transaction.list(SELECT + " AND counted_at <= ?" + IN_ORDER, Movements::read, person.text(), at);
    }

    static Place place(Row row) {
        return new Place(
                row.time("counted_at"),
                new ControllerId(row.text("controller")),
                row.number("sequence"),
                new JournalId(row.text("journal")));
    }

    private static Movement read(Row row) {
        return new Movement(
                row.number("record"),
                new PersonId(row.text("person")),
                place(row),
                Movement.Way.valueOf(row.text("way")),
                Confidence.valueOf(row.text("confidence")),
                ClockTrust.valueOf(row.text("clock")),
                row.findText("doubt").map(Doubt::valueOf));
    }
}

package knutpunkt.kiosk.presence;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.LoggedEvent;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Event;

/** The night's check-outs on disk. There is one a day at most, so there are few. */
final class Nights {
    private Nights() {}

    static Optional<Night> of(LoggedEvent logged) {
        return logged.event() instanceof Event.CheckedOut out && Movements.isOwn(logged)
                ? Optional.of(
                        new Night(logged.number(), out.night(), Movements.place(logged, out.at()), out.seenBefore()))
                : Optional.empty();
    }

    static void add(Transaction transaction, Night night) {
        Place place = night.place();
        transaction.update(
                """
                INSERT INTO night (record, night, counted_at, controller, sequence, journal, seen_before)
                VALUES (?, ?, ?, ?, ?, ?, ?)""",
                night.log(),
                night.date().toString(),
                place.at(),
                place.controller().text(),
                place.sequence(),
                place.journal().text(),
                night.seenBefore());
    }

    static List<Night> all(Transaction transaction) {
        return transaction.list("SELECT * FROM night" + Movements.IN_ORDER, Nights::read);
    }

    static List<Night> from(Transaction transaction, Place first) {
        return transaction.list(
                "SELECT * FROM night WHERE (counted_at, controller, sequence, journal) >= (?, ?, ?, ?)"
                        + Movements.IN_ORDER,
                Nights::read,
                first.at(),
                first.controller().text(),
                first.sequence(),
                first.journal().text());
    }

    static List<Night> upTo(Transaction transaction, Instant at) {
        return transaction.list("SELECT * FROM night WHERE counted_at <= ?" + Movements.IN_ORDER, Nights::read, at);
    }

    static boolean isDone(Transaction transaction, LocalDate date) {
        return transaction.exists("SELECT 1 FROM night WHERE night = ?", date.toString());
    }

    /** Whose stays it may change, whenever it came: all that had begun by then and had not ended before. */
    static List<PersonId> concerned(Transaction transaction, Night night) {
        return transaction.list(
                """
                SELECT person FROM stay WHERE counted_at <= ? AND ended_at >= ?
                UNION SELECT person FROM stay WHERE counted_at <= ? AND state = 'PRESENT'""",
                row -> new PersonId(row.text("person")),
                night.place().at(),
                night.place().at(),
                night.place().at());
    }

    private static Night read(Row row) {
        return new Night(
                row.number("record"),
                LocalDate.parse(row.text("night")),
                Movements.place(row),
                row.time("seen_before"));
    }
}

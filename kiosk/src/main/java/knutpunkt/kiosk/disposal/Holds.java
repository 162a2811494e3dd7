package knutpunkt.kiosk.disposal;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;

/** What must not be forgotten although its time is over, because somebody has asked for it or it is evidence. */
public final class Holds {
    private static final int HOLDS_MAX = 1_000;

    private Holds() {}

    /**
     * A hold.
     *
     * @param person empty for everybody
     * @param until the first moment that is not held
     */
    public record Hold(String id, Optional<PersonId> person, Instant from, Instant until, Instant placedAt) {}

    /** Holds what happened from one moment until another. */
    public static void place(
            Transaction transaction, String id, Optional<PersonId> person, Instant from, Instant until, Instant now) {
        if (!from.isBefore(until)) {
            throw new IllegalArgumentException("a hold must end after it begins");
        }
        transaction.update(
                "INSERT INTO disposal_hold (id, person, from_at, until_at, placed_at) VALUES (?, ?, ?, ?, ?)",
                id,
                person.map(PersonId::text),
                from,
                until,
                now);
    }

    /** Ends a hold: what it held goes in the next night. False when there is no such hold. */
    public static boolean lift(Transaction transaction, String id, Instant now) {
        return transaction.update("UPDATE disposal_hold SET lifted_at = ? WHERE id = ? AND lifted_at IS NULL", now, id)
                > 0;
    }

    /** Those that hold now, the oldest first, at most 1,000. */
    public static List<Hold> all(Transaction transaction) {
        return transaction.list(
                "SELECT * FROM disposal_hold WHERE lifted_at IS NULL ORDER BY placed_at, id LIMIT ?",
                Holds::read,
                HOLDS_MAX);
    }

    private static Hold read(Row row) {
        return new Hold(
                row.text("id"),
                row.findText("person").map(PersonId::new),
                row.time("from_at"),
                row.time("until_at"),
                row.time("placed_at"));
    }
}

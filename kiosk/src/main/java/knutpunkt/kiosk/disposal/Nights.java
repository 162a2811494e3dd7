package knutpunkt.kiosk.disposal;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;

/** When it was last done, and whether a night has come since. */
final class Nights {
    /** Four in the morning is there on every day of the year, whatever the clocks do. */
    private static final LocalTime AT = LocalTime.of(4, 0);

    private Nights() {}

    /** Whether four in the morning has passed since then. */
    static boolean hasPassed(Instant since, Instant now, ZoneId zone) {
        ZonedDateTime local = now.atZone(zone);
        ZonedDateTime today = local.toLocalDate().atTime(AT).atZone(zone);
        Instant last = (today.isAfter(local) ? today.minusDays(1) : today).toInstant();
        return since.isBefore(last);
    }

    /** Empty when this service has never thought of it. */
    static Optional<Instant> last(Transaction transaction) {
        return transaction.one("SELECT ended_at FROM disposal", row -> row.time("ended_at"));
    }

    static void ended(Transaction transaction, Instant at) {
        transaction.update("""
                INSERT INTO disposal (only, ended_at) VALUES (1, ?)
                ON CONFLICT (only) DO UPDATE SET ended_at = excluded.ended_at""", at);
    }
}

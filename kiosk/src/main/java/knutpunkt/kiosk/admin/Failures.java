package knutpunkt.kiosk.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;

/**
 * Wrong sign-ins, by login, whether there is such an account or not. After five, the login is locked for a minute, and
 * after each further one for twice as long, up to a quarter of an hour; while it is locked no password is looked at.
 */
final class Failures {
    /** How many wrong ones are free. */
    static final int FREE = 5;

    static final Duration LOCKED_FIRST = Duration.ofMinutes(1);
    static final Duration LOCKED_MAX = Duration.ofMinutes(15);

    /** How many logins are remembered: the one that failed longest ago is forgotten first. */
    static final int LOGINS_MAX = 10_000;

    private Failures() {}

    /** Until when a login is locked; empty when it is not. */
    static Optional<Instant> lockedUntil(Transaction transaction, String login, Instant now) {
        return transaction
                .one(
                        "SELECT locked_until FROM sign_in_failure WHERE login_hash = ?",
                        row -> row.time("locked_until"),
                        key(login))
                .filter(now::isBefore);
    }

    static void add(Transaction transaction, String login, Instant now) {
        long failures = 1
                + transaction
                        .one(
                                "SELECT failures FROM sign_in_failure WHERE login_hash = ?",
                                row -> row.number("failures"),
                                key(login))
                        .orElse(0L);
        transaction.update(
                "INSERT OR REPLACE INTO sign_in_failure (login_hash, failures, last_at, locked_until) VALUES (?, ?, ?, ?)",
                key(login),
                failures,
                now,
                now.plus(locked(failures)));
        transaction.update("""
                DELETE FROM sign_in_failure WHERE login_hash IN (
                    SELECT login_hash FROM sign_in_failure ORDER BY last_at DESC LIMIT -1 OFFSET ?)""", LOGINS_MAX);
    }

    private static Duration locked(long failures) {
        if (failures < FREE) {
            return Duration.ZERO;
        }
        long doubled = Math.min(failures - FREE, Long.numberOfTrailingZeros(LOCKED_MAX.toMinutes() + 1));
        Duration locked = LOCKED_FIRST.multipliedBy(1L << doubled);
        return locked.compareTo(LOCKED_MAX) < 0 ? locked : LOCKED_MAX;
    }

    static void forget(Transaction transaction, String login) {
        transaction.update("DELETE FROM sign_in_failure WHERE login_hash = ?", key(login));
    }

    private static String key(String login) {
        return Secret.given(login.toLowerCase(Locale.ROOT)).hash();
    }
}

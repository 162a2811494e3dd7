package knutpunkt.kiosk.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.AccountId;

/** The sessions' table. A session ends by itself after a working day, or when nobody used it for a while. */
public final class Sessions {
    /** The longest a session lasts. */
    static final Duration WHOLE = Duration.ofHours(12);

    /** The longest it lasts unused. */
    static final Duration IDLE = Duration.ofHours(2);

    /** A use is written down this seldom: pages are read more often than that. */
    private static final Duration SEEN_EVERY = Duration.ofMinutes(1);

    private static final int LISTED_MAX = 100;

    private Sessions() {}

    /**
     * A session as its owner sees it.
     *
     * @param handle what names it in a form: the start of its hash, which opens nothing
     */
    public record Listed(String handle, String browser, Instant madeAt, Instant seenAt) {}

    /** A session and whose it is. */
    record Found(Account account, Instant seenAt) {
        boolean isWorthNoting(Instant now) {
            return Duration.between(seenAt, now).compareTo(SEEN_EVERY) >= 0;
        }
    }

    static void open(Transaction transaction, Secret session, AccountId account, String browser, Instant now) {
        transaction.update("DELETE FROM admin_session WHERE until <= ? OR seen_at <= ?", now, now.minus(IDLE));
        transaction.update("""
                INSERT INTO admin_session (token_hash, account, browser, made_at, seen_at, until)
                VALUES (?, ?, ?, ?, ?, ?)""", session.hash(), account.text(), browser, now, now, now.plus(WHOLE));
    }

    /** Whose session it is; empty when it has ended, or its account was closed. */
    static Optional<Found> find(Transaction transaction, Secret session, Instant now) {
        return transaction.one(
                """
                SELECT account.*, seen_at FROM admin_session JOIN account ON account.id = admin_session.account
                WHERE token_hash = ? AND until > ? AND seen_at > ? AND closed = 0""", row -> new Found(Accounts.read(row), row.time("seen_at")), session.hash(), now, now.minus(IDLE));
    }

    static void seen(Transaction transaction, Secret session, Instant now) {
        transaction.update("UPDATE admin_session SET seen_at = ? WHERE token_hash = ?", now, session.hash());
    }

    /** The newest first. */
    static List<Listed> of(Transaction transaction, AccountId account, Instant now) {
        return transaction.list(
                """
                SELECT substr(token_hash, 1, 12) AS handle, browser, made_at, seen_at FROM admin_session
                WHERE account = ? AND until > ? AND seen_at > ? ORDER BY made_at DESC LIMIT ?""",
                row -> new Listed(row.text("handle"), row.text("browser"), row.time("made_at"), row.time("seen_at")),
                account.text(),
                now,
                now.minus(IDLE),
                LISTED_MAX);
    }

    static void end(Transaction transaction, Secret session) {
        transaction.update("DELETE FROM admin_session WHERE token_hash = ?", session.hash());
    }

    static int end(Transaction transaction, AccountId account, String handle) {
        return transaction.update(
                "DELETE FROM admin_session WHERE account = ? AND substr(token_hash, 1, 12) = ?",
                account.text(),
                handle);
    }

    static void endAll(Transaction transaction, AccountId account) {
        transaction.update("DELETE FROM admin_session WHERE account = ?", account.text());
    }

    static void endOthers(Transaction transaction, AccountId account, Secret besides) {
        transaction.update(
                "DELETE FROM admin_session WHERE account = ? AND token_hash <> ?", account.text(), besides.hash());
    }
}

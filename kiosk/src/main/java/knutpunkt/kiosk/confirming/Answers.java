package knutpunkt.kiosk.confirming;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.confirming.Answered.Warning;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.PartnerId;

/** The tables of what partners answered, and of when their entry rested. */
public final class Answers {
    private Answers() {}

    /** Empty for a partner that nobody has looked at yet. */
    static Optional<Answered> find(Transaction transaction, PartnerId partner) {
        return transaction.one("""
                SELECT still_right.*, suspended_since FROM still_right JOIN partner ON partner.id = partner
                WHERE partner.id = ?""", Answers::read, partner.text());
    }

    /** Takes down that there was a yes, or that nothing is asked. What was warned of is over. */
    static void count(Transaction transaction, PartnerId partner, Instant from, Optional<Instant> confirmedAt) {
        transaction.update("DELETE FROM still_right WHERE partner = ?", partner.text());
        transaction.update(
                "INSERT INTO still_right (partner, counted_from, confirmed_at) VALUES (?, ?, ?)",
                partner.text(),
                from,
                confirmedAt);
    }

    static void warn(Transaction transaction, PartnerId partner, Optional<Warning> warning) {
        transaction.update(
                "UPDATE still_right SET warned_at = ?, suspends_at = ?, looked_at = ? WHERE partner = ?",
                warning.map(Warning::since),
                warning.map(Warning::suspendsAt),
                warning.map(Warning::lookedAt),
                partner.text());
    }

    static void suspend(Transaction transaction, PartnerId partner, Instant now) {
        transaction.update("UPDATE partner SET suspended_since = ? WHERE id = ?", now, partner.text());
        transaction.update("INSERT INTO suspension (partner, since) VALUES (?, ?)", partner.text(), now);
    }

    static void lift(Transaction transaction, PartnerId partner, Instant now) {
        transaction.update("UPDATE partner SET suspended_since = NULL WHERE id = ?", partner.text());
        transaction.update(
                "UPDATE suspension SET lifted_at = ? WHERE partner = ? AND lifted_at IS NULL", now, partner.text());
    }

    /** Since when a partner's entry rested at a moment, or will by what is known; empty when it did not. */
    public static Optional<Instant> restingAt(Transaction transaction, PartnerId partner, Instant moment) {
        return transaction.one("""
                SELECT since FROM suspension WHERE partner = ? AND since <= ? AND (lifted_at IS NULL OR lifted_at > ?)
                ORDER BY since DESC LIMIT 1""", row -> row.time("since"), partner.text(), moment, moment);
    }

    private static Answered read(Row row) {
        return new Answered(
                row.time("counted_from"),
                row.findTime("confirmed_at"),
                row.findTime("warned_at")
                        .map(since -> new Warning(since, row.time("suspends_at"), row.time("looked_at"))),
                row.findTime("suspended_since"));
    }
}

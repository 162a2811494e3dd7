package knutpunkt.kiosk.restore;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;

/** The tables of restores and of what was taken over. Pure SQL: no state of its own. */
final class Restores {
    private Restores() {}

    /**
     * The newest restore.
     *
     * @param copiedAt when the backup was made
     * @param last the newest revision it had
     * @param gathered whether lists have gone out since
     */
    record Restore(Instant at, Instant copiedAt, Revision last, boolean gathered) {}

    /** When the backup was made that this database is; empty for one that a service has begun to run on. */
    static Optional<Instant> copiedAt(Transaction transaction) {
        return transaction.one("SELECT made_at FROM copied", row -> row.time("made_at"));
    }

    /** Says of a database that it is a backup. */
    static void markCopied(Transaction transaction, Instant at) {
        transaction.update("INSERT INTO copied (only, made_at) VALUES (1, ?) ON CONFLICT (only) DO NOTHING", at);
    }

    static void add(Transaction transaction, Instant at, Instant copiedAt, Revision last) {
        transaction.update("DELETE FROM copied");
        transaction.update(
                "INSERT INTO restored (at, copied_at, last_epoch, last_number) VALUES (?, ?, ?, ?)",
                at,
                copiedAt,
                last.epoch(),
                last.number());
    }

    static Optional<Restore> newest(Transaction transaction) {
        return transaction.one(
                "SELECT * FROM restored ORDER BY id DESC LIMIT 1",
                row -> new Restore(
                        row.time("at"),
                        row.time("copied_at"),
                        new Revision(Math.toIntExact(row.number("last_epoch")), row.number("last_number")),
                        row.findTime("gathered_at").isPresent()));
    }

    static void gathered(Transaction transaction, Instant at) {
        transaction.update("UPDATE restored SET gathered_at = ? WHERE gathered_at IS NULL", at);
    }

    /** How many controllers there are that could hold something. */
    static long controllers(Transaction transaction) {
        return transaction
                .one(
                        "SELECT count(*) AS n FROM controller WHERE id <> ?",
                        row -> row.number("n"),
                        SiteJournal.SELF.text())
                .orElseThrow();
    }

    /** Whether that controller has confirmed a revision after that one. */
    static boolean isPast(Transaction transaction, ControllerId controller, Revision revision) {
        return transaction.exists(
                "SELECT 1 FROM delivery WHERE controller = ? AND confirmed_at IS NOT NULL AND (epoch, number) > (?, ?)",
                controller.text(),
                revision.epoch(),
                revision.number());
    }

    static boolean hasTaken(Transaction transaction, Revision revision, Hash digest) {
        return transaction.exists(
                "SELECT 1 FROM taken_over WHERE epoch = ? AND number = ? AND digest = ?",
                revision.epoch(),
                revision.number(),
                digest.hex());
    }

    static void taken(
            Transaction transaction,
            ControllerId controller,
            Revision revision,
            Hash digest,
            Instant at,
            int revocations) {
        transaction.update("""
                INSERT INTO taken_over (controller, epoch, number, digest, at, revocations) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING""", controller.text(), revision.epoch(), revision.number(), digest.hex(), at, revocations);
    }

    /** How many revocations have been taken over since a moment. */
    static long revocations(Transaction transaction, Instant since) {
        return transaction
                .one(
                        "SELECT coalesce(sum(revocations), 0) AS n FROM taken_over WHERE at >= ?",
                        row -> row.number("n"),
                        since)
                .orElseThrow();
    }

    /** How many controllers have no list of the newest epoch in force, as far as is known. */
    static long unconfirmed(Transaction transaction, Revision last) {
        return transaction
                .one(
                        "SELECT count(*) AS n FROM controller WHERE id <> ? AND coalesce(confirmed_epoch, 0) <= ?",
                        row -> row.number("n"),
                        SiteJournal.SELF.text(),
                        last.epoch())
                .orElseThrow();
    }
}

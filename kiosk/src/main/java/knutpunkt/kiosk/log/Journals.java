package knutpunkt.kiosk.log;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;

/** The journals known here, whose they are, and how far each has been committed. */
public final class Journals {
    private Journals() {}

    /** A journal and the newest of its records in the log. */
    record Known(ControllerId controller, ChainHead head) {}

    static Optional<Known> find(Transaction transaction, JournalId journal) {
        return transaction.one(
                "SELECT id, controller, head, head_hash FROM journal WHERE id = ?", Journals::read, journal.text());
    }

    /** How far a journal has been committed; empty when no record of it has ever come. */
    public static Optional<ChainHead> head(Transaction transaction, JournalId journal) {
        return find(transaction, journal).map(Known::head);
    }

    /** The newest journal a controller has begun. */
    public static Optional<JournalId> newestOf(Transaction transaction, ControllerId controller) {
        return transaction
                .one(
                        "SELECT journal FROM controller WHERE id = ?",
                        row -> row.findText("journal").map(JournalId::new),
                        controller.text())
                .flatMap(journal -> journal);
    }

    /**
     * How far the journal before a controller's newest one came, as long as no record of the newest tells of the gap
     * between them; empty when there is none before it, or the journal given is not the newest.
     */
    public static Optional<ChainHead> untoldBefore(Transaction transaction, ControllerId controller, JournalId newest) {
        return transaction
                .one("""
                        SELECT before.id, before.controller, before.head, before.head_hash
                        FROM controller JOIN journal AS before
                            ON before.controller = controller.id AND before.id <> controller.journal
                        WHERE controller.id = ? AND controller.journal = ? AND NOT EXISTS (
                            SELECT 1 FROM record INDEXED BY record_of_kind
                            WHERE record.kind = 'gap' AND record.journal = controller.journal)
                        ORDER BY before.rowid DESC LIMIT 1""", Journals::read, controller.text(), newest.text())
                .map(Known::head);
    }

    static boolean isEnrolled(Transaction transaction, ControllerId controller) {
        return !controller.equals(SiteJournal.SELF)
                && transaction.exists("SELECT id FROM controller WHERE id = ?", controller.text());
    }

    static void begin(Transaction transaction, JournalId journal, ControllerId controller, Instant at) {
        transaction.update(
                "INSERT INTO journal (id, controller, first_seen_at, head, head_hash) VALUES (?, ?, ?, 0, ?)",
                journal.text(),
                controller.text(),
                at,
                Hash.ZERO.hex());
        transaction.update("UPDATE controller SET journal = ? WHERE id = ?", journal.text(), controller.text());
    }

    static void advance(Transaction transaction, ChainHead head) {
        transaction.update(
                "UPDATE journal SET head = ?, head_hash = ? WHERE id = ?",
                head.sequence(),
                head.hash().hex(),
                head.journal().text());
    }

    /** Every journal there is, in the order they were first seen. */
    public static List<JournalId> all(Transaction transaction) {
        return transaction.list("SELECT id FROM journal ORDER BY rowid", row -> new JournalId(row.text("id")));
    }

    /** Every journal, those of the service after all others, each in the order they were first seen. */
    static List<Known> ownLast(Transaction transaction) {
        return transaction.list("""
                SELECT id, controller, head, head_hash FROM journal
                ORDER BY controller = ?, rowid""", Journals::read, SiteJournal.SELF.text());
    }

    private static Known read(Row row) {
        var journal = new JournalId(row.text("id"));
        var head = new ChainHead(journal, row.number("head"), new Hash(row.text("head_hash")));
        return new Known(new ControllerId(row.text("controller")), head);
    }
}

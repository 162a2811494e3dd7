package knutpunkt.kiosk.log;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/** The log's rows: every record as it was signed, numbered in the order of commits. */
public final class Records {
    private static final int PAGE = 500;
    private static final String COLUMNS =
            "id, journal, sequence, controller, boot, kind, uptime, at, clock, salt, body, content_hash, hash, received_at, readable";
    private static final String INSERT = """
            INSERT INTO record (id, journal, sequence, controller, boot, kind, uptime, at, clock, salt, body, content_hash,
                hash, received_at, readable)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private static final String STARTED = EventCodec.kind(new Event.Started(""));

    private Records() {}

    /** A controller's run, as far as its first record has come. */
    public record Run(ControllerId controller, BootId boot) {}

    /** The last runs of all controllers, the newest first. */
    public static List<Run> runs(Transaction transaction, int max) {
        return transaction.list(
                "SELECT controller, boot FROM record WHERE kind = ? ORDER BY id DESC LIMIT ?",
                row -> new Run(new ControllerId(row.text("controller")), new BootId(row.text("boot"))),
                STARTED,
                max);
    }

    /**
     * One row of the log.
     *
     * @param event empty when the record cannot be read, or has been forgotten
     */
    public record Logged(
            long number,
            ControllerId controller,
            JournalRecord journalRecord,
            Instant receivedAt,
            Optional<Event> event) {}

    /** The number the next record gets. One writer at a time gives them and no row is ever deleted: none comes late. */
    static long nextNumber(Transaction transaction) {
        return transaction
                .one("SELECT coalesce(max(id), 0) + 1 AS next FROM record", row -> row.number("next"))
                .orElseThrow();
    }

    static void add(
            Transaction transaction,
            long number,
            ControllerId controller,
            JournalRecord added,
            Instant receivedAt,
            boolean readable) {
        Header header = added.header();
        Optional<String> salt = Optional.empty();
        Optional<String> body = Optional.empty();
        if (added.content() instanceof Content.Kept kept) {
            salt = Optional.of(kept.salt());
            body = Optional.of(kept.body());
        }
        transaction.update(
                INSERT,
                number,
                header.journal().text(),
                header.sequence(),
                controller.text(),
                header.boot().text(),
                header.kind(),
                header.uptimeMillis(),
                header.at(),
                header.clockWord(),
                salt,
                body,
                added.content().hash().hex(),
                added.hash().hex(),
                receivedAt,
                readable);
    }

    /** The hashes of a journal's records from one sequence to another, both included, in order. */
    static List<Hash> hashes(Transaction transaction, JournalId journal, long from, long to) {
        return transaction.list(
                "SELECT hash FROM record WHERE journal = ? AND sequence BETWEEN ? AND ? ORDER BY sequence",
                row -> new Hash(row.text("hash")),
                journal.text(),
                from,
                to);
    }

    /** What came after a place in the log, in order: a reader who goes on from the last number misses nothing. */
    public static List<Logged> after(Transaction transaction, long number, int limit) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM record WHERE id > ? ORDER BY id LIMIT ?", Records::read, number, limit);
    }

    /** What came before a place in the log, the newest first. */
    public static List<Logged> before(Transaction transaction, long number, int limit) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM record WHERE id < ? ORDER BY id DESC LIMIT ?",
                Records::read,
                number,
                limit);
    }

    /** The same of one person only. */
    public static List<Logged> before(Transaction transaction, PersonId person, long number, int limit) {
        return before(transaction, "person", person.text(), number, limit);
    }

    /** The same of one door only. */
    public static List<Logged> before(Transaction transaction, DoorId door, long number, int limit) {
        return before(transaction, "door", door.text(), number, limit);
    }

    /** The same of one kind only. */
    public static List<Logged> before(Transaction transaction, String kind, long number, int limit) {
        return before(transaction, "kind", kind, number, limit);
    }

    private static List<Logged> before(Transaction transaction, String column, String value, long number, int limit) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM record WHERE " + column + " = ? AND id < ? ORDER BY id DESC LIMIT ?",
                Records::read,
                value,
                number,
                limit);
    }

    /** Whole rows by a condition of this package's own making. */
    static List<Logged> where(Transaction transaction, String condition, int limit, Object... values) {
        Object[] all = Arrays.copyOf(values, values.length + 1);
        all[values.length] = limit;
        return transaction.list("SELECT " + COLUMNS + " FROM " + condition + " LIMIT ?", Records::read, all);
    }

    /** Hands over every readable event of the log, in order, as it was handed over when it was added. */
    public static void replay(Transaction transaction, Consumer<LoggedEvent> to) {
        List<Logged> page = after(transaction, 0, PAGE);
        while (!page.isEmpty()) {
            for (Logged logged : page) {
                logged.event()
                        .map(event -> new LoggedEvent(
                                logged.number(),
                                logged.controller(),
                                logged.journalRecord().header(),
                                event,
                                logged.receivedAt()))
                        .ifPresent(to);
            }
            page = after(transaction, page.getLast().number(), PAGE);
        }
    }

    /**
     * One row as it stands, for whoever must prove it.
     *
     * @param controller whose it is said to be
     * @param whole the record; empty where the row holds none
     * @param contentHash what will be left of its content once that is forgotten
     * @param fault what is wrong with a row that holds none; empty otherwise
     */
    record Stored(long sequence, String controller, Optional<JournalRecord> whole, String contentHash, String fault) {}

    /** The rows of a journal after one of them, in order, whatever has been done to them. */
    static List<Stored> stored(Transaction transaction, JournalId journal, long afterSequence, int limit) {
        return transaction.list(
                "SELECT " + COLUMNS + " FROM record WHERE journal = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                Records::stored,
                journal.text(),
                afterSequence,
                limit);
    }

    private static Stored stored(Row row) {
        Optional<JournalRecord> whole = Optional.empty();
        String fault = "";
        if (row.findText("salt").isPresent() != row.findText("body").isPresent()) {
            fault = "only a part of its content is there";
        } else {
            try {
                whole = Optional.of(journalRecord(row));
            } catch (IllegalArgumentException e) {
                fault = "the row holds no record: " + e.getMessage();
            }
        }
        return new Stored(row.number("sequence"), row.text("controller"), whole, row.text("content_hash"), fault);
    }

    static Optional<Event> event(JournalRecord journalRecord) {
        return journalRecord.content() instanceof Content.Kept kept
                ? EventCodec.read(journalRecord.header().kind(), kept.body())
                : Optional.empty();
    }

    private static Logged read(Row row) {
        JournalRecord journalRecord = journalRecord(row);
        return new Logged(
                row.number("id"),
                new ControllerId(row.text("controller")),
                journalRecord,
                row.time("received_at"),
                // Asked again, not remembered: a newer service reads what an older one could not.
                event(journalRecord));
    }

    private static JournalRecord journalRecord(Row row) {
        var header = new Header(
                new JournalId(row.text("journal")),
                row.number("sequence"),
                new BootId(row.text("boot")),
                row.text("kind"),
                row.number("uptime"),
                row.time("at"),
                row.text("clock"));
        Optional<String> salt = row.findText("salt");
        Optional<String> body = row.findText("body");
        Content content = salt.isPresent() && body.isPresent()
                ? new Content.Kept(salt.get(), body.get())
                : new Content.Disposed(new Hash(row.text("content_hash")));
        return new JournalRecord(header, content, new Hash(row.text("hash")));
    }
}

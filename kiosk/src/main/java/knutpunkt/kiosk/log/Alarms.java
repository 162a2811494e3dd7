package knutpunkt.kiosk.log;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;

/** What somebody must look at. One row to a kind, controller and subject, counted: a fault that repeats fills no disk. */
public final class Alarms {
    private static final int LISTED_MAX = 500;

    private Alarms() {}

    /** What is wrong. The word is kept in the database, and pages show each in their language: it is never changed or reused. */
    public enum Kind {
        /** Two different records have the same place in one journal: the controller, or its storage, was tampered with or restored. */
        JOURNAL_FORKED,
        /** A signed batch whose records do not follow each other. */
        CHAIN_BROKEN,
        /** A controller sent records of another controller's journal. */
        JOURNAL_OF_ANOTHER,
        /** A controller began a new journal: what it had not delivered of the one before is gone. */
        JOURNAL_LOST,
        /** Records this service cannot read; they are kept as they came. The subject is their kind. */
        UNREADABLE,
        /** A controller holds a list this service never made: the service was restored from a backup. */
        REVISION_AHEAD,
        /** A controller holds another list than this service has under the same revision. */
        REVISION_DIFFERS,
        /** Little room is left on the disk of a controller's journal. */
        STORAGE_LOW,
        /** None is left but the reserve, or not even that, or the disk fails: soon nobody is let in, or nobody is now. */
        STORAGE_SPENT,
        /** Making a record durable took a controller so long that nobody would be let in for it. */
        STORAGE_SLOW,
        /** A controller hears from this service, and yet little is left of its lease. */
        LEASE_LOW,
        /** What a controller says arrives long after it was said: a broker, or somebody at it, keeps its messages back. */
        MESSAGES_LATE,
        /** A controller was told that the log has records which it does not have: the service runs on an older copy of its data. */
        RECORDS_LACKING,
        /** A controller's certificate is about to end, or has ended: it could not be renewed. The detail is its end. */
        CERTIFICATE_ENDING,
        /** Messages between this service and a controller came changed, forged or kept, and were not let through. */
        MESSAGES_REJECTED
    }

    /**
     * One alarm, with how often it came back.
     *
     * @param detail what it is about, for a technician: in English, or a time
     */
    public record Alarm(
            long id,
            Kind kind,
            ControllerId controller,
            String subject,
            String detail,
            Instant raisedAt,
            Instant lastAt,
            long occurrences) {
        /** The time that it is about, for one whose detail is a time. */
        public Optional<Instant> until() {
            if (kind != Kind.CERTIFICATE_ENDING) {
                return Optional.empty();
            }
            try {
                return Optional.of(Instant.parse(detail));
            } catch (DateTimeParseException _) {
                return Optional.empty(); // raised by a version that wrote a sentence: it is shown as that
            }
        }
    }

    /** Raises it, or counts it once more, and then somebody must look at it anew. Answers whether it is new, for a caller that says so once. */
    public static boolean raise(
            Transaction transaction, Kind kind, ControllerId controller, String subject, String detail, Instant at) {
        int counted = transaction.update("""
                UPDATE alarm SET occurrences = occurrences + 1, last_at = ?, detail = ?,
                    acknowledged_at = NULL, acknowledged_by = NULL
                WHERE kind = ? AND controller = ? AND subject = ?""", at, detail, kind, controller.text(), subject);
        if (counted > 0) {
            return false;
        }
        transaction.update("""
                INSERT INTO alarm (kind, controller, subject, detail, raised_at, last_at, occurrences)
                VALUES (?, ?, ?, ?, ?, ?, 1)""", kind, controller.text(), subject, detail, at, at);
        return true;
    }

    /** The newest first, at most 500. */
    public static List<Alarm> list(Transaction transaction) {
        return transaction.list("""
                SELECT id, kind, controller, subject, detail, raised_at, last_at, occurrences
                FROM alarm ORDER BY last_at DESC, id DESC LIMIT ?""", Alarms::read, LISTED_MAX);
    }

    /** Those that nobody has acknowledged since they last came, the newest first, at most 500. */
    public static List<Alarm> open(Transaction transaction) {
        return transaction.list("""
                SELECT id, kind, controller, subject, detail, raised_at, last_at, occurrences
                FROM alarm WHERE acknowledged_at IS NULL ORDER BY last_at DESC, id DESC LIMIT ?""", Alarms::read, LISTED_MAX);
    }

    public static Optional<Alarm> find(Transaction transaction, long id) {
        return transaction.one("""
                SELECT id, kind, controller, subject, detail, raised_at, last_at, occurrences
                FROM alarm WHERE id = ?""", Alarms::read, id);
    }

    /** Somebody has looked at it. It stays, and is open again when it comes back. */
    public static void acknowledge(Transaction transaction, long id, String by, Instant at) {
        transaction.update("UPDATE alarm SET acknowledged_at = ?, acknowledged_by = ? WHERE id = ?", at, by, id);
    }

    private static Alarm read(Row row) {
        return new Alarm(
                row.number("id"),
                Kind.valueOf(row.text("kind")),
                new ControllerId(row.text("controller")),
                row.text("subject"),
                row.text("detail"),
                row.time("raised_at"),
                row.time("last_at"),
                row.number("occurrences"));
    }
}

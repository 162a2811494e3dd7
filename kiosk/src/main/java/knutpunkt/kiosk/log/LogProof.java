package knutpunkt.kiosk.log;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;

/**
 * Proves the whole log: every journal from its first record to its newest, that the numbering of the site has no hole, and
 * that each content that is gone was forgotten by a disposal that the service's own journal tells of. Memory is a bit for
 * each record.
 */
public final class LogProof {
    private static final String DISPOSED = "disposed";

    private final Map<JournalId, ChainWalk> walks = new LinkedHashMap<>();
    private final Map<JournalId, Bad> bad = new HashMap<>();

    private LogProof() {}

    /**
     * What was found of one journal.
     *
     * @param head the newest record that was reached
     * @param forgotten how many of its records are without content
     * @param bad the first record that is bad, if any is
     */
    public record Proved(ControllerId controller, ChainHead head, long forgotten, Optional<Bad> bad) {}

    /** The first record of a journal that is not as it was signed, or is not there, or not as the disposals say. */
    public record Bad(long sequence, String fault) {}

    /**
     * What was found of the log.
     *
     * @param journals every one, controllers' before the service's own, in the order they were first seen
     * @param records how many the log has
     * @param fault what is wrong with the log where all journals are as they should be; empty if nothing is
     */
    public record Result(List<Proved> journals, long records, Optional<String> fault) {
        public Result {
            journals = List.copyOf(journals);
        }

        /** Whether nothing at all is wrong. */
        public boolean isWhole() {
            return fault.isEmpty()
                    && journals.stream().allMatch(journal -> journal.bad().isEmpty());
        }
    }

    /** Reads the whole log in that transaction: 10 million records take minutes, and nobody waits for it. */
    public static Result of(Transaction transaction) {
        return new LogProof().prove(transaction);
    }

    private Result prove(Transaction transaction) {
        for (Journals.Known known : Journals.ownLast(transaction)) {
            var walk = new ChainWalk(known);
            walks.put(known.head().journal(), walk);
            boolean own = known.controller().equals(SiteJournal.SELF);
            walk.walk(transaction, next -> {
                if (own) {
                    account(next);
                }
            });
            walk.bad().ifPresent(found -> note(known.head().journal(), found));
        }
        // What a journal of the service's tells of behind a bad record is not known: then nobody is accused.
        if (walks.values().stream()
                .filter(walk -> walk.known().controller().equals(SiteJournal.SELF))
                .allMatch(walk -> walk.bad().isEmpty())) {
            walks.forEach((journal, walk) -> walk.unaccounted().ifPresent(found -> note(journal, found)));
        }
        return result(transaction);
    }

    /** Takes the word of a record of the service's own journal, if it tells of a disposal. */
    private void account(JournalRecord own) {
        if (!own.header().kind().equals(DISPOSED)) {
            return;
        }
        Optional<Event> event = Records.event(own);
        if (event.isEmpty() || !(event.get() instanceof Event.Disposed disposed)) {
            note(own, "it tells of a disposal and cannot be read");
            return;
        }
        ChainWalk walk = walks.get(disposed.journal());
        if (walk == null) {
            note(own, "it tells of journal [" + disposed.journal() + "], which the log does not have");
            return;
        }
        disposed.sequences().stream()
                .forEach(sequence -> walk.account(sequence).ifPresent(found -> note(disposed.journal(), found)));
    }

    private void note(JournalRecord own, String fault) {
        note(own.header().journal(), new Bad(own.header().sequence(), fault));
    }

    /** Keeps the first that is bad of each journal. */
    private void note(JournalId journal, Bad found) {
        bad.merge(journal, found, (one, other) -> one.sequence() <= other.sequence() ? one : other);
    }

    private Result result(Transaction transaction) {
        List<Proved> proved = walks.values().stream()
                .map(walk -> new Proved(
                        walk.known().controller(),
                        walk.head(),
                        walk.forgotten(),
                        Optional.ofNullable(bad.get(walk.head().journal()))))
                .toList();
        long records = transaction
                .one("SELECT count(*) AS records FROM record", row -> row.number("records"))
                .orElseThrow();
        long reached =
                proved.stream().mapToLong(journal -> journal.head().sequence()).sum();
        Optional<String> fault = hole(transaction);
        if (fault.isEmpty() && bad.isEmpty() && records != reached) {
            fault = Optional.of("[" + (records - reached) + "] of its records are of no journal");
        }
        return new Result(proved, records, fault);
    }

    /** The numbering of the site's log starts at 1 and has no hole, whatever journals its records are of. */
    private static Optional<String> hole(Transaction transaction) {
        return transaction
                .one("""
                        SELECT coalesce(min(id), 1) AS first, coalesce(max(id), 0) AS last, count(*) AS records
                        FROM record""", LogProof::hasHole)
                .filter(hole -> hole)
                .flatMap(_ -> firstMissing(transaction))
                .map(number -> "number [" + number + "] of the site's log is missing");
    }

    private static boolean hasHole(Row row) {
        return row.number("first") != 1 || row.number("last") != row.number("records");
    }

    private static Optional<Long> firstMissing(Transaction transaction) {
        return transaction.one("""
                SELECT coalesce(min(before) + 1, 1) AS missing FROM (
                    SELECT 0 AS before WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = 1)
                    UNION ALL
                    SELECT min(id) FROM record AS one WHERE NOT EXISTS (SELECT 1 FROM record WHERE id = one.id + 1))""", row -> row.number("missing"));
    }
}

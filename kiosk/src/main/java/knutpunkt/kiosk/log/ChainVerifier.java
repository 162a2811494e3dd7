package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.JournalRecord;

/** Proves a journal in the log from its first record to its newest: none changed, none missing, none put in between. */
public final class ChainVerifier {
    private static final int PAGE = 500;

    private final Database database;

    public ChainVerifier(Database database) {
        this.database = requireNonNull(database, "database");
    }

    /** What was found. */
    public sealed interface Verdict {
        /** Every record follows the one before it, up to this one. */
        record Intact(ChainHead head) implements Verdict {}

        /** The first record that is not as it was signed, or is not there. */
        record Broken(long sequence, String fault) implements Verdict {}

        /** The log has no such journal. */
        record Unknown() implements Verdict {}
    }

    /** Reads the whole journal, from one state of the database. */
    public Verdict verify(JournalId journal) {
        return database.read(transaction -> Journals.head(transaction, journal)
                .map(head -> verify(transaction, head))
                .orElseGet(Verdict.Unknown::new));
    }

    private static Verdict verify(Transaction transaction, ChainHead expected) {
        ChainHead head = ChainHead.empty(expected.journal());
        List<Records.Logged> page = Records.ofJournal(transaction, expected.journal(), 0, PAGE);
        while (!page.isEmpty()) {
            for (Records.Logged logged : page) {
                JournalRecord next = logged.journalRecord();
                Optional<String> fault = faultOf(next, head);
                if (fault.isPresent()) {
                    return new Verdict.Broken(head.sequence() + 1, fault.get());
                }
                head = new ChainHead(head.journal(), next.header().sequence(), next.hash());
            }
            page = Records.ofJournal(transaction, expected.journal(), head.sequence(), PAGE);
        }
        return head.equals(expected)
                ? new Verdict.Intact(head)
                : new Verdict.Broken(head.sequence() + 1, "the newest records are missing");
    }

    private static Optional<String> faultOf(JournalRecord next, ChainHead head) {
        if (next.header().sequence() != head.sequence() + 1) {
            return Optional.of("the record is missing");
        }
        return next.follows(head.hash()) ? Optional.empty() : Optional.of("the record is not the one that was signed");
    }
}

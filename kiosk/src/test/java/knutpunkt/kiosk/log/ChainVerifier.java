package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;

/** Proves a journal in the log from its first record to its newest: none changed, none missing, none put in between. */
public final class ChainVerifier {
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
        return database.read(transaction -> Journals.find(transaction, journal)
                .map(known -> verify(transaction, known))
                .orElseGet(Verdict.Unknown::new));
    }

    private static Verdict verify(Transaction transaction, Journals.Known known) {
        var walk = new ChainWalk(known);
        walk.walk(transaction, _ -> {});
        return walk.bad()
                .<Verdict>map(bad -> new Verdict.Broken(bad.sequence(), bad.fault()))
                .orElseGet(() -> new Verdict.Intact(walk.head()));
    }
}

package knutpunkt.kiosk.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.PersonId;

/**
 * Which records can be forgotten, and forgetting them: their rows, headers and hashes stay. Whoever calls tells of it in
 * the service's own journal, in the same transaction; a content that is gone without that is found by {@link LogProof}.
 */
public final class Forgetting {
    private static final String NOT_HELD = " " + """
            AND NOT EXISTS (SELECT 1 FROM disposal_hold AS hold
                WHERE hold.lifted_at IS NULL AND (hold.person IS NULL OR hold.person = coalesce(record.person, hold.person))
                    AND record.happened >= hold.from_at AND record.happened < hold.until_at)""";

    private Forgetting() {}

    /** The kinds of records that have something to forget, each found at once however many there are of it. */
    public static List<String> kinds(Transaction transaction) {
        return transaction.list("""
                WITH RECURSIVE each (kind) AS (
                    SELECT min(kind) FROM record INDEXED BY record_to_forget WHERE body IS NOT NULL
                    UNION ALL
                    SELECT (SELECT min(kind) FROM record INDEXED BY record_to_forget
                        WHERE body IS NOT NULL AND kind > each.kind) FROM each WHERE each.kind IS NOT NULL)
                SELECT kind FROM each WHERE kind IS NOT NULL""", row -> row.text("kind"));
    }

    /** Those of a kind that happened before a moment and that nobody holds, the oldest first. */
    public static List<Records.Logged> before(Transaction transaction, String kind, Instant cutoff, int limit) {
        return Records.where(
                transaction,
                "record INDEXED BY record_to_forget WHERE body IS NOT NULL AND kind = ? AND happened < ?" + NOT_HELD
                        + " ORDER BY happened",
                limit,
                kind,
                cutoff);
    }

    /** Those that tell of somebody, or may for all that can be read, and that nobody holds. */
    public static List<Records.Logged> of(Transaction transaction, PersonId person, int limit) {
        var going = new ArrayList<>(Records.where(
                transaction, "record WHERE person = ?" + NOT_HELD + " ORDER BY id", limit, person.text()));
        if (going.size() < limit) {
            going.addAll(Records.where(
                    transaction,
                    "record INDEXED BY record_unreadable WHERE readable = 0 AND body IS NOT NULL"
                            + " AND person IS NOT ? AND instr(body, ?) > 0" + NOT_HELD + " ORDER BY id",
                    limit - going.size(),
                    person.text(),
                    person.text()));
        }
        return going;
    }

    /** Takes salt and body away. */
    public static void forget(Transaction transaction, List<Records.Logged> going) {
        for (Records.Logged each : going) {
            transaction.update("UPDATE record SET salt = NULL, body = NULL WHERE id = ?", each.number());
        }
    }
}

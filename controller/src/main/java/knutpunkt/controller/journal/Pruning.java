package knutpunkt.controller.journal;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.JournalRecord;

/** What may be forgotten: acknowledged, and older than a week by a clock that could be trusted. */
final class Pruning {
    /** At a time: a grant must not wait long for a deletion. */
    static final int RECORDS_MAX = 200;

    /** A controller that never learns the time keeps no more acknowledged records than this. */
    static final int ACKNOWLEDGED_MAX = 100_000;

    private Pruning() {}

    /** The last record to forget, if any. Looks at {@link #RECORDS_MAX} records. */
    static Optional<ChainHead> newStart(JournalFile file, ChainHead start, long acknowledged, InstantSource wall)
            throws SQLException, JournalDamaged {
        Instant limit = wall.instant().minus(Journal.KEPT_AFTER_ACKNOWLEDGED);
        List<JournalRecord> oldest = file.read(start.journal(), start.sequence(), acknowledged, RECORDS_MAX);
        if (acknowledged - start.sequence() > ACKNOWLEDGED_MAX) {
            return oldest.isEmpty() ? Optional.empty() : Optional.of(headOf(oldest.getLast()));
        }
        Optional<ChainHead> last = Optional.empty();
        for (JournalRecord each : oldest) {
            // A time that is only a lower bound makes a record look old: it is as old as the next one that knows.
            if (each.header().clock() == ClockTrust.TRUSTED) {
                if (!each.header().at().isBefore(limit)) {
                    return last;
                }
                last = Optional.of(headOf(each));
            }
        }
        return last;
    }

    private static ChainHead headOf(JournalRecord each) {
        return new ChainHead(each.header().journal(), each.header().sequence(), each.hash());
    }
}

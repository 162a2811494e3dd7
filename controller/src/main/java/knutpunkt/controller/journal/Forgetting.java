package knutpunkt.controller.journal;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.JournalRecord;

/** Forgets what has been kept for its time after it was acknowledged, a little at a time. Used by whoever holds the journal's writing. */
final class Forgetting {
    /** Records forgotten at a time: a grant must not wait long for a deletion. */
    static final int RECORDS_MAX = 200;

    /** Between two rounds of forgetting, and of writing down how long records have been kept. */
    private static final Duration EVERY = Duration.ofHours(1);

    private final LongSupplier uptimeNanos;
    private Keeping keeping;
    private volatile long dueNanos;

    Forgetting(Keeping.Written written, LongSupplier uptimeNanos) {
        this.uptimeNanos = uptimeNanos;
        this.dueNanos = uptimeNanos.getAsLong();
        this.keeping = new Keeping(written, dueNanos);
    }

    /** May be asked by any thread. */
    boolean isDue() {
        return uptimeNanos.getAsLong() - dueNanos >= 0;
    }

    /**
     * Forgets some records, or, when there are no more to forget, writes down how long the others have been kept: then the
     * next round is an hour away.
     *
     * @return where the journal starts now, if something was forgotten
     */
    Optional<ChainHead> round(JournalFile file, ChainHead start, long acknowledged)
            throws SQLException, JournalDamaged {
        long now = uptimeNanos.getAsLong();
        dueNanos = now + EVERY.toNanos(); // also when this fails
        long through = Math.min(keeping.forgettable(now).orElse(0), acknowledged);
        List<JournalRecord> oldest = file.read(start.journal(), start.sequence(), through, RECORDS_MAX);
        if (!oldest.isEmpty()) {
            JournalRecord last = oldest.getLast();
            file.deleteThrough(last.header().sequence(), last.hash(), acknowledged);
            dueNanos = now;
            return Optional.of(new ChainHead(start.journal(), last.header().sequence(), last.hash()));
        }
        keeping.note(start.sequence(), acknowledged, now);
        if (keeping.isCounting()) {
            file.note(keeping.written(now), acknowledged);
        }
        return Optional.empty();
    }

    /** Nothing after this is acknowledged any more: its time begins anew when it is. Durable when this returns. */
    void goesBack(JournalFile file, long acknowledged) throws SQLException {
        keeping.goesBack(acknowledged);
        file.note(keeping.written(uptimeNanos.getAsLong()), acknowledged);
    }

    /** Another journal has begun. */
    void beginsAnew() {
        keeping = new Keeping(Keeping.Written.NONE, uptimeNanos.getAsLong());
    }
}

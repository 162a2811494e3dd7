package knutpunkt.controller.journal;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;

/** The journal as an SQLite file of its own. */
public final class SqliteJournal implements Journal {
    private SqliteJournal() {}

    /**
     * Opens or begins a journal.
     *
     * @param random for the journal's id and the records' salt: must not be guessable
     */
    public static SqliteJournal open(
            Path file,
            BootId boot,
            InstantSource wall,
            Supplier<ClockTrust> clock,
            LongSupplier uptimeNanos,
            RandomGenerator random) {
        return new SqliteJournal();
    }

    @Override
    public List<JournalRecord> append(List<? extends Event> events) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public ChainHead head() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public long first() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public List<JournalRecord> after(long sequence, int countMax) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public Hash hashOf(long sequence) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void acknowledged(long upTo) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public long acknowledged() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public boolean awaitAfter(long sequence, Duration timeout) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void startAnew(JournalId lost, String reason) {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public SyncTimes syncTimes() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void close() {}
}

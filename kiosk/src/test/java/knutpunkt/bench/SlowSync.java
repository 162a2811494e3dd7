package knutpunkt.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.SyncTimes;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;

/** A journal on a disk whose every sync takes this much longer: an SD card, say. */
final class SlowSync implements Journal {
    private final Journal journal;
    private final Duration added;

    SlowSync(Journal journal, Duration added) {
        this.journal = journal;
        this.added = added;
    }

    @Override
    public List<JournalRecord> append(List<? extends Event> events) {
        List<JournalRecord> records = journal.append(events);
        long end = System.nanoTime() + added.toNanos();
        for (long left = added.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
        return records;
    }

    @Override
    public ChainHead head() {
        return journal.head();
    }

    @Override
    public long first() {
        return journal.first();
    }

    @Override
    public List<JournalRecord> after(long sequence, int countMax) {
        return journal.after(sequence, countMax);
    }

    @Override
    public Hash hashOf(long sequence) {
        return journal.hashOf(sequence);
    }

    @Override
    public void acknowledged(long upTo) {
        journal.acknowledged(upTo);
    }

    @Override
    public void lostByService(long from) {
        journal.lostByService(from);
    }

    @Override
    public void lookAfter() {
        journal.lookAfter();
    }

    @Override
    public Storage storage() {
        return journal.storage();
    }

    @Override
    public long leftOut() {
        return journal.leftOut();
    }

    @Override
    public long acknowledged() {
        return journal.acknowledged();
    }

    @Override
    public void onAppend(Runnable listener) {
        journal.onAppend(listener);
    }

    @Override
    public void startAnew(JournalId lost, String reason) {
        journal.startAnew(lost, reason);
    }

    @Override
    public SyncTimes syncTimes() {
        return journal.syncTimes();
    }

    @Override
    public void close() {
        journal.close();
    }
}

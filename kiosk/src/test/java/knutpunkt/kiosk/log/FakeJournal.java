package knutpunkt.kiosk.log;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;

/** A controller's journal as the service sees it: records chained as a real one chains them, cut into batches at will. */
public final class FakeJournal {
    private final ControllerId controller;
    private final JournalId journal;
    private final BootId boot;
    private final Random salts;
    private final List<JournalRecord> records = new ArrayList<>();
    private ClockTrust clock = ClockTrust.TRUSTED;

    public FakeJournal(String controller, String journal) {
        this(controller, journal, "boot-1");
    }

    /** One that was written in a run of that name. */
    public FakeJournal(String controller, String journal, String boot) {
        this.boot = new BootId(boot);
        this.controller = new ControllerId(controller);
        this.journal = new JournalId(journal);
        this.salts = new Random(journal.hashCode());
    }

    public ControllerId controller() {
        return controller;
    }

    public JournalId id() {
        return journal;
    }

    public int size() {
        return records.size();
    }

    public FakeJournal clock(ClockTrust trust) {
        clock = trust;
        return this;
    }

    public FakeJournal add(Instant at, Event event) {
        return addRaw(at, EventCodec.kind(event), EventCodec.body(event));
    }

    /** A record whose kind or body no codec made. */
    public FakeJournal addRaw(Instant at, String kind, String body) {
        long sequence = records.size() + 1L;
        var header = new Header(journal, sequence, boot, kind, sequence * 10, at, clock);
        byte[] salt = new byte[16];
        salts.nextBytes(salt);
        Hash previous = records.isEmpty() ? Hash.ZERO : records.getLast().hash();
        records.add(JournalRecord.following(
                previous, header, new Content.Kept(HexFormat.of().formatHex(salt), body)));
        return this;
    }

    public JournalRecord at(long sequence) {
        return records.get((int) sequence - 1);
    }

    public ChainHead head() {
        return records.isEmpty()
                ? ChainHead.empty(journal)
                : new ChainHead(journal, records.size(), records.getLast().hash());
    }

    /** The records from one sequence to another, both included, as the controller would send them. */
    public EventBatch batch(int from, int to) {
        Hash previous = from == 1 ? Hash.ZERO : at(from - 1L).hash();
        return new EventBatch(previous, records.subList(from - 1, to), head());
    }

    public EventBatch all() {
        return batch(1, records.size());
    }

    /** Everything, cut into batches of that many. */
    public List<EventBatch> batches(int size) {
        var batches = new ArrayList<EventBatch>();
        for (int from = 1; from <= records.size(); from += size) {
            batches.add(batch(from, Math.min(records.size(), from + size - 1)));
        }
        return batches;
    }
}

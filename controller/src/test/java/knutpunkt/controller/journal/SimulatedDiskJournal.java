package knutpunkt.controller.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.SimulatedDisk.DiskFailure;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.message.WireJson;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;

/**
 * A journal on a {@link SimulatedDisk}: one line for each transaction, with a checksum. It keeps every promise of {@link
 * Journal}, so that a whole site can be simulated on disks that fail.
 */
public final class SimulatedDiskJournal implements Journal {
    private static final String FILE = "journal";
    private static final String ID_FILE = "journal.id";

    /** One transaction: where the journal starts, what is acknowledged and since when, and what is appended. */
    private record Line(
            JournalId journal, ChainHead start, long acknowledged, Keeping.Written kept, List<JournalRecord> records) {}

    private final SimulatedDisk disk;
    private final RecordMaker maker;
    private final List<JournalRecord> records = new ArrayList<>();
    private ChainHead start;
    private ChainHead head;
    private long acknowledged;
    private SyncTimes syncTimes = SyncTimes.NONE;
    private Storage storage = Storage.ENOUGH;
    private Keeping.Written kept = Keeping.Written.NONE; // as of the last line
    private Keeping keeping;
    private long pruneAtNanos;
    private Runnable listener = () -> {};
    private boolean closed;

    private SimulatedDiskJournal(SimulatedDisk disk, RecordMaker maker, ChainHead empty) {
        this.disk = disk;
        this.maker = maker;
        this.start = empty;
        this.head = empty;
        this.pruneAtNanos = maker.uptimeNanos().getAsLong();
        this.keeping = new Keeping(kept, pruneAtNanos);
    }

    public static SimulatedDiskJournal open(
            SimulatedDisk disk,
            BootId boot,
            InstantSource wall,
            Supplier<ClockTrust> clock,
            LongSupplier uptimeNanos,
            RandomGenerator random) {
        var maker = new RecordMaker(boot, wall, clock, uptimeNanos, random);
        Optional<JournalId> last =
                disk.read(ID_FILE).map(bytes -> new JournalId(new String(bytes, StandardCharsets.UTF_8)));
        try {
            Optional<SimulatedDiskJournal> found = replay(disk, maker);
            if (found.isPresent()) {
                found.get().rememberIdIfOther(last);
                return found.get();
            }
        } catch (JournalDamaged _) {
            return begun(disk, maker, "the journal was damaged", last);
        }
        return last.isPresent() ? begun(disk, maker, "the journal's file was missing", last) : first(disk, maker);
    }

    private static Optional<SimulatedDiskJournal> replay(SimulatedDisk disk, RecordMaker maker) throws JournalDamaged {
        String text = new String(disk.read(FILE).orElse(new byte[0]), StandardCharsets.UTF_8);
        int whole = text.lastIndexOf('\n') + 1;
        if (whole == 0) {
            return Optional.empty();
        }
        SimulatedDiskJournal journal = null;
        for (String each : text.substring(0, whole).lines().toList()) {
            Line line = parse(each);
            if (journal == null) {
                journal = new SimulatedDiskJournal(disk, maker, ChainHead.empty(line.journal()));
            }
            journal.take(line);
            journal.keeping = new Keeping(line.kept(), journal.pruneAtNanos);
        }
        if (text.length() > whole) {
            // Never synced, so nobody relies on it.
            disk.truncate(FILE, text.substring(0, whole).getBytes(StandardCharsets.UTF_8).length);
        }
        return Optional.ofNullable(journal);
    }

    private static Line parse(String line) throws JournalDamaged {
        int tab = line.lastIndexOf('\t');
        if (tab < 0 || !line.substring(tab + 1).equals(checksum(line.substring(0, tab)))) {
            throw new JournalDamaged("a line's checksum does not hold");
        }
        try {
            return WireJson.mapper().readValue(line.substring(0, tab), Line.class);
        } catch (JsonProcessingException e) {
            throw new JournalDamaged("a line is not one", e);
        }
    }

    private void take(Line line) throws JournalDamaged {
        for (JournalRecord each : line.records()) {
            if (!each.follows(head.hash())) {
                throw new JournalDamaged("the chain breaks after " + head.sequence());
            }
            records.add(each);
            head = new ChainHead(head.journal(), each.header().sequence(), each.hash());
        }
        if (line.start().sequence() > start.sequence()) {
            start = line.start();
            records.removeIf(each -> each.header().sequence() <= line.start().sequence());
        }
        acknowledged = line.acknowledged();
        kept = line.kept();
    }

    private static SimulatedDiskJournal begun(
            SimulatedDisk disk, RecordMaker maker, String reason, Optional<JournalId> previous) {
        if (disk.has(FILE)) {
            disk.rename(FILE, FILE + ".broken");
        }
        SimulatedDiskJournal journal = first(disk, maker);
        journal.append(List.of(new Event.Gap(reason, previous)));
        return journal;
    }

    private static SimulatedDiskJournal first(SimulatedDisk disk, RecordMaker maker) {
        return new SimulatedDiskJournal(disk, maker, ChainHead.empty(maker.newJournal()));
    }

    private void rememberIdIfOther(Optional<JournalId> last) {
        if (!last.equals(Optional.of(head.journal()))) {
            rememberId();
        }
    }

    private void rememberId() {
        disk.delete(ID_FILE + ".new");
        disk.append(ID_FILE + ".new", head.journal().text().getBytes(StandardCharsets.UTF_8));
        disk.sync(ID_FILE + ".new");
        disk.rename(ID_FILE + ".new", ID_FILE);
    }

    @Override
    public synchronized List<JournalRecord> append(List<? extends Event> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        requireOpen();
        boolean isFirst = head.sequence() == 0;
        List<JournalRecord> made = maker.following(head, events);
        write(new Line(head.journal(), start, acknowledged, kept, made));
        records.addAll(made);
        JournalRecord last = made.getLast();
        head = new ChainHead(head.journal(), last.header().sequence(), last.hash());
        if (isFirst) {
            rememberId();
        }
        listener.run();
        return made;
    }

    private void write(Line line) {
        long startedAt = maker.uptimeNanos().getAsLong();
        long length = disk.read(FILE).map(bytes -> (long) bytes.length).orElse(0L);
        try {
            String json = WireJson.mapper().writeValueAsString(line);
            disk.append(FILE, (json + "\t" + checksum(json) + "\n").getBytes(StandardCharsets.UTF_8));
            disk.sync(FILE);
        } catch (DiskFailure e) {
            if (disk.has(FILE)) {
                disk.truncate(FILE, length);
            }
            storage = Storage.FULL;
            throw new JournalUnavailable("the simulated disk refuses", e);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a line has a JSON form", e);
        }
        storage = Storage.ENOUGH;
        syncTimes = syncTimes.and(Duration.ofNanos(maker.uptimeNanos().getAsLong() - startedAt));
    }

    private static String checksum(String text) {
        var crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(crc.getValue());
    }

    @Override
    public synchronized ChainHead head() {
        return head;
    }

    @Override
    public synchronized long first() {
        return start.sequence() + 1;
    }

    @Override
    public synchronized List<JournalRecord> after(long sequence, int countMax) {
        if (countMax < 1) {
            throw new IllegalArgumentException("count [" + countMax + "] must be 1 or more");
        }
        return records.stream()
                .filter(each -> each.header().sequence() > sequence)
                .limit(countMax)
                .toList();
    }

    @Override
    public synchronized Hash hashOf(long sequence) {
        if (sequence == start.sequence()) {
            return start.hash();
        }
        return records.stream()
                .filter(each -> each.header().sequence() == sequence)
                .findFirst()
                .map(JournalRecord::hash)
                .orElseThrow(() -> new IllegalArgumentException("sequence [" + sequence + "] is not kept"));
    }

    @Override
    public synchronized void acknowledged(long upTo) {
        requireOpen();
        if (upTo > head.sequence()) {
            throw new IllegalArgumentException("[" + upTo + "] is more than there is");
        }
        acknowledged = Math.max(acknowledged, upTo);
    }

    @Override
    public synchronized void lostByService(long from) {
        requireOpen();
        if (from < first() || from > head.sequence()) {
            throw new IllegalArgumentException("record [" + from + "] is not kept");
        }
        if (from <= acknowledged) {
            keeping.goesBack(from - 1);
            acknowledged = from - 1;
            writeKept();
        }
    }

    @Override
    public synchronized void lookAfter() {
        requireOpen();
        long now = maker.uptimeNanos().getAsLong();
        if (now - pruneAtNanos < 0) {
            return;
        }
        pruneAtNanos = now + Duration.ofHours(1).toNanos();
        long through = Math.min(keeping.forgettable(now).orElse(0), acknowledged);
        records.stream()
                .filter(each -> each.header().sequence() == through)
                .findFirst()
                .ifPresent(last -> {
                    start = new ChainHead(head.journal(), through, last.hash());
                    records.removeIf(each -> each.header().sequence() <= through);
                });
        keeping.note(start.sequence(), acknowledged, now);
        if (keeping.isCounting()) {
            writeKept();
        }
    }

    private void writeKept() {
        kept = keeping.written(maker.uptimeNanos().getAsLong());
        write(new Line(head.journal(), start, acknowledged, kept, List.of()));
    }

    @Override
    public synchronized Storage storage() {
        return storage;
    }

    @Override
    public long leftOut() {
        return 0;
    }

    @Override
    public synchronized long acknowledged() {
        return acknowledged;
    }

    @Override
    public synchronized void onAppend(Runnable newListener) {
        listener = newListener;
    }

    @Override
    public synchronized void startAnew(JournalId lost, String reason) {
        requireOpen();
        if (!head.journal().equals(lost)) {
            return;
        }
        if (disk.has(FILE)) {
            disk.rename(FILE, FILE + ".broken");
        }
        records.clear();
        head = ChainHead.empty(maker.newJournal());
        start = head;
        acknowledged = 0;
        kept = Keeping.Written.NONE;
        keeping = new Keeping(kept, maker.uptimeNanos().getAsLong());
        append(List.of(new Event.Gap(reason, Optional.of(lost))));
    }

    @Override
    public synchronized SyncTimes syncTimes() {
        return syncTimes;
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalUnavailable("the simulated journal is closed");
        }
    }

    @Override
    public synchronized void close() {
        if (!closed) {
            if (head.sequence() > 0) {
                write(new Line(head.journal(), start, acknowledged, kept, List.of()));
            }
            closed = true;
        }
    }
}

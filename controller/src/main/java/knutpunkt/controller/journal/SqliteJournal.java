package knutpunkt.controller.journal;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.JournalFile.Standing;
import knutpunkt.controller.sqlite.SqliteTrouble;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal as an SQLite file of its own. What turns out to be damaged, at the start or later, is set aside, and a new
 * journal begins with a gap record. A folder that was emptied altogether looks like a first start from here: the service
 * sees it by the new id.
 */
public final class SqliteJournal implements Journal {
    private static final Logger LOG = LoggerFactory.getLogger(SqliteJournal.class);

    private static final int CHECKPOINTED_EVERY = 512;

    private final JournalFolder folder;
    private final RecordMaker maker;
    private final Room room;
    private final Forgetting forgetting;
    private final ReentrantLock writing = new ReentrantLock(true);
    private final ReentrantLock reading = new ReentrantLock();

    private JournalFile file; // changed while holding both locks
    private volatile ChainHead start;
    private volatile ChainHead head;
    private volatile long acknowledged;
    private volatile Runnable listener = () -> {};
    private volatile SyncTimes syncTimes = SyncTimes.NONE;
    private boolean unsure; // whether the file's head may differ from ours; by whoever holds writing
    private boolean closed;
    private Optional<String> toBegin = Optional.empty(); // why, while the old journal is gone and no new one begun
    private boolean isAside; // the old journal, while a new one is to begin
    private volatile long checkpointedAt;

    private SqliteJournal(JournalFolder folder, RecordMaker maker, Room room, Beginning beginning) {
        this.folder = folder;
        this.maker = maker;
        this.room = room;
        this.file = beginning.file();
        this.start = beginning.standing().start();
        this.head = beginning.standing().head();
        this.acknowledged = beginning.standing().acknowledged();
        this.checkpointedAt = head.sequence();
        this.forgetting = new Forgetting(beginning.kept(), maker.uptimeNanos());
    }

    /**
     * Opens or begins a journal, whatever room there is.
     *
     * @param wall the time, or its lower bound while the clock is not trusted
     * @param uptimeNanos the monotonic clock, from 0 at the boot
     * @param random for the journal's id and the records' salt: must not be guessable
     * @throws JournalUnavailable when a newer version wrote it, the folder cannot be written to, or the disk does not give
     *     what is on it: then everything is left as it is
     */
    public static SqliteJournal open(
            Path file,
            BootId boot,
            InstantSource wall,
            Supplier<ClockTrust> clock,
            LongSupplier uptimeNanos,
            RandomGenerator random) {
        Path folder = file.toAbsolutePath().resolveSibling(".").normalize();
        var maker = new RecordMaker(boot, wall, clock, uptimeNanos, random);
        return open(file, maker, new Room(folder, RoomLimits.NONE, uptimeNanos, random));
    }

    /** The same, with an eye on the room that the disk has. */
    public static SqliteJournal open(Path file, RecordMaker maker, Room room) {
        var folder = new JournalFolder(file);
        return new SqliteJournal(folder, maker, room, Beginning.of(folder, maker, room));
    }

    @Override
    public List<JournalRecord> append(List<? extends Event> events) {
        if (events.isEmpty()) {
            throw new IllegalArgumentException("nothing to append");
        }
        writing.lock();
        try {
            requireOpen();
            toBegin.ifPresent(this::beginAnew);
            try {
                return room.keep(events, this::insert, this::foldIn);
            } catch (SQLException | JournalDamaged e) {
                if (e instanceof SQLException sql && !SqliteTrouble.isDamage(sql)) {
                    throw new JournalUnavailable("the journal [" + folder.journal() + "] takes no record now", sql);
                }
                endOld("damaged while running", e);
                return insertIntoNew(events);
            }
        } finally {
            writing.unlock();
        }
    }

    private List<JournalRecord> insert(List<? extends Event> events) throws SQLException, JournalDamaged {
        if (unsure) {
            head = readStanding().head();
            unsure = false;
        }
        List<JournalRecord> records = maker.following(head, events);
        long startedAt = maker.uptimeNanos().getAsLong();
        try {
            file.insert(records, acknowledged);
        } catch (SQLException e) {
            unsure = true; // A commit that failed while syncing may still be there after all.
            throw e;
        }
        syncTimes = syncTimes.and(Duration.ofNanos(maker.uptimeNanos().getAsLong() - startedAt));
        head = Beginning.headOf(records.getLast());
        listener.run();
        return records;
    }

    private List<JournalRecord> insertIntoNew(List<? extends Event> events) {
        try {
            return room.keep(events, this::insert, this::foldIn);
        } catch (SQLException | JournalDamaged e) {
            throw new JournalUnavailable("the new journal [" + folder.journal() + "] takes no record either", e);
        }
    }

    private Standing readStanding() throws SQLException, JournalDamaged {
        reading.lock();
        try {
            return file.standing();
        } finally {
            reading.unlock();
        }
    }

    /** Called holding {@code writing}. */
    private void endOld(String reason, Exception cause) {
        if (toBegin.isEmpty()) {
            LOG.error(
                    "the journal [{}] is set aside and a new one begun, because: {}", folder.journal(), reason, cause);
            toBegin = Optional.of(reason);
        }
        beginAnew(toBegin.get());
    }

    /** Also what an earlier try did not bring to its end. Called holding {@code writing}. */
    private void beginAnew(String reason) {
        reading.lock();
        try {
            setOldAside();
            Beginning beginning = Beginning.anew(folder, maker, room, reason, Optional.of(head.journal()));
            file = beginning.file();
            start = beginning.standing().start();
            head = beginning.standing().head();
            acknowledged = 0;
            forgetting.beginsAnew();
            toBegin = Optional.empty();
            isAside = false;
            unsure = false;
            checkpointedAt = 0;
            listener.run();
        } catch (SQLException e) {
            room.failed(e);
            throw new JournalUnavailable("a new journal cannot be begun at [" + folder.journal() + "]", e);
        } finally {
            reading.unlock();
        }
    }

    /** Once: what is there after that is what is left of a new journal that could not be begun. */
    private void setOldAside() {
        if (isAside) {
            return;
        }
        try {
            file.close();
        } catch (SQLException e) {
            LOG.warn("closing the damaged journal failed; its files are moved all the same", e);
        }
        folder.setAside();
        isAside = true;
    }

    @Override
    public void startAnew(JournalId lost, String reason) {
        writing.lock();
        try {
            requireOpen();
            if (head.journal().equals(lost)) {
                endOld(reason, new JournalDamaged(reason));
            }
        } finally {
            writing.unlock();
        }
    }

    @Override
    public ChainHead head() {
        return head;
    }

    @Override
    public long first() {
        return start.sequence() + 1;
    }

    @Override
    public List<JournalRecord> after(long sequence, int countMax) {
        if (countMax < 1) {
            throw new IllegalArgumentException("count [" + countMax + "] must be 1 or more");
        }
        reading.lock();
        try {
            ChainHead newest = head;
            return file.read(newest.journal(), sequence, newest.sequence(), countMax);
        } catch (SQLException | JournalDamaged e) {
            throw new JournalUnavailable("records after [" + sequence + "] cannot be read", e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Hash hashOf(long sequence) {
        reading.lock();
        try {
            ChainHead newest = head;
            if (sequence == newest.sequence()) {
                return newest.hash();
            }
            if (sequence == start.sequence()) {
                return start.hash();
            }
            List<JournalRecord> found = file.read(newest.journal(), sequence - 1, sequence, 1);
            if (found.isEmpty()) {
                throw new IllegalArgumentException("sequence [" + sequence + "] must be " + start.sequence() + " to "
                        + newest.sequence() + ", which is what the journal holds");
            }
            return found.getFirst().hash();
        } catch (SQLException | JournalDamaged e) {
            throw new JournalUnavailable("the hash of record [" + sequence + "] cannot be read", e);
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void acknowledged(long upTo) {
        writing.lock();
        try {
            requireOpen();
            if (upTo > head.sequence()) {
                throw new IllegalArgumentException(
                        "[" + upTo + "] cannot be acknowledged: the newest record is " + head.sequence());
            }
            acknowledged = Math.max(acknowledged, upTo);
        } finally {
            writing.unlock();
        }
        checkpointIfDue();
    }

    @Override
    public void lostByService(long from) {
        writing.lock();
        try {
            requireOpen();
            if (from < first() || from > head.sequence()) {
                throw new IllegalArgumentException(
                        "record [" + from + "] must be " + first() + " to " + head.sequence() + " to be sent again");
            }
            if (from <= acknowledged) {
                forgetting.goesBack(file, from - 1);
                acknowledged = from - 1;
            }
        } catch (SQLException e) {
            throw new JournalUnavailable("that record [" + from + "] is to be sent again cannot be kept", e);
        } finally {
            writing.unlock();
        }
    }

    @Override
    public void lookAfter() {
        room.lookAfter();
        if (!forgetting.isDue()) {
            return;
        }
        writing.lock();
        reading.lock();
        try {
            requireOpen();
            start = forgetting.round(file, start, acknowledged).orElse(start);
        } catch (SQLException | JournalDamaged e) {
            throw new JournalUnavailable("acknowledged records could not be forgotten", e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }

    private void checkpointIfDue() {
        try {
            if (head.sequence() - checkpointedAt >= CHECKPOINTED_EVERY) {
                foldIn();
            }
        } catch (SQLException e) { // What is acknowledged is, and the log can wait.
            LOG.info("the journal's log of changes cannot be folded in now: {}", e.getMessage());
        }
    }

    private void foldIn() throws SQLException {
        reading.lock();
        try {
            if (!closed) {
                checkpointedAt = head.sequence();
                file.checkpoint();
            }
        } finally {
            reading.unlock();
        }
    }

    @Override
    public Storage storage() {
        return room.state();
    }

    @Override
    public long leftOut() {
        return room.leftOut();
    }

    @Override
    public long acknowledged() {
        return acknowledged;
    }

    @Override
    public void onAppend(Runnable newListener) {
        listener = newListener;
    }

    @Override
    public SyncTimes syncTimes() {
        return syncTimes;
    }

    /** The file itself, so that tests can make it fill up. */
    JournalFile file() {
        return file;
    }

    private void requireOpen() {
        if (closed) {
            throw new JournalUnavailable("the journal [" + folder.journal() + "] is closed");
        }
    }

    @Override
    public void close() {
        writing.lock();
        reading.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            listener.run();
            try (JournalFile closing = file) {
                closing.insert(List.of(), acknowledged);
            }
        } catch (SQLException e) {
            LOG.warn("the journal [{}] did not close cleanly; it is whole all the same", folder.journal(), e);
        } finally {
            reading.unlock();
            writing.unlock();
        }
    }
}

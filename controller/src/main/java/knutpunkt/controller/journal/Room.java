package knutpunkt.controller.journal;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.controller.sqlite.SqliteTrouble;
import knutpunkt.wire.record.Diagnostics;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.record.Storage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What room a controller's disk has for what it must keep: told early when it is little; when there is none, diagnostics go
 * first, then the reserve, piece by piece. May be used from any thread.
 */
public final class Room {
    private static final Logger LOG = LoggerFactory.getLogger(Room.class);

    private static final Duration MEASURED_EVERY = Duration.ofSeconds(10);

    /** A disk that is full for a reason that its free room does not show must not be written to over and over. */
    private static final Duration REMADE_AFTER = Duration.ofMinutes(10);

    private final RoomLimits limits;
    private final Reserve reserve;
    private final FreeRoom free;
    private final LongSupplier uptimeNanos;

    private volatile Optional<Storage> failure = Optional.empty(); // set by whoever writes the journal

    // Each is changed under this object's lock, and may be read without.
    private volatile boolean low;
    private volatile boolean living; // off the reserve
    private volatile long leftOut;
    private OptionalLong freeBytes = OptionalLong.empty();
    private long measuredAtNanos;
    private long remadeFromNanos;

    /** How much the disk has left for us; empty where nobody can say. */
    private interface FreeRoom {
        OptionalLong bytes();

        /** As the operating system says. */
        static FreeRoom in(Path folder) {
            try {
                FileStore store = Files.getFileStore(folder);
                return () -> usable(store);
            } catch (IOException e) {
                LOG.warn("how much room there is in [{}] cannot be found out", folder, e);
                return OptionalLong::empty;
            } catch (UnsupportedOperationException e) {
                LOG.debug("[{}] is on a file system that does not tell its room", folder, e);
                return OptionalLong::empty;
            }
        }

        private static OptionalLong usable(FileStore store) {
            try {
                return OptionalLong.of(store.getUsableSpace());
            } catch (IOException e) {
                LOG.debug("the free room cannot be found out", e);
                return OptionalLong.empty();
            }
        }
    }

    /**
     * Looks at the disk, and at the reserve that the last run left.
     *
     * @param folder where the journal is; the reserve is in it too
     * @param uptimeNanos the monotonic clock
     * @param random fills the reserve
     */
    public Room(Path folder, RoomLimits limits, LongSupplier uptimeNanos, RandomGenerator random) {
        this.limits = limits;
        this.reserve = new Reserve(folder.resolve("journal.reserve"), limits, random);
        this.free = FreeRoom.in(folder);
        this.uptimeNanos = uptimeNanos;
        this.remadeFromNanos = uptimeNanos.getAsLong();
        measure();
        living = !reserve.isWhole() && lacksRoom();
    }

    Storage state() {
        Optional<Storage> failed = failure;
        if (failed.isPresent()) {
            return failed.get();
        }
        if (living) {
            return Storage.RESERVE;
        }
        return low ? Storage.LOW : Storage.ENOUGH;
    }

    /** Diagnostics that were not kept, since the boot. */
    long leftOut() {
        return leftOut;
    }

    /** How records are kept, if there is room. */
    interface Insertion {
        List<JournalRecord> insert(List<? extends Event> events) throws SQLException, JournalDamaged;
    }

    /** Leaves the place of what is folded in to what comes next. */
    interface Folding {
        void foldIn() throws SQLException;
    }

    /**
     * Keeps events as well as that can be: where there is no room, without the diagnostics, and then off the reserve.
     *
     * @return the records of those that were kept
     * @throws SQLException if it cannot be, also without room and reserve
     */
    List<JournalRecord> keep(List<? extends Event> events, Insertion insertion, Folding folding)
            throws SQLException, JournalDamaged {
        List<? extends Event> kept = keeping(events);
        List<JournalRecord> records = List.of();
        while (!kept.isEmpty() && records.isEmpty()) {
            try {
                records = insertion.insert(kept);
                failure = Optional.empty();
            } catch (SQLException e) {
                boolean full = SqliteTrouble.isFull(e);
                if (full) {
                    isFull();
                }
                List<? extends Event> less = keeping(kept);
                if (!full || (less.size() == kept.size() && !madeRoom(folding))) {
                    failed(e);
                    throw e;
                }
                kept = less;
            }
        }
        leftOut(events.size() - kept.size());
        return records;
    }

    /** No record is kept now. A damaged file is no trouble of the disk's: a new one is begun. */
    void failed(SQLException e) {
        if (!SqliteTrouble.isDamage(e)) {
            failure = Optional.of(SqliteTrouble.isFull(e) ? Storage.FULL : Storage.FAILING);
        }
    }

    private boolean madeRoom(Folding folding) {
        boolean made = giveUp();
        if (made) {
            try {
                folding.foldIn();
            } catch (SQLException e) {
                LOG.info("the journal's log of changes cannot be folded in on the full disk: {}", e.getMessage());
            }
        }
        return made;
    }

    /** What of this is to be kept now: all of it, or without the diagnostics. */
    private List<? extends Event> keeping(List<? extends Event> events) {
        if (!living) {
            return events;
        }
        return events.stream().filter(event -> !Diagnostics.includes(event)).toList();
    }

    private synchronized void leftOut(int more) {
        leftOut += more;
    }

    /** The disk took no record for want of room: from now on only what matters is kept. */
    private synchronized void isFull() {
        living = true;
        remadeFromNanos = uptimeNanos.getAsLong() + REMADE_AFTER.toNanos();
    }

    /** Makes room by a piece of the reserve. False when that is spent. */
    public boolean giveUp() {
        return reserve.giveUp();
    }

    /** Measures, and makes a piece of the reserve where it is time for it: to be called a few times a second by one thread. */
    void lookAfter() {
        if (isDueToGrow() && !reserve.grow()) {
            isFull();
        }
    }

    private synchronized boolean isDueToGrow() {
        long now = uptimeNanos.getAsLong();
        if (now - measuredAtNanos >= MEASURED_EVERY.toNanos()) {
            measure();
        }
        if (now - remadeFromNanos < 0 || lacksRoom()) {
            return false;
        }
        if (reserve.isWhole() || freeBytes.isEmpty()) {
            living = false;
            return false;
        }
        freeBytes = OptionalLong.of(freeBytes.getAsLong() - limits.pieceBytes());
        return true;
    }

    private boolean lacksRoom() {
        return freeBytes.isPresent() && freeBytes.getAsLong() < limits.reserveMadeFromBytes();
    }

    private void measure() {
        measuredAtNanos = uptimeNanos.getAsLong();
        freeBytes = free.bytes();
        freeBytes.ifPresent(bytes -> low = bytes < (low ? limits.lowBytes() / 4 * 5 : limits.lowBytes()));
    }
}

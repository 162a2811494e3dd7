package knutpunkt.simulation.disk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import knutpunkt.simulation.disk.Operation.Kind;

/**
 * A file as somebody has it open, until it is closed or the power is cut, whichever is first: after a cut every operation
 * fails. May be used by several threads.
 */
final class OpenFile {
    private final SimulatedDisk disk;
    private final String name;
    private final StoredFile file;
    private final Sharing sharing;
    private final int life;
    private boolean syncsFolder;

    /**
     * @param life of the disk, in which it was opened
     * @param syncsFolder whether the first sync is one of the folder too, as SQLite does it for logs and journals
     */
    OpenFile(SimulatedDisk disk, String name, StoredFile file, int life, boolean syncsFolder) {
        this.disk = disk;
        this.name = name;
        this.file = file;
        this.sharing = file.sharing();
        this.life = life;
        this.syncsFolder = syncsFolder;
    }

    SimulatedDisk disk() {
        return disk;
    }

    String name() {
        return name;
    }

    /** Answers how many bytes there were; fewer than asked for at the end of the file. */
    int read(long offset, MemorySegment into, long at, int length) throws IOException {
        return (int) disk.perform(life, new Operation(Kind.READ, name, offset, length), () -> {
            disk.faults().requireReadable(name, offset, length);
            return file.read(offset, into, at, length);
        });
    }

    void write(long offset, MemorySegment from, long at, int length) throws IOException {
        disk.perform(life, new Operation(Kind.WRITE, name, offset, length), () -> {
            disk.requireSpace(name, file, offset + length);
            file.write(offset, from, at, length, disk.time().now());
            disk.faults().written(name, offset, length);
            return length;
        });
    }

    void truncate(long size) throws IOException {
        disk.perform(life, new Operation(Kind.TRUNCATE, name, size, 0), () -> {
            disk.requireSpace(name, file, size);
            file.truncate(size, disk.time().now());
            return size;
        });
    }

    void sync() throws IOException {
        boolean first = disk.holding(() -> {
            boolean due = syncsFolder;
            syncsFolder = false;
            return due;
        });
        disk.sync(life, Operation.on(Kind.SYNC, name), file::sync);
        if (first) {
            disk.syncFolder(life, Mounts.folderOf(name));
        }
    }

    long size() throws IOException {
        return disk.asking(life, file::size);
    }

    /** Whether the name it was opened by stands for something else by now. */
    boolean isMoved() throws IOException {
        return disk.asking(life, () -> disk.find(name).filter(file::equals).isEmpty());
    }

    boolean lock(int level) throws IOException {
        return disk.asking(life, () -> sharing.lock(this, level));
    }

    void unlock(int level) {
        disk.holding(() -> {
            sharing.unlock(this, level);
            return level;
        });
    }

    boolean isReserved() throws IOException {
        return disk.asking(life, sharing::isReserved);
    }

    long index(int part, int bytes, boolean mayExtend) throws IOException {
        return disk.asking(life, () -> sharing.index(this, part, bytes, mayExtend));
    }

    boolean lockIndex(int first, int count, boolean exclusive) throws IOException {
        return disk.asking(life, () -> sharing.lockIndex(this, first, count, exclusive));
    }

    void unlockIndex(int first, int count) {
        disk.holding(() -> {
            sharing.unlockIndex(this, first, count);
            return count;
        });
    }

    void leaveIndex() {
        disk.holding(() -> {
            sharing.leaveIndex(this);
            return true;
        });
    }

    boolean lockChannel() throws IOException {
        return disk.asking(life, () -> sharing.lockChannel(this));
    }

    void unlockChannel() {
        disk.holding(() -> {
            sharing.unlockChannel(this);
            return true;
        });
    }

    void close() {
        disk.holding(() -> {
            sharing.leave(this);
            return true;
        });
    }
}

package knutpunkt.simulation.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.invoke.MethodType.methodType;
import static knutpunkt.simulation.disk.Sqlite.MEMORY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The file system that SQLite uses in this process once the first disk is made. Names on our disks stay here; every other
 * name, and temporary files, which have none, go to the file system that was there before, and from then on past Java. It
 * does on a disk what SQLite's own does on Unix, in the same order, down to which folder is synced when.
 *
 * <p>Time and chance are asked for without a name. Time is that of the disk which the asking thread used last, as long as
 * it is not closed; chance that of the disk made last, as long as there is one; otherwise both are the real ones.
 */
final class SqliteVfs {
    static final int OK = 0;
    static final int IO_ERROR = 10;

    private static final int CANNOT_OPEN = 14;
    private static final int DELETE_FAILED = IO_ERROR | 10 << 8;
    private static final int ACCESS_FAILED = IO_ERROR | 13 << 8;
    private static final int DELETE_OF_NONE = IO_ERROR | 23 << 8;

    private static final int OPEN_CREATE = 0x4;
    private static final int OPEN_EXCLUSIVELY = 0x10;
    private static final int OPEN_JOURNAL_OR_LOG = 0x800 | 0x4000 | 0x80000;
    private static final int ACCESS_EXISTS = 0;

    /** From the beginning of SQLite's calendar to 1970. */
    private static final long MILLIS_TO_1970 = 210_866_760_000_000L;

    private static final double MILLIS_PER_DAY = 86_400_000;

    /** How long a thread that waits for another's lock really waits each time, whatever time it is made to believe. */
    private static final long REAL_WAIT_NANOS = 50_000;

    private static final ThreadLocal<@Nullable SimulatedDisk> LAST_USED = new ThreadLocal<>();
    private static final Sqlite SQLITE = Sqlite.load();
    private static final PreviousVfs PREVIOUS = new PreviousVfs(SQLITE.defaultVfs());

    private static volatile @Nullable RandomGenerator chance;

    static {
        SQLITE.registerDefaultVfs(ours().address());
    }

    private SqliteVfs() {}

    /** A copy of the one before, with methods of ours in some places. It stays for as long as the process. */
    private static MemorySegment ours() {
        MemorySegment vfs = Arena.global().allocate(VfsField.SIZE, ADDRESS.byteAlignment());
        MemorySegment.copy(MEMORY, PREVIOUS.address(), vfs, 0, VfsField.SIZE);
        vfs.set(JAVA_INT, VfsField.FILE_SIZE, Math.max(vfs.get(JAVA_INT, VfsField.FILE_SIZE), SqliteFiles.FILE_SIZE));
        vfs.set(JAVA_LONG, VfsField.NEXT, 0);
        vfs.set(
                JAVA_LONG,
                VfsField.NAME,
                Arena.global().allocateFrom("simulated").address());
        for (VfsField field : VfsField.values()) {
            MemorySegment method = Sqlite.upcall(MethodHandles.lookup(), field.method(), type(field));
            vfs.set(JAVA_LONG, field.offset(), method.address());
        }
        return vfs;
    }

    private static MethodType type(VfsField field) {
        return switch (field) {
            case OPEN -> methodType(int.class, long.class, long.class, long.class, int.class, long.class);
            case DELETE -> methodType(int.class, long.class, long.class, int.class);
            case ACCESS, FULL_PATHNAME -> methodType(int.class, long.class, long.class, int.class, long.class);
            case RANDOMNESS -> methodType(int.class, long.class, int.class, long.class);
            case SLEEP -> methodType(int.class, long.class, int.class);
            case CURRENT_TIME, CURRENT_TIME_MILLIS -> methodType(int.class, long.class, long.class);
        };
    }

    /** Makes the chance of SQLite that of a seed. The first call puts the file system in its place. */
    static void seed(long seed) {
        chance = new Random(seed);
        SQLITE.forgetRandomness();
    }

    /** Once no disk is left, chance is real again. */
    static void forgetSeed() {
        if (Mounts.isNone()) {
            chance = null;
            SQLITE.forgetRandomness();
        }
    }

    /** This thread used a file on a disk of ours. */
    static void used(SimulatedDisk disk) {
        if (LAST_USED.get() != disk) {
            LAST_USED.set(disk);
        }
    }

    private static @Nullable SimulatedDisk lastUsed() {
        SimulatedDisk disk = LAST_USED.get();
        return disk != null && Mounts.isThere(disk) ? disk : null;
    }

    /** What a method of SQLite's table does; answers with a code. */
    private interface Call {
        int run() throws Throwable;
    }

    /** Nothing may be thrown through SQLite: the process would end. */
    private static int answer(int failure, Call call) {
        try {
            return call.run();
        } catch (NoSpace _) {
            return SqliteFiles.FULL;
        } catch (IOException _) {
            return failure;
        } catch (Throwable e) {
            SimulatedDisk disk = lastUsed();
            if (disk != null) {
                disk.failed(e);
            }
            return failure;
        }
    }

    private static String text(long address) {
        return MEMORY.getString(address);
    }

    private static boolean isOurs(long name) {
        return name != 0 && Mounts.isOurs(text(name));
    }

    private static Mounts.Found find(long name) throws NoSuchFileException {
        String path = text(name);
        Mounts.Found found = Mounts.find(path).orElseThrow(() -> new NoSuchFileException(path));
        used(found.disk());
        return found;
    }

    @SuppressWarnings("unused") // called by SQLite, as are those below
    private static int open(long vfs, long name, long file, int flags, long flagsOut) {
        return answer(CANNOT_OPEN, () -> {
            if (!isOurs(name)) {
                return PREVIOUS.open(name, file, flags, flagsOut);
            }
            MEMORY.set(JAVA_LONG, file, 0); // Nothing to be closed, unless it gets open.
            Mounts.Found found = find(name);
            boolean creates = (flags & OPEN_CREATE) != 0;
            var how = new SimulatedDisk.Opening(
                    creates,
                    creates && (flags & OPEN_EXCLUSIVELY) != 0,
                    creates && (flags & OPEN_JOURNAL_OR_LOG) != 0,
                    permissions(found));
            SqliteFiles.hold(file, found.disk().open(found.name(), how));
            if (flagsOut != 0) {
                MEMORY.set(JAVA_INT, flagsOut, flags);
            }
            return OK;
        });
    }

    /** A log or journal is for whom its database is for. */
    private static Set<PosixFilePermission> permissions(Mounts.Found found) throws IOException {
        String database = found.name().replaceFirst("-(wal|journal)$", "");
        return found.disk().find(database).map(Entry::permissions).orElse(DiskAttributes.FILE_DEFAULT);
    }

    @SuppressWarnings("unused")
    private static int delete(long vfs, long name, int syncFolder) {
        return answer(DELETE_FAILED, () -> {
            if (!isOurs(name)) {
                return PREVIOUS.delete(name, syncFolder);
            }
            Mounts.Found found = find(name);
            try {
                found.disk().delete(found.name());
            } catch (NoSuchFileException _) {
                return DELETE_OF_NONE;
            }
            if ((syncFolder & 1) != 0) {
                found.disk().syncFolder(found.disk().life(), Mounts.folderOf(found.name()));
            }
            return OK;
        });
    }

    /** An empty file counts as none when SQLite asks whether it is there. */
    @SuppressWarnings("unused")
    private static int access(long vfs, long name, int flags, long answer) {
        return answer(ACCESS_FAILED, () -> {
            if (!isOurs(name)) {
                return PREVIOUS.access(name, flags, answer);
            }
            Mounts.Found found = find(name);
            Optional<Entry> entry = found.disk().find(found.name());
            boolean isThere = entry.isPresent()
                    && (flags != ACCESS_EXISTS || !(entry.get() instanceof StoredFile file) || file.size() > 0);
            MEMORY.set(JAVA_INT, answer, isThere ? 1 : 0);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int fullPathname(long vfs, long name, int size, long into) {
        return answer(CANNOT_OPEN, () -> {
            if (!isOurs(name)) {
                return PREVIOUS.fullPathname(name, size, into);
            }
            byte[] path = text(name).getBytes(StandardCharsets.UTF_8);
            if (path.length >= size) {
                return CANNOT_OPEN;
            }
            MemorySegment.copy(path, 0, MEMORY, JAVA_BYTE, into, path.length);
            MEMORY.set(JAVA_BYTE, into + path.length, (byte) 0);
            return OK;
        });
    }

    /** Answers how many bytes it gave. */
    @SuppressWarnings("unused")
    private static int randomness(long vfs, int count, long into) {
        return answer(0, () -> {
            RandomGenerator source = chance;
            if (source == null) {
                return PREVIOUS.randomness(count, into);
            }
            byte[] bytes = new byte[count];
            source.nextBytes(bytes);
            MemorySegment.copy(bytes, 0, MEMORY, JAVA_BYTE, into, count);
            return count;
        });
    }

    /** Answers how many microseconds are said to have passed. Whoever holds the lock may be another thread and needs a real moment. */
    @SuppressWarnings("unused")
    private static int sleep(long vfs, int micros) {
        return answer(micros, () -> {
            SimulatedDisk disk = lastUsed();
            if (disk == null) {
                return PREVIOUS.sleep(micros);
            }
            disk.time().pass(Duration.ofNanos(micros * 1_000L));
            LockSupport.parkNanos(REAL_WAIT_NANOS);
            return micros;
        });
    }

    @SuppressWarnings("unused")
    private static int currentTime(long vfs, long days) {
        return answer(IO_ERROR, () -> {
            SimulatedDisk disk = lastUsed();
            if (disk == null) {
                return PREVIOUS.currentTime(days);
            }
            MEMORY.set(JAVA_DOUBLE, days, sqliteMillis(disk) / MILLIS_PER_DAY);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int currentTimeMillis(long vfs, long millis) {
        return answer(IO_ERROR, () -> {
            SimulatedDisk disk = lastUsed();
            if (disk == null) {
                return PREVIOUS.currentTimeMillis(millis);
            }
            MEMORY.set(JAVA_LONG, millis, sqliteMillis(disk));
            return OK;
        });
    }

    private static long sqliteMillis(SimulatedDisk disk) {
        return disk.time().now().toEpochMilli() + MILLIS_TO_1970;
    }
}

package knutpunkt.simulation.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.invoke.MethodType.methodType;
import static knutpunkt.simulation.disk.Sqlite.MEMORY;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.VarHandle;
import java.util.List;

/**
 * What SQLite does with a file once it is open on a disk of ours: its table {@code sqlite3_io_methods}, in the second
 * version, which can keep a log. A file of SQLite's is the table's address and, for us, a number.
 */
final class SqliteFiles {
    /** In bytes: the table's address and the number. */
    static final int FILE_SIZE = 16;

    static final int FULL = 13;

    private static final int NUMBER = 8;

    private static final int OK = 0;
    private static final int BUSY = 5;
    private static final int IO_ERROR = 10;
    private static final int NOT_FOUND = 12;
    private static final int READ_FAILED = IO_ERROR | 1 << 8;
    private static final int SHORT_READ = IO_ERROR | 2 << 8;
    private static final int WRITE_FAILED = IO_ERROR | 3 << 8;
    private static final int SYNC_FAILED = IO_ERROR | 4 << 8;
    private static final int TRUNCATE_FAILED = IO_ERROR | 6 << 8;
    private static final int SIZE_FAILED = IO_ERROR | 7 << 8;
    private static final int RESERVED_FAILED = IO_ERROR | 14 << 8;
    private static final int LOCK_FAILED = IO_ERROR | 15 << 8;
    private static final int INDEX_LOCK_FAILED = IO_ERROR | 20 << 8;
    private static final int INDEX_FAILED = IO_ERROR | 21 << 8;

    private static final int ASKS_WHETHER_MOVED = 20;
    private static final int INDEX_UNLOCK = 1;
    private static final int INDEX_EXCLUSIVE = 8;

    /** A disk that promises nothing: no sector is written at once, and its neighbours may suffer. */
    private static final int CHARACTERISTICS = 0;

    private static final Numbered OPEN = new Numbered();
    private static final long TABLE = table().address();

    private SqliteFiles() {}

    private record Method(String name, MethodType type) {}

    private static MemorySegment table() {
        List<Method> methods = List.of(
                new Method("close", methodType(int.class, long.class)),
                new Method("read", methodType(int.class, long.class, long.class, int.class, long.class)),
                new Method("write", methodType(int.class, long.class, long.class, int.class, long.class)),
                new Method("truncate", methodType(int.class, long.class, long.class)),
                new Method("sync", methodType(int.class, long.class, int.class)),
                new Method("size", methodType(int.class, long.class, long.class)),
                new Method("lock", methodType(int.class, long.class, int.class)),
                new Method("unlock", methodType(int.class, long.class, int.class)),
                new Method("isReserved", methodType(int.class, long.class, long.class)),
                new Method("control", methodType(int.class, long.class, int.class, long.class)),
                new Method("sectorSize", methodType(int.class, long.class)),
                new Method("characteristics", methodType(int.class, long.class)),
                new Method("index", methodType(int.class, long.class, int.class, int.class, int.class, long.class)),
                new Method("lockIndex", methodType(int.class, long.class, int.class, int.class, int.class)),
                new Method("barrier", methodType(void.class, long.class)),
                new Method("leaveIndex", methodType(int.class, long.class, int.class)));
        long place = ADDRESS.byteSize();
        MemorySegment table = Arena.global().allocate((methods.size() + 1) * place, ADDRESS.byteAlignment());
        table.set(JAVA_INT, 0, 2);
        for (int i = 0; i < methods.size(); i++) {
            Method method = methods.get(i);
            MemorySegment upcall = Sqlite.upcall(MethodHandles.lookup(), method.name, method.type);
            table.set(JAVA_LONG, (i + 1) * place, upcall.address());
        }
        return table;
    }

    /** Makes SQLite's file stand for ours, until it is closed. */
    static void hold(long file, OpenFile open) {
        MEMORY.set(JAVA_LONG, file + NUMBER, OPEN.add(open));
        MEMORY.set(JAVA_LONG, file, TABLE);
    }

    /** The names of what SQLite still has open on a disk. */
    static List<String> openOn(SimulatedDisk disk) {
        return OPEN.all()
                .filter(file -> file.disk() == disk)
                .map(OpenFile::name)
                .toList();
    }

    private static OpenFile at(long file) {
        OpenFile open = OPEN.at((int) MEMORY.get(JAVA_LONG, file + NUMBER));
        SqliteVfs.used(open.disk());
        return open;
    }

    /** What a method of SQLite's table does; answers with a code. */
    private interface Call {
        int run(OpenFile open) throws IOException;
    }

    /** Nothing may be thrown through SQLite: the process would end. */
    private static int answer(long file, int failure, Call call) {
        OpenFile open = at(file);
        try {
            return call.run(open);
        } catch (NoSpace _) {
            return FULL;
        } catch (IOException _) {
            return failure;
        } catch (Throwable e) {
            open.disk().failed(e);
            return failure;
        }
    }

    @SuppressWarnings("unused") // called by SQLite, as are those below
    private static int close(long file) {
        return answer(file, IO_ERROR, open -> {
            OPEN.remove((int) MEMORY.get(JAVA_LONG, file + NUMBER));
            open.close();
            return OK;
        });
    }

    /** What lies beyond the end reads as zeros, and SQLite is told so. */
    @SuppressWarnings("unused")
    private static int read(long file, long into, int length, long offset) {
        return answer(file, READ_FAILED, open -> {
            int count = open.read(offset, MEMORY, into, length);
            if (count < length) {
                MEMORY.asSlice(into + count, length - count).fill((byte) 0);
                return SHORT_READ;
            }
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int write(long file, long from, int length, long offset) {
        return answer(file, WRITE_FAILED, open -> {
            open.write(offset, MEMORY, from, length);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int truncate(long file, long size) {
        return answer(file, TRUNCATE_FAILED, open -> {
            open.truncate(size);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int sync(long file, int flags) {
        return answer(file, SYNC_FAILED, open -> {
            open.sync();
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int size(long file, long into) {
        return answer(file, SIZE_FAILED, open -> {
            MEMORY.set(JAVA_LONG, into, open.size());
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int lock(long file, int level) {
        return answer(file, LOCK_FAILED, open -> open.lock(level) ? OK : BUSY);
    }

    @SuppressWarnings("unused")
    private static int unlock(long file, int level) {
        return answer(file, IO_ERROR, open -> {
            open.unlock(level);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int isReserved(long file, long into) {
        return answer(file, RESERVED_FAILED, open -> {
            MEMORY.set(JAVA_INT, into, open.isReserved() ? 1 : 0);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int control(long file, int what, long into) {
        if (what != ASKS_WHETHER_MOVED) {
            return NOT_FOUND;
        }
        return answer(file, IO_ERROR, open -> {
            MEMORY.set(JAVA_INT, into, open.isMoved() ? 1 : 0);
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int sectorSize(long file) {
        return StoredFile.SECTOR;
    }

    @SuppressWarnings("unused")
    private static int characteristics(long file) {
        return CHARACTERISTICS;
    }

    @SuppressWarnings("unused")
    private static int index(long file, int part, int bytes, int mayExtend, long into) {
        return answer(file, INDEX_FAILED, open -> {
            MEMORY.set(JAVA_LONG, into, 0);
            MEMORY.set(JAVA_LONG, into, open.index(part, bytes, mayExtend != 0));
            return OK;
        });
    }

    @SuppressWarnings("unused")
    private static int lockIndex(long file, int first, int count, int flags) {
        return answer(file, INDEX_LOCK_FAILED, open -> {
            if ((flags & INDEX_UNLOCK) != 0) {
                open.unlockIndex(first, count);
                return OK;
            }
            return open.lockIndex(first, count, (flags & INDEX_EXCLUSIVE) != 0) ? OK : BUSY;
        });
    }

    @SuppressWarnings("unused")
    private static void barrier(long file) {
        VarHandle.fullFence();
    }

    @SuppressWarnings("unused")
    private static int leaveIndex(long file, int delete) {
        return answer(file, IO_ERROR, open -> {
            open.leaveIndex();
            return OK;
        });
    }
}

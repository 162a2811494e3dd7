package knutpunkt.simulation.disk;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The file system that SQLite used before ours, for all that is none of ours. Addresses go as numbers. */
@SuppressWarnings("restricted") // The addresses are SQLite's own.
final class PreviousVfs {
    private final long address;
    private final MethodHandle open;
    private final MethodHandle delete;
    private final MethodHandle access;
    private final MethodHandle fullPathname;
    private final MethodHandle randomness;
    private final MethodHandle sleep;
    private final MethodHandle currentTime;
    private final MethodHandle currentTimeMillis;

    PreviousVfs(long address) {
        this.address = address;
        this.open = function(VfsField.OPEN, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
        this.delete = function(VfsField.DELETE, JAVA_LONG, JAVA_LONG, JAVA_INT);
        this.access = function(VfsField.ACCESS, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
        this.fullPathname = function(VfsField.FULL_PATHNAME, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_LONG);
        this.randomness = function(VfsField.RANDOMNESS, JAVA_LONG, JAVA_INT, JAVA_LONG);
        this.sleep = function(VfsField.SLEEP, JAVA_LONG, JAVA_INT);
        this.currentTime = function(VfsField.CURRENT_TIME, JAVA_LONG, JAVA_LONG);
        this.currentTimeMillis = function(VfsField.CURRENT_TIME_MILLIS, JAVA_LONG, JAVA_LONG);
    }

    private MethodHandle function(VfsField field, MemoryLayout... parameters) {
        long function = Sqlite.MEMORY.get(JAVA_LONG, address + field.offset());
        return Sqlite.LINKER.downcallHandle(
                MemorySegment.ofAddress(function), FunctionDescriptor.of(JAVA_INT, parameters));
    }

    long address() {
        return address;
    }

    int open(long name, long file, int flags, long flagsOut) throws Throwable {
        return (int) open.invokeExact(address, name, file, flags, flagsOut);
    }

    int delete(long name, int syncFolder) throws Throwable {
        return (int) delete.invokeExact(address, name, syncFolder);
    }

    int access(long name, int flags, long answer) throws Throwable {
        return (int) access.invokeExact(address, name, flags, answer);
    }

    int fullPathname(long name, int size, long into) throws Throwable {
        return (int) fullPathname.invokeExact(address, name, size, into);
    }

    int randomness(int count, long into) throws Throwable {
        return (int) randomness.invokeExact(address, count, into);
    }

    int sleep(int micros) throws Throwable {
        return (int) sleep.invokeExact(address, micros);
    }

    int currentTime(long days) throws Throwable {
        return (int) currentTime.invokeExact(address, days);
    }

    int currentTimeMillis(long millis) throws Throwable {
        return (int) currentTimeMillis.invokeExact(address, millis);
    }
}

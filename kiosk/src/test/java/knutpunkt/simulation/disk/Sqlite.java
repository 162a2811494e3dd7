package knutpunkt.simulation.disk;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/**
 * The few functions of the SQLite within this process that its JDBC driver does not pass on. Their addresses stand in a
 * table that SQLite hands to every extension it loads, each function at its place for good: new ones come at the end.
 */
@SuppressWarnings("restricted") // A wrong place in the table would end the process: there is no milder way into SQLite.
final class Sqlite {
    /** All memory of the process, so that an address is its offset. */
    static final MemorySegment MEMORY = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    static final Linker LINKER = Linker.nativeLinker();

    /** Keeps the extension loaded when the connection that loaded it is closed: SQLITE_OK_LOAD_PERMANENTLY. */
    private static final int LOADED_FOR_GOOD = 256;

    private static final int VFS_FIND = 141;
    private static final int VFS_REGISTER = 142;
    private static final int RANDOMNESS = 148;

    private static volatile long handedOver;

    private final MethodHandle vfsFind;
    private final MethodHandle vfsRegister;
    private final MethodHandle randomness;

    private Sqlite(long functions) {
        this.vfsFind = function(functions, VFS_FIND, FunctionDescriptor.of(JAVA_LONG, JAVA_LONG));
        this.vfsRegister = function(functions, VFS_REGISTER, FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_INT));
        this.randomness = function(functions, RANDOMNESS, FunctionDescriptor.ofVoid(JAVA_INT, JAVA_LONG));
    }

    /** Loads an extension that does nothing but take the table. */
    static Sqlite load() {
        MemorySegment entry = upcall(
                MethodHandles.lookup(),
                "takeFunctions",
                MethodType.methodType(int.class, long.class, long.class, long.class));
        Path library = JumpLibrary.write(entry.address());
        var config = new SQLiteConfig();
        config.enableLoadExtension(true);
        try (Connection connection = config.createConnection("jdbc:sqlite::memory:");
                PreparedStatement load = connection.prepareStatement("select load_extension(?, ?)")) {
            load.setString(1, library.toString());
            load.setString(2, JumpLibrary.FUNCTION);
            load.execute();
            return new Sqlite(handedOver);
        } catch (SQLException e) {
            throw new IllegalStateException("SQLite does not hand over its functions", e);
        } finally {
            delete(library);
        }
    }

    private static void delete(Path library) {
        try {
            Files.delete(library);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @SuppressWarnings("unused") // called by SQLite
    private static int takeFunctions(long connection, long errorMessage, long functions) {
        handedOver = functions;
        return LOADED_FOR_GOOD;
    }

    private static MethodHandle function(long table, int index, FunctionDescriptor form) {
        long address = MEMORY.get(JAVA_LONG, table + index * ADDRESS.byteSize());
        return LINKER.downcallHandle(MemorySegment.ofAddress(address), form);
    }

    /** A static method as a function of C. Addresses go as numbers: that is quicker, and every value here has its register. */
    static MemorySegment upcall(MethodHandles.Lookup where, String method, MethodType type) {
        try {
            MethodHandle handle = where.findStatic(where.lookupClass(), method, type);
            return LINKER.upcallStub(handle, form(type), Arena.global());
        } catch (NoSuchMethodException | IllegalAccessException e) {
            throw new IllegalStateException("[" + method + "] must be a static method of " + where.lookupClass(), e);
        }
    }

    private static FunctionDescriptor form(MethodType type) {
        var parameters = type.parameterList().stream()
                .map(each -> each == long.class ? JAVA_LONG : JAVA_INT)
                .toArray(MemoryLayout[]::new);
        return type.returnType() == void.class
                ? FunctionDescriptor.ofVoid(parameters)
                : FunctionDescriptor.of(JAVA_INT, parameters);
    }

    /** The address of the file system that SQLite uses where no other is named. */
    long defaultVfs() {
        try {
            return (long) vfsFind.invokeExact(0L);
        } catch (Throwable e) {
            throw new IllegalStateException("SQLite cannot be asked for its file system", e);
        }
    }

    void registerDefaultVfs(long vfs) {
        try {
            int code = (int) vfsRegister.invokeExact(vfs, 1);
            if (code != 0) {
                throw new IllegalStateException("SQLite refuses a file system with code [" + code + "]");
            }
        } catch (Throwable e) {
            throw new IllegalStateException("SQLite takes no file system", e);
        }
    }

    /** Makes SQLite forget its source of chance: what it needs next it takes from a new seed, which it asks the file system for. */
    void forgetRandomness() {
        try {
            randomness.invokeExact(0, 0L);
        } catch (Throwable e) {
            throw new IllegalStateException("SQLite cannot be made to forget its seed", e);
        }
    }
}

package knutpunkt.crash;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;

/** The few calls of the C library that a file system in user space takes. May be used from any thread; they block it. */
@SuppressWarnings("restricted") // calling out of Java is what it is for
final class Kernel {
    static final int NO_ENTRY = 2;
    static final int INTERRUPTED = 4;
    static final int TRY_AGAIN = 11;
    static final int NO_DEVICE = 19;
    static final int ABORTED = 103;

    private static final int OPEN_READ_WRITE = 2;
    private static final int OPEN_NOT_FOR_CHILDREN = 0x80000;
    private static final long MOUNT_NO_SETUID = 2;
    private static final long MOUNT_NO_DEVICES = 4;
    private static final int UNMOUNT_ABORT = 1;
    private static final int UNMOUNT_DETACH = 2;

    private static final Linker LINKER = Linker.nativeLinker();
    private static final StructLayout STATE = Linker.Option.captureStateLayout();
    private static final VarHandle ERROR = STATE.varHandle(MemoryLayout.PathElement.groupElement("errno"));
    private static final MethodHandle OPEN = LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow("open"),
            FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT),
            Linker.Option.firstVariadicArg(2),
            Linker.Option.captureCallState("errno"));
    private static final MethodHandle CLOSE = handle("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    private static final MethodHandle READ =
            handle("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            handle("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle MOUNT =
            handle("mount", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS));
    private static final MethodHandle UNMOUNT = handle("umount2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));

    private Kernel() {}

    private static MethodHandle handle(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(
                LINKER.defaultLookup().findOrThrow(name), descriptor, Linker.Option.captureCallState("errno"));
    }

    /** A call that failed, with the kernel's number for why. */
    static final class Failed extends IOException {
        private static final long serialVersionUID = 1;
        private final int number;

        Failed(String call, int number) {
            super(call + " failed with error " + number);
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    /** A call with its error number kept at the address given first. */
    @FunctionalInterface
    private interface Call {
        long run(MemorySegment state, Arena arena) throws Throwable;
    }

    private static long call(String name, Call call) throws Failed {
        try (var arena = Arena.ofConfined()) {
            MemorySegment state = arena.allocate(STATE);
            long result;
            try {
                result = call.run(state, arena);
            } catch (Throwable e) {
                throw new IllegalStateException("the C library's " + name + " could not be called", e);
            }
            if (result < 0) {
                throw new Failed(name, (int) ERROR.get(state, 0L));
            }
            return result;
        }
    }

    /** Opens a file for reading and writing; a child process does not get it. */
    static int open(Path file) throws Failed {
        return (int) call("open", (state, arena) -> (int)
                OPEN.invokeExact(state, arena.allocateFrom(file.toString()), OPEN_READ_WRITE | OPEN_NOT_FOR_CHILDREN));
    }

    static void close(int descriptor) throws Failed {
        long _ = call("close", (state, _) -> (int) CLOSE.invokeExact(state, descriptor));
    }

    /** Gives how many bytes came. */
    static long read(int descriptor, MemorySegment into) throws Failed {
        return call("read", (state, _) -> (long) READ.invokeExact(state, descriptor, into, into.byteSize()));
    }

    static void write(int descriptor, MemorySegment from) throws Failed {
        long _ = call("write", (state, _) -> (long) WRITE.invokeExact(state, descriptor, from, from.byteSize()));
    }

    static void mount(String source, Path target, String type, String options) throws Failed {
        long _ = call("mount", (state, arena) -> (int) MOUNT.invokeExact(
                state,
                arena.allocateFrom(source),
                arena.allocateFrom(target.toString()),
                arena.allocateFrom(type),
                MOUNT_NO_SETUID | MOUNT_NO_DEVICES,
                arena.allocateFrom(options)));
    }

    /** Takes a mount away at once: what waits in it fails, and whoever still has files of it open keeps dead ones. */
    static void unmount(Path target) throws Failed {
        long _ = call("umount2", (state, arena) -> (int)
                UNMOUNT.invokeExact(state, arena.allocateFrom(target.toString()), UNMOUNT_ABORT | UNMOUNT_DETACH));
    }
}

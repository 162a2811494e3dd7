package knutpunkt.simulation.disk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A shared library of one function, which jumps to an address in this process. SQLite hands its functions only to what it
 * loads from such a library, and a method of Java is none; a jump to one is. An ELF file of a few hundred bytes, for Linux
 * on x86-64 and on aarch64, so that no compiler is needed.
 */
final class JumpLibrary {
    static final String FUNCTION = "jump";

    private static final int PROGRAM_HEADERS = 64;
    private static final int SYMBOLS = 232;
    private static final int HASHES = 280;
    private static final int NAMES = 300;
    private static final int CODE = 320;
    private static final int DYNAMIC = 352;
    private static final int SIZE = 448;

    /** The largest page of memory that any of the two machines has. */
    private static final int PAGE = 65_536;

    private static final short X86_64 = 62;
    private static final short AARCH64 = 183;

    private JumpLibrary() {}

    /** Writes it to a file of its own, to be deleted once it is loaded. */
    static Path write(long address) {
        try {
            Path file = Files.createTempFile("jump", ".so");
            return Files.write(file, bytes(machine(), address));
        } catch (IOException e) {
            throw new UncheckedIOException("a library for SQLite to load cannot be written", e);
        }
    }

    private static short machine() {
        String system = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        return switch (system) {
            case "Linux amd64" -> X86_64;
            case "Linux aarch64" -> AARCH64;
            default ->
                throw new IllegalStateException("the simulated disk runs on Linux only, not on [" + system + "]");
        };
    }

    private static byte[] bytes(short machine, long address) {
        var file = ByteBuffer.allocate(SIZE).order(ByteOrder.LITTLE_ENDIAN);
        putHeader(file, machine);
        putProgramHeaders(file);
        putSymbols(file);
        putCode(file, machine, address);
        putDynamic(file);
        return file.array();
    }

    /** A 64-bit shared object with three program headers and no sections: a loader needs none. */
    private static void putHeader(ByteBuffer file, short machine) {
        file.put(new byte[] {0x7F, 'E', 'L', 'F', 2, 1, 1}).position(16);
        file.putShort((short) 3).putShort(machine).putInt(1);
        file.putLong(0).putLong(PROGRAM_HEADERS).putLong(0);
        file.putInt(0).putShort((short) 64).putShort((short) 56).putShort((short) 3);
    }

    /** All of the file is loaded as it is; writable as well, since the loader puts addresses into the dynamic part. */
    private static void putProgramHeaders(ByteBuffer file) {
        file.position(PROGRAM_HEADERS);
        putProgramHeader(file, 1, 7, 0, SIZE, PAGE);
        putProgramHeader(file, 2, 6, DYNAMIC, SIZE - DYNAMIC, 8);
        putProgramHeader(file, 0x6474E551, 6, 0, 0, 16); // Says that the stack need not be executable.
    }

    private static void putProgramHeader(ByteBuffer file, int type, int flags, long offset, long size, long align) {
        file.putInt(type).putInt(flags);
        file.putLong(offset).putLong(offset).putLong(offset);
        file.putLong(size).putLong(size).putLong(align);
    }

    /** The empty symbol that comes first, the function, and a hash table of one bucket. */
    private static void putSymbols(ByteBuffer file) {
        file.position(SYMBOLS + 24);
        file.putInt(1)
                .put((byte) 0x12)
                .put((byte) 0)
                .putShort((short) 1)
                .putLong(CODE)
                .putLong(DYNAMIC - CODE);
        file.position(HASHES);
        file.putInt(1).putInt(2).putInt(1).putInt(0).putInt(0);
        file.position(NAMES + 1);
        file.put(FUNCTION.getBytes(StandardCharsets.US_ASCII));
    }

    private static void putCode(ByteBuffer file, short machine, long address) {
        file.position(CODE);
        if (machine == AARCH64) {
            file.putInt(0x58000050).putInt(0xD61F0200).putLong(address); // ldr x16, address; br x16
        } else {
            file.putShort((short) 0xB848).putLong(address).putShort((short) 0xE0FF); // mov rax, address; jmp rax
        }
    }

    /** Where the loader finds the hash table, the names and the symbols, and how big these are. */
    private static void putDynamic(ByteBuffer file) {
        file.position(DYNAMIC);
        file.putLong(4).putLong(HASHES);
        file.putLong(5).putLong(NAMES);
        file.putLong(6).putLong(SYMBOLS);
        file.putLong(10).putLong(CODE - NAMES);
        file.putLong(11).putLong(24);
    }
}

package knutpunkt.crash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import knutpunkt.crash.LossyDisk.Node;

/** An answer to the kernel as {@code linux/fuse.h} lays it out, written from its beginning to its end. */
final class FuseReply {
    static final int HEADER_BYTES = 16;
    static final int FOLDER_TYPE = 0040000;
    static final int FILE_TYPE = 0100000;

    private static final int BLOCK_BYTES = 4096;
    private static final int STAT_BLOCK_BYTES = 512;
    private static final int LISTED_BYTES = 24;

    /** How long the kernel may believe names and sizes, in seconds: nobody but itself changes them. */
    private static final long BELIEVED_SECONDS = 3_600;

    private final MemorySegment bytes;
    private long end;

    /** Written into this segment, which is used for one answer after the other. */
    FuseReply(MemorySegment bytes) {
        this.bytes = bytes;
    }

    /** Starts anew. */
    void begin() {
        end = HEADER_BYTES;
    }

    /** The whole of it, once its head is filled in; {@code error} is 0 for none. */
    MemorySegment finished(long unique, int error) {
        if (error != 0) {
            end = HEADER_BYTES;
        }
        bytes.set(JAVA_INT, 0, (int) end);
        bytes.set(JAVA_INT, 4, -error);
        bytes.set(JAVA_LONG, 8, unique);
        return bytes.asSlice(0, end);
    }

    long payloadBytes() {
        return end - HEADER_BYTES;
    }

    FuseReply number(long value) {
        bytes.set(JAVA_LONG, end, value);
        end += Long.BYTES;
        return this;
    }

    FuseReply word(int value) {
        bytes.set(JAVA_INT, end, value);
        end += Integer.BYTES;
        return this;
    }

    FuseReply half(int value) {
        bytes.set(JAVA_SHORT, end, (short) value);
        end += Short.BYTES;
        return this;
    }

    FuseReply raw(byte[] value) {
        MemorySegment.copy(value, 0, bytes, JAVA_BYTE, end, value.length);
        end += value.length;
        return this;
    }

    FuseReply zeros(int count) {
        return raw(new byte[count]);
    }

    /** {@code fuse_entry_out}: a name that was found or made. */
    FuseReply entry(Node node) {
        number(node.id()).number(0).number(BELIEVED_SECONDS).number(BELIEVED_SECONDS);
        return word(0).word(0).attributes(node);
    }

    /** {@code fuse_attr_out}. */
    FuseReply attributesAlone(Node node) {
        return number(BELIEVED_SECONDS).word(0).word(0).attributes(node);
    }

    /** {@code fuse_attr}. */
    private FuseReply attributes(Node node) {
        Instant changed = node.changed();
        long seconds = changed.getEpochSecond();
        int nanos = changed.getNano();
        number(node.id()).number(node.size()).number((node.size() + STAT_BLOCK_BYTES - 1) / STAT_BLOCK_BYTES);
        number(seconds).number(seconds).number(seconds);
        word(nanos).word(nanos).word(nanos);
        word(type(node) | node.mode()).word(node.isFolder() ? 2 : 1);
        return word(node.owner()).word(node.group()).word(0).word(BLOCK_BYTES).word(0);
    }

    /**
     * {@code fuse_dirent}, unless it is more than the kernel asked for.
     *
     * @param next where a later listing goes on
     */
    boolean listed(String name, Node node, long next, int bytesMax) {
        byte[] text = name.getBytes(StandardCharsets.UTF_8);
        int whole = (LISTED_BYTES + text.length + Long.BYTES - 1) / Long.BYTES * Long.BYTES;
        if (payloadBytes() + whole > bytesMax) {
            return false;
        }
        number(node.id()).number(next).word(text.length).word(type(node) >> 12);
        raw(text).zeros(whole - LISTED_BYTES - text.length);
        return true;
    }

    private static int type(Node node) {
        return node.isFolder() ? FOLDER_TYPE : FILE_TYPE;
    }
}

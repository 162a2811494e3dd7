package knutpunkt.crash;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;

/** A question of the kernel's, as {@code linux/fuse.h} lays it out. Places are counted from the end of its head. */
record FuseRequest(MemorySegment bytes) {
    private static final int HEADER_BYTES = 40;

    int operation() {
        return bytes.get(JAVA_INT, 4);
    }

    /** What tells it from others that wait for an answer. */
    long unique() {
        return bytes.get(JAVA_LONG, 8);
    }

    long node() {
        return bytes.get(JAVA_LONG, 16);
    }

    int owner() {
        return bytes.get(JAVA_INT, 24);
    }

    int group() {
        return bytes.get(JAVA_INT, 28);
    }

    int word(long at) {
        return bytes.get(JAVA_INT, HEADER_BYTES + at);
    }

    long number(long at) {
        return bytes.get(JAVA_LONG, HEADER_BYTES + at);
    }

    String name(long at) {
        return bytes.getString(HEADER_BYTES + at, StandardCharsets.UTF_8);
    }

    /** The name after the one there. */
    String nameAfter(long at) {
        return name(at + name(at).getBytes(StandardCharsets.UTF_8).length + 1);
    }

    byte[] raw(long at, int count) {
        return bytes.asSlice(HEADER_BYTES + at, count).toArray(JAVA_BYTE);
    }
}

package knutpunkt.access;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.util.Arrays;

/** Bytes that grow at their end; numbers are big-endian. For one thread. */
final class Octets {
    private static final int FIRST_CAPACITY = 64;
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private byte[] bytes = new byte[FIRST_CAPACITY];
    private int length;

    int length() {
        return length;
    }

    byte[] toArray() {
        return Arrays.copyOf(bytes, length);
    }

    void update(MessageDigest digest) {
        digest.update(bytes, 0, length);
    }

    Octets u8(int value) {
        makeRoom(1);
        bytes[length++] = (byte) value;
        return this;
    }

    Octets u16(int value) {
        return u8(value >>> 8).u8(value);
    }

    Octets u32(int value) {
        makeRoom(Integer.BYTES);
        INTS.set(bytes, length, value);
        length += Integer.BYTES;
        return this;
    }

    Octets u64(long value) {
        makeRoom(Long.BYTES);
        LONGS.set(bytes, length, value);
        length += Long.BYTES;
        return this;
    }

    /** A number of 0 or more in as few bytes as it needs: seven bits each, low ones first, the top bit says "more". */
    Octets count(int value) {
        int rest = value;
        while (rest > 0x7F) {
            u8((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        return u8(rest);
    }

    Octets bytes(byte[] source) {
        return bytes(source, 0, source.length);
    }

    Octets bytes(byte[] source, int from, int to) {
        int more = to - from;
        makeRoom(more);
        System.arraycopy(source, from, bytes, length, more);
        length += more;
        return this;
    }

    /** Throws, rather than wraps around, where an array of Java's ends. */
    private void makeRoom(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8L, Math.max(needed, bytes.length * 2L)));
        }
    }

    /** Reads what was written, from anywhere in an array. For one thread. */
    static final class Reader {
        private final byte[] bytes;
        private int at;

        Reader(byte[] bytes, int at) {
            this.bytes = bytes;
            this.at = at;
        }

        int at() {
            return at;
        }

        int u8() {
            return bytes[at++] & 0xFF;
        }

        int u32() {
            int value = (int) INTS.get(bytes, at);
            at += Integer.BYTES;
            return value;
        }

        int count() {
            int value = 0;
            int shift = 0;
            int next = u8();
            while (next > 0x7F) {
                value |= (next & 0x7F) << shift;
                shift += 7;
                next = u8();
            }
            return value | (next << shift);
        }

        /** The ASCII characters of a {@link PackedName}. */
        byte[] name() {
            int packed = u8();
            byte[] name = PackedName.unpack(bytes, at, packed);
            at += packed;
            return name;
        }

        void skipName() {
            at += 1 + bytes[at];
        }

        void skip(int more) {
            at += more;
        }
    }
}

package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;

/**
 * What a badge says, before it is hidden behind a token: technology, bit count and bits, most significant bit first,
 * whatever the reader's byte order. It lives for the blink between reader and token; nothing keeps or prints it.
 */
@SuppressWarnings("ArrayRecordComponent") // copied in and out, compared by content
public record BadgeBits(Technology technology, int bitCount, byte[] bits) {
    private static final int BITS_MAX = 512;

    public BadgeBits {
        requireNonNull(technology, "technology");
        if (bitCount < 1 || bitCount > BITS_MAX) {
            throw new IllegalArgumentException("bit count [" + bitCount + "] must be 1 to " + BITS_MAX);
        }
        if (bits.length != (bitCount + 7) / 8) {
            throw new IllegalArgumentException(
                    "[" + bits.length + "] bytes cannot be [" + bitCount + "] bits: give exactly as many as they fill");
        }
        int unused = bits.length * 8 - bitCount;
        if ((bits[bits.length - 1] & ((1 << unused) - 1)) != 0) {
            throw new IllegalArgumentException("the " + unused + " unused low bits of the last byte must be zero");
        }
        bits = bits.clone();
    }

    @Override
    public byte[] bits() {
        return bits.clone();
    }

    /** Technology code, bit count as two bytes (big-endian), bits. What a token is the keyed hash of. */
    byte[] canonical() {
        byte[] canonical = new byte[3 + bits.length];
        canonical[0] = (byte) technology.code();
        canonical[1] = (byte) (bitCount >>> 8);
        canonical[2] = (byte) bitCount;
        System.arraycopy(bits, 0, canonical, 3, bits.length);
        return canonical;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BadgeBits that && Arrays.equals(canonical(), that.canonical());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(canonical());
    }

    @Override
    public String toString() {
        return "BadgeBits[" + technology + ", redacted]";
    }
}

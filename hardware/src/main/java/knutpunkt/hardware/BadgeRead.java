package knutpunkt.hardware;

import java.util.Arrays;
import java.util.Objects;

/**
 * What a reader read, as the card said it. It hides the number in {@link #toString}, so it may be put in a message by
 * mistake without harm; the bits themselves must never be logged.
 *
 * @param bitCount how many bits the card has, 1 to {@value #BITS_MAX}
 * @param bits the most significant bit first, {@code (bitCount + 7) / 8} bytes; the unused low bits of the last byte are
 *     zero. Copied on the way in and on the way out
 * @param atNanos when the last byte came, in nanoseconds of the injected monotonic clock; never later than the truth, so
 *     that an old read cannot look new
 */
@SuppressWarnings("ArrayRecordComponent") // Copied both ways and compared by content below.
public record BadgeRead(Technology technology, int bitCount, byte[] bits, long atNanos) {
    public static final int BITS_MAX = 256;

    public BadgeRead {
        Objects.requireNonNull(technology, "technology");
        if (bitCount < 1 || bitCount > BITS_MAX) {
            throw new IllegalArgumentException("bit count [" + bitCount + "] must be 1.." + BITS_MAX);
        }
        bits = bits.clone();
        if (bits.length != (bitCount + 7) / 8) {
            throw new IllegalArgumentException("[" + bits.length + "] bytes cannot be " + bitCount + " bits");
        }
        int unused = bits.length * 8 - bitCount;
        if ((bits[bits.length - 1] & ((1 << unused) - 1)) != 0) {
            throw new IllegalArgumentException("the " + unused + " unused low bits must be zero");
        }
    }

    /** An EM4100 badge's 40 bits from a number, whose higher 24 bits must be zero. */
    public static BadgeRead em4100(long number, long atNanos) {
        if (number >>> 40 != 0) {
            throw new IllegalArgumentException("an EM4100 number has 40 bits");
        }
        byte[] bits = new byte[5];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = (byte) (number >>> (32 - 8 * i));
        }
        return new BadgeRead(Technology.EM4100, 40, bits, atNanos);
    }

    @Override
    public byte[] bits() {
        return bits.clone();
    }

    /** Whether both came from a badge with the same content, whenever they were read. */
    public boolean isSameBadge(BadgeRead other) {
        return technology == other.technology && bitCount == other.bitCount && Arrays.equals(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BadgeRead that && atNanos == that.atNanos && isSameBadge(that);
    }

    @Override
    public int hashCode() {
        return Objects.hash(technology, bitCount, Arrays.hashCode(bits), atNanos);
    }

    /** Technology and length only: no part of the number, nor a hash of it. */
    @Override
    public String toString() {
        return "BadgeRead[" + technology + ", " + bitCount + " bits, number withheld]";
    }
}

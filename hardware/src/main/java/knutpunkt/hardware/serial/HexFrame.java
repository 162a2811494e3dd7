package knutpunkt.hardware.serial;

import java.time.Duration;

/**
 * Reads STX, ten hex digits of number, two hex digits of checksum (XOR of the five number bytes) and a trailer, one byte
 * at a time. Allocates nothing after construction. Used by one thread.
 *
 * <p>Every byte is checked where it stands, and STX is right at no place but the first. So the bytes of a broken frame
 * can hide only one start, the byte that broke it, and that byte starts the next frame.
 *
 * <p>Digits are upper case, as both makers print them. A lower-case digit is one flipped bit away and counts as noise:
 * with that, no single flipped bit anywhere in a frame gives a badge.
 */
final class HexFrame {
    private static final int STX = 0x02;
    private static final int DIGITS_START = 1;
    private static final int CHECKSUM_START = 11;
    private static final int TRAILER_START = 13;
    private static final long BYTE_GAP_NANOS_MAX = Duration.ofMillis(100).toNanos();

    private final byte[] trailer;
    private int position; // 0: waiting for STX
    private long number; // 40 bits
    private int checksum;
    private long lastByteNanos;

    private long checksumErrors;
    private long noiseBytes;
    private long framesRead;

    HexFrame(byte... trailer) {
        this.trailer = trailer.clone();
    }

    /** What {@code next} made of the frame, which came at {@code atNanos}, never earlier than the one before it. */
    FrameResult accept(byte next, long atNanos) {
        if (position > 0 && atNanos - lastByteNanos > BYTE_GAP_NANOS_MAX) {
            drop();
        }
        lastByteNanos = atNanos;
        int value = next & 0xFF;
        if (!fits(value)) {
            return refuse(value);
        }
        take(value);
        position++;
        if (position < TRAILER_START + trailer.length) {
            return FrameResult.NEEDS_MORE;
        }
        position = 0;
        return judge();
    }

    /** Forgets the frame begun, if any: its rest will not come. */
    void drop() {
        noiseBytes += position;
        position = 0;
    }

    /** The number of the last frame that was a badge. */
    long number() {
        return number;
    }

    long checksumErrors() {
        return checksumErrors;
    }

    long noiseBytes() {
        return noiseBytes;
    }

    long framesRead() {
        return framesRead;
    }

    private boolean fits(int value) {
        if (position < DIGITS_START) {
            return value == STX;
        }
        if (position < TRAILER_START) {
            return digit(value) >= 0;
        }
        return value == (trailer[position - TRAILER_START] & 0xFF);
    }

    private FrameResult refuse(int value) {
        drop();
        if (value == STX) {
            // This very byte may start a frame.
            take(value);
            position = 1;
        } else {
            noiseBytes++;
        }
        return FrameResult.NOISE;
    }

    private void take(int value) {
        if (position < DIGITS_START) {
            number = 0;
            checksum = 0;
        } else if (position < CHECKSUM_START) {
            number = number << 4 | digit(value);
        } else if (position < TRAILER_START) {
            checksum = checksum << 4 | digit(value);
        }
    }

    private FrameResult judge() {
        long folded = number ^ number >>> 8 ^ number >>> 16 ^ number >>> 24 ^ number >>> 32;
        if ((folded & 0xFF) != checksum) {
            checksumErrors++;
            return FrameResult.BAD_CHECKSUM;
        }
        framesRead++;
        return FrameResult.BADGE;
    }

    private static int digit(int value) {
        if (value >= '0' && value <= '9') {
            return value - '0';
        }
        return value >= 'A' && value <= 'F' ? value - 'A' + 10 : -1;
    }
}

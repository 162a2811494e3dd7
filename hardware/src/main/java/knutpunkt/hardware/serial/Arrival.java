package knutpunkt.hardware.serial;

import java.time.Duration;

/**
 * Says when bytes came, and never later than they did. Bytes that waited in the system's buffer while this process was
 * held up are dated to before it was, so that an old badge cannot look new.
 */
final class Arrival {
    private static final long HELD_UP_NANOS = Duration.ofMillis(500).toNanos();

    private long lastLookNanos;
    private boolean backlog;

    Arrival(long nowNanos) {
        lastLookNanos = nowNanos;
    }

    /**
     * The date of {@code count} bytes, read just now into a buffer of {@code capacity}.
     *
     * @param nowNanos the monotonic clock just after the read
     */
    long date(int count, int capacity, long nowNanos) {
        long sinceNanos = lastLookNanos;
        backlog |= nowNanos - sinceNanos > HELD_UP_NANOS;
        if (!backlog) {
            lastLookNanos = nowNanos;
            return nowNanos;
        }
        if (count < capacity) {
            backlog = false; // The system's buffer is empty: what comes from now on is new.
            lastLookNanos = nowNanos;
        }
        return sinceNanos;
    }
}

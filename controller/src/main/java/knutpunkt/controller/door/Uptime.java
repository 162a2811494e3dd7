package knutpunkt.controller.door;

import java.time.Duration;

/**
 * A moment of the monotonic clock: nanoseconds since the process started. Deadlines are made of these, because wall time
 * may be stepped by years.
 */
public record Uptime(long nanos) implements Comparable<Uptime> {

    public Uptime plus(Duration duration) {
        return new Uptime(nanos + duration.toNanos());
    }

    /** Whether this moment is the deadline or after it. */
    public boolean reached(Uptime deadline) {
        return nanos - deadline.nanos >= 0;
    }

    /** How much later this is than {@code earlier}; negative when it is not. */
    public Duration since(Uptime earlier) {
        return Duration.ofNanos(nanos - earlier.nanos);
    }

    public Uptime later(Uptime other) {
        return reached(other) ? this : other;
    }

    @Override
    public int compareTo(Uptime other) {
        return Long.compare(nanos, other.nanos);
    }
}

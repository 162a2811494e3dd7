package knutpunkt.controller.link;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A monotonic clock that stands still until it is told to go on, or goes on whenever it is looked at. */
final class ManualNanos implements LongSupplier {
    private final AtomicLong nanos = new AtomicLong();
    private volatile long step;

    @Override
    public long getAsLong() {
        return nanos.addAndGet(step);
    }

    /** Whoever looks twice finds so much time between. */
    void eachTakes(Duration time) {
        step = time.toNanos();
    }

    void advance(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}

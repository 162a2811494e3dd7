package knutpunkt.kiosk.doors;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Both clocks, moved by the test: together, or the wall clock alone. */
public final class FakeClock implements InstantSource, LongSupplier {
    private final AtomicLong nanos = new AtomicLong(1_000_000);
    private final AtomicLong millis =
            new AtomicLong(Instant.parse("2026-11-22T10:00:00Z").toEpochMilli());

    public void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        millis.addAndGet(time.toMillis());
    }

    public void stepWallClock(Duration by) {
        millis.addAndGet(by.toMillis());
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis.get());
    }

    @Override
    public long getAsLong() {
        return nanos.get();
    }
}

package knutpunkt.kiosk.clock;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Whether the wall's clock has gone evenly for a while. A computer that has just started may think it another day until the
 * network tells it, and what is written down by such a clock counts at a wrong time for ever. Used by one thread.
 */
final class SteadyClock {
    /** The network tells the time within a minute or two of a start. */
    static final Duration STEADY_AFTER = Duration.ofMinutes(3);

    /** More than a clock that is kept in step is ever moved by. */
    private static final Duration STEP = Duration.ofSeconds(30);

    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private Optional<Start> start = Optional.empty();

    private record Start(Instant at, long nanos) {
        boolean leadsTo(Instant now, long nowNanos) {
            return Duration.between(at.plusNanos(nowNanos - nanos), now).abs().compareTo(STEP) < 0;
        }
    }

    /**
     * A clock of which nothing is known yet.
     *
     * @param nanoClock monotonic
     */
    SteadyClock(InstantSource clock, LongSupplier nanoClock) {
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
    }

    /** To be asked every minute or so. */
    boolean isSteady() {
        Instant now = clock.instant();
        long nanos = nanoClock.getAsLong();
        if (start.filter(then -> then.leadsTo(now, nanos)).isEmpty()) {
            start = Optional.of(new Start(now, nanos));
        }
        return nanos - start.orElseThrow().nanos() >= STEADY_AFTER.toNanos();
    }
}

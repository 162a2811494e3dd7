package knutpunkt.controller.list;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import knutpunkt.access.ClockTrust;

/**
 * What time it is, as far as this machine can honestly say (invariant I12): the system's time once the network has set
 * it, until then the last time known plus uptime, which is never later than the truth. A system clock that claims to be
 * set but is behind the last known time is not believed. May be called from any thread.
 */
public final class ClockKeeper implements InstantSource {
    /** For so much uptime may a lower bound be decided by. */
    static final Duration LOWER_BOUND_MAX = Duration.ofHours(24);

    private static final Duration WRITTEN_EVERY = Duration.ofHours(1);
    private static final Duration STEP_BACK_MAX = Duration.ofMinutes(1);
    private static final String KNOWN = "clock-known-millis";
    private static final String UNTRUSTED_FOR = "clock-untrusted-millis";

    private final Keepsakes keepsakes;
    private final TimeSource source;
    private final InstantSource system;
    private final LongSupplier uptimeNanos;
    private final long startNanos;
    private final Instant knownAtStart;
    private final Duration untrustedBefore;
    private volatile boolean trusted;
    private boolean written;
    private boolean writtenTrusted;
    private long writtenAtNanos;

    /**
     * Takes up from the last time known.
     *
     * @param system the operating system's wall clock
     */
    public ClockKeeper(Keepsakes keepsakes, TimeSource source, InstantSource system, LongSupplier uptimeNanos) {
        this.keepsakes = keepsakes;
        this.source = source;
        this.system = system;
        this.uptimeNanos = uptimeNanos;
        this.startNanos = uptimeNanos.getAsLong();
        OptionalLong known = keepsakes.find(KNOWN);
        this.knownAtStart = known.isPresent() ? Instant.ofEpochMilli(known.getAsLong()) : Instant.EPOCH;
        this.untrustedBefore = Duration.ofMillis(keepsakes.find(UNTRUSTED_FOR).orElse(0));
    }

    /** The time when it is trusted, else its lower bound. Whole milliseconds. */
    @Override
    public Instant instant() {
        if (isTrusted()) {
            Instant now = system.instant().truncatedTo(ChronoUnit.MILLIS);
            return now.isBefore(knownAtStart) ? knownAtStart : now;
        }
        return knownAtStart.plusNanos(sinceStartNanos()).truncatedTo(ChronoUnit.MILLIS);
    }

    public ClockTrust trust() {
        if (isTrusted()) {
            return ClockTrust.TRUSTED;
        }
        return untrustedFor().compareTo(LOWER_BOUND_MAX) <= 0 ? ClockTrust.LOWER_BOUND : ClockTrust.LOST;
    }

    /** Once trusted, always: within one boot the network's time does not become unknown again. */
    private boolean isTrusted() {
        if (!trusted && source.synchronised() && !system.instant().isBefore(knownAtStart.minus(STEP_BACK_MAX))) {
            trusted = true;
        }
        return trusted;
    }

    private Duration untrustedFor() {
        return untrustedBefore.plusNanos(sinceStartNanos());
    }

    private long sinceStartNanos() {
        return uptimeNanos.getAsLong() - startNanos;
    }

    /**
     * Writes the time down, if that is due. To be called every few seconds, and at the stop.
     *
     * @throws ListUnavailable if it could not be written
     */
    public synchronized void keep(boolean stopping) {
        long now = uptimeNanos.getAsLong();
        boolean known = isTrusted();
        boolean fresh = written && now - writtenAtNanos < WRITTEN_EVERY.toNanos() && known == writtenTrusted;
        if (fresh && !stopping) {
            return;
        }
        long untrusted = known ? 0 : untrustedFor().toMillis();
        keepsakes.put(Map.of(KNOWN, instant().toEpochMilli(), UNTRUSTED_FOR, untrusted));
        written = true;
        writtenTrusted = known;
        writtenAtNanos = now;
    }
}

package knutpunkt.controller.list;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;

/**
 * How long ago the service last confirmed that the list is current. Time is counted by uptime; time spent switched off is
 * counted by the wall clock once that can be trusted. Where it could not at the renewal, the lower bound of then counts, so
 * the lease is older than the truth rather than younger. May be called from any thread.
 *
 * <p>What is written down is always an age that has not been reached yet, so a power cut makes the lease older by up to
 * {@link #WRITTEN_AHEAD}, never younger.
 */
public final class LeaseKeeper {
    /** Writing happens about this rarely. */
    static final Duration WRITTEN_AHEAD = Duration.ofHours(1);

    private static final Duration MARGIN = Duration.ofMinutes(5);
    private static final String AGE = "lease-age-millis";
    private static final String RENEWED_AT = "lease-renewed-at-millis";
    private static final long NOT_KNOWN = Long.MIN_VALUE;

    private final Keepsakes keepsakes;
    private final LeaseTimes times;
    private final ClockKeeper clock;
    private final LongSupplier uptimeNanos;

    private boolean everRenewed;
    private Duration ageBefore; // at countedFromNanos
    private long countedFromNanos;
    private Optional<Instant> renewedAt; // or earlier
    private boolean toBeDated; // renewed in this run, by a clock that was not trusted
    private Duration writtenAge;
    private Optional<Instant> writtenRenewedAt;

    /** Takes up where the last run left off. */
    public LeaseKeeper(Keepsakes keepsakes, LeaseTimes times, ClockKeeper clock, LongSupplier uptimeNanos) {
        this.keepsakes = keepsakes;
        this.times = times;
        this.clock = clock;
        this.uptimeNanos = uptimeNanos;
        OptionalLong age = keepsakes.find(AGE);
        long renewed = keepsakes.find(RENEWED_AT).orElse(NOT_KNOWN);
        everRenewed = age.isPresent();
        ageBefore = Duration.ofMillis(age.orElse(0));
        countedFromNanos = uptimeNanos.getAsLong();
        renewedAt = renewed == NOT_KNOWN ? Optional.empty() : Optional.of(Instant.ofEpochMilli(renewed));
        writtenAge = ageBefore;
        writtenRenewedAt = renewedAt;
    }

    /** The service has confirmed, in answer to a challenge of ours, that the list in force is the current one. */
    public synchronized void renewed() {
        everRenewed = true;
        ageBefore = Duration.ZERO;
        countedFromNanos = uptimeNanos.getAsLong();
        toBeDated = clock.trust() != ClockTrust.TRUSTED;
        renewedAt = Optional.of(clock.estimate());
    }

    public synchronized Lease state() {
        if (!everRenewed) {
            return Lease.ENDED;
        }
        Duration age = age();
        if (age.compareTo(times.full()) < 0) {
            return Lease.CURRENT;
        }
        return age.compareTo(times.full().plus(times.essential())) < 0 ? Lease.ESSENTIAL_ONLY : Lease.ENDED;
    }

    /** Until only essential persons are admitted; zero once that is so. */
    public synchronized Duration remaining() {
        Duration left = everRenewed ? times.full().minus(age()) : Duration.ZERO;
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** Whether it is time to alarm: little remains, or nothing. */
    public boolean isLow() {
        return remaining().compareTo(times.alarm()) <= 0;
    }

    private Duration age() {
        Duration counted = ageBefore.plusNanos(uptimeNanos.getAsLong() - countedFromNanos);
        if (renewedAt.isEmpty() || clock.trust() != ClockTrust.TRUSTED) {
            return counted;
        }
        Instant now = clock.estimate();
        if (toBeDated) {
            renewedAt = Optional.of(now.minus(counted));
            toBeDated = false;
        }
        Duration byWall = Duration.between(renewedAt.get(), now);
        return byWall.compareTo(counted) > 0 ? byWall : counted;
    }

    /**
     * Writes down how old the lease is, if that is due. To be called every few seconds by one thread, and at the stop. A
     * decision never waits for it.
     *
     * @throws ListUnavailable if it could not be written
     */
    public void keep(boolean stopping) {
        Duration age;
        Optional<Instant> renewal;
        synchronized (this) {
            age = age();
            renewal = renewedAt;
            if (!everRenewed || !(stopping || isDue(age))) {
                return;
            }
        }
        Duration written = stopping ? age : age.plus(WRITTEN_AHEAD);
        keepsakes.put(Map.of(
                AGE,
                written.toMillis(),
                RENEWED_AT,
                renewal.map(Instant::toEpochMilli).orElse(NOT_KNOWN)));
        synchronized (this) {
            writtenAge = written;
            writtenRenewedAt = renewal;
        }
    }

    private boolean isDue(Duration age) {
        boolean nearlyReached = age.plus(MARGIN).compareTo(writtenAge) >= 0;
        boolean farAhead = writtenAge.minus(age).compareTo(WRITTEN_AHEAD.multipliedBy(2)) > 0;
        return nearlyReached || farAhead || isRenewalOld();
    }

    private boolean isRenewalOld() {
        if (renewedAt.isEmpty() || writtenRenewedAt.isEmpty()) {
            return renewedAt.isPresent();
        }
        return Duration.between(writtenRenewedAt.get(), renewedAt.get()).compareTo(WRITTEN_AHEAD) >= 0;
    }
}

package knutpunkt.controller.list;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.access.ClockTrust;

/**
 * What time it is, as far as this machine can honestly say (invariant I12): the system's time once the network has set
 * it, until then the last time known plus uptime, which is never later than the truth. A system clock that claims to be
 * set but is behind the last known time is not believed, at the boot and later; one that jumps ahead while the machine runs
 * is believed after a while. May be called from any thread.
 */
public final class ClockKeeper implements InstantSource {
    /** For so much uptime may a lower bound be decided by. */
    static final Duration LOWER_BOUND_MAX = Duration.ofHours(24);

    private static final Duration WRITTEN_EVERY = Duration.ofHours(1);
    /** A step of no more than this, back or ahead, is the network's correcting. */
    private static final Duration STEP_MAX = Duration.ofMinutes(1);

    /** A longer step ahead within one boot is believed once it has lasted: the network's servers are wrong now and then. */
    static final Duration AHEAD_FOR = Duration.ofMinutes(10);

    private static final String KNOWN = "clock-known-millis";
    private static final String UNTRUSTED_FOR = "clock-untrusted-millis";

    private final Keepsakes keepsakes;
    private final TimeSource source;
    private final InstantSource system;
    private final LongSupplier uptimeNanos;

    // All of these under this object's lock, which is never held while anything is written.
    private boolean set; // the network has set the system's clock since the boot
    private boolean everTrusted;
    private Instant known; // the latest time known
    private long knownNanos; // when it was that time
    private Instant told; // the latest time that was told
    private Duration doubted; // for how long the time was not trusted, until doubtedNanos
    private long doubtedNanos;
    private Optional<Long> aheadFromNanos = Optional.empty(); // since when the clock is further ahead than can be
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
        this.known = Instant.ofEpochMilli(keepsakes.find(KNOWN).orElse(0));
        this.knownNanos = uptimeNanos.getAsLong();
        this.told = known;
        this.doubted = Duration.ofMillis(keepsakes.find(UNTRUSTED_FOR).orElse(0));
        this.doubtedNanos = knownNanos;
    }

    /**
     * The time when it is trusted, else its lower bound, but never before what was told earlier in this boot: when the clock
     * is trusted at less than that, the time stands still until the clock has come there, so that what had ended stays
     * ended. Whole milliseconds.
     */
    @Override
    public synchronized Instant instant() {
        Instant now = estimate();
        if (now.isAfter(told)) {
            told = now;
        }
        return told;
    }

    /** The time when it is trusted, else its lower bound. It goes back with the clock: to count by, not to decide by. */
    synchronized Instant estimate() {
        Instant now = look() ? known : known.plusNanos(uptimeNanos.getAsLong() - knownNanos);
        return now.truncatedTo(ChronoUnit.MILLIS);
    }

    public synchronized ClockTrust trust() {
        if (look()) {
            return ClockTrust.TRUSTED;
        }
        return doubted.compareTo(LOWER_BOUND_MAX) <= 0 ? ClockTrust.LOWER_BOUND : ClockTrust.LOST;
    }

    /** Looks at the clock, and whether it is trusted. Once the network has set it, it is set for this boot. */
    private boolean look() {
        long nowNanos = uptimeNanos.getAsLong();
        Instant wall = system.instant();
        set = set || source.synchronised();
        boolean believed = set && !wall.isBefore(known.minus(STEP_MAX)) && !isTooFarAhead(wall, nowNanos);
        if (believed) {
            if (!wall.isBefore(known)) {
                known = wall;
                knownNanos = nowNanos;
            }
            doubted = Duration.ZERO;
            everTrusted = true;
        } else {
            doubted = doubted.plusNanos(nowNanos - doubtedNanos);
        }
        doubtedNanos = nowNanos;
        return believed;
    }

    /** How long the machine was off, nobody knows; how long it has been on since the time was known, the uptime does. */
    private boolean isTooFarAhead(Instant wall, long nowNanos) {
        Instant latest = known.plusNanos(nowNanos - knownNanos).plus(STEP_MAX);
        if (!everTrusted || !wall.isAfter(latest)) {
            aheadFromNanos = Optional.empty();
            return false;
        }
        long from = aheadFromNanos.orElse(nowNanos);
        aheadFromNanos = Optional.of(from);
        return nowNanos - from < AHEAD_FOR.toNanos();
    }

    /**
     * Writes the time down, if that is due. To be called every few seconds by one thread, and at the stop. A decision never
     * waits for it.
     *
     * @throws ListUnavailable if it could not be written
     */
    public void keep(boolean stopping) {
        long now;
        boolean sure;
        long time;
        Duration untrusted;
        synchronized (this) {
            now = uptimeNanos.getAsLong();
            sure = look();
            time = estimate().toEpochMilli();
            untrusted = sure ? Duration.ZERO : doubted;
            boolean fresh = written && now - writtenAtNanos < WRITTEN_EVERY.toNanos() && sure == writtenTrusted;
            if (fresh && !stopping) {
                return;
            }
        }
        // Ahead of what is reached, so that cutting the power again and again does not make the day longer.
        Duration ahead = sure || stopping ? Duration.ZERO : WRITTEN_EVERY;
        keepsakes.put(Map.of(KNOWN, time, UNTRUSTED_FOR, untrusted.plus(ahead).toMillis()));
        synchronized (this) {
            written = true;
            writtenTrusted = sure;
            writtenAtNanos = now;
        }
    }
}

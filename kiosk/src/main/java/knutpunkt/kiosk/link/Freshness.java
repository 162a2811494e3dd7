package knutpunkt.kiosk.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Heartbeat;

/**
 * Whether a controller's heartbeats, and what it says of its keys, were said just now. Whoever holds the broker can keep them
 * and let them out one by one long after the controller died; but each repeats the nonce of a lease that it has heard, and so
 * is no older than that. Used within one loop.
 */
final class Freshness {
    /** How old a nonce may be that is repeated; as long as a controller may be silent. */
    static final Duration STALE = Liveness.STALE_AFTER;

    /** At the spacing below, those that are kept reach back further than {@link #STALE}. */
    static final int KEPT_MAX = 16;

    /** Leases said within such a time have the same nonce. */
    private static final Duration SPACING = Duration.ofSeconds(1);

    /**
     * The most that counts of the time between two ticks, four in a second: while this service itself stands still, what
     * waits for it grows old through nobody's fault.
     */
    static final Duration TICK_MAX = Duration.ofSeconds(2);

    private static final int BYTES = 16;

    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final Deque<Given> given = new ArrayDeque<>();
    private long awakeNanos;
    private long tickedNanos;
    private OptionalLong unansweredNanos = OptionalLong.empty();

    private record Given(Challenge nonce, long atNanos) {}

    /** What a heartbeat shows. */
    enum Verdict {
        /** It is new, or of a controller that is too old to show it. */
        NEW,
        /** It shows nothing, and could not yet: hardly anything was said to the controller. */
        OPEN,
        /** What was said to it for a while did not reach it: it may be there, and nobody can know. */
        UNPROVED,
        /** It answers what was said long ago: it was under way too long, or was kept back. */
        LATE;

        /** Whether it counts as life. */
        boolean counts() {
            return this == NEW || this == OPEN;
        }
    }

    /** Draws nonces from {@code random}, which must not be guessable. */
    Freshness(RandomGenerator random, LongSupplier nanoClock) {
        this.random = random;
        this.nanoClock = nanoClock;
        this.tickedNanos = nanoClock.getAsLong();
    }

    /** What a lease says that leaves now. */
    Challenge next() {
        if (unansweredNanos.isEmpty()) {
            unansweredNanos = OptionalLong.of(awakeNanos);
        }
        if (!given.isEmpty() && awakeNanos - given.getFirst().atNanos() < SPACING.toNanos()) {
            return given.getFirst().nonce();
        }
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var fresh = new Given(new Challenge(HexFormat.of().formatHex(bytes)), awakeNanos);
        given.addFirst(fresh);
        if (given.size() > KEPT_MAX) {
            given.removeLast();
        }
        return fresh.nonce();
    }

    /** Judges one heartbeat, and changes nothing. */
    Verdict of(Heartbeat beat) {
        Optional<Challenge> echo = beat.echo();
        if (echo.isEmpty()) {
            return Verdict.NEW;
        }
        Optional<Given> answered = given(echo.get());
        if (answered.isPresent()) {
            return isYoung(answered.get()) ? Verdict.NEW : Verdict.LATE;
        }
        if (unansweredNanos.isEmpty() || awakeNanos - unansweredNanos.getAsLong() <= STALE.toNanos()) {
            return Verdict.OPEN;
        }
        return echo.get().equals(Challenge.NONE) ? Verdict.UNPROVED : Verdict.LATE;
    }

    /** Whether what repeats this is new beyond doubt, for what must not be done twice. */
    boolean isProved(Challenge echo) {
        return given(echo).filter(this::isYoung).isPresent();
    }

    private Optional<Given> given(Challenge nonce) {
        return given.stream().filter(one -> one.nonce().equals(nonce)).findFirst();
    }

    private boolean isYoung(Given one) {
        return awakeNanos - one.atNanos() <= STALE.toNanos();
    }

    /** A heartbeat was taken for new, or there is another connection: whoever was silent until now begins anew. */
    void answered() {
        unansweredNanos = OptionalLong.empty();
    }

    /** Time has passed. To be called several times a second. */
    void tick() {
        long now = nanoClock.getAsLong();
        awakeNanos += Math.min(now - tickedNanos, TICK_MAX.toNanos());
        tickedNanos = now;
    }
}

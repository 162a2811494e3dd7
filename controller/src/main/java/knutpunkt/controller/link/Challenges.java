package knutpunkt.controller.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.wire.message.Challenge;

/**
 * The challenges given lately: an answer to one of them is fresh (invariant I7). The last {@value #KEPT_MAX} are live,
 * each for at most {@link #LIFE} of the monotonic clock, whatever the wall clock does. May be used from any thread.
 */
final class Challenges {
    static final int KEPT_MAX = 3;
    static final Duration LIFE = Duration.ofSeconds(15);
    private static final int BYTES = 16;

    private final RandomGenerator random;
    private final LongSupplier nanoClock;
    private final Deque<Given> given = new ArrayDeque<>();

    private record Given(Challenge challenge, long atNanos) {}

    /** Draws challenges from {@code random}, which must not be guessable. */
    Challenges(RandomGenerator random, LongSupplier nanoClock) {
        this.random = random;
        this.nanoClock = nanoClock;
    }

    /** A new one; the oldest of too many dies. */
    synchronized Challenge next() {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        var challenge = new Challenge(HexFormat.of().formatHex(bytes));
        given.addFirst(new Given(challenge, nanoClock.getAsLong()));
        if (given.size() > KEPT_MAX) {
            given.removeLast();
        }
        return challenge;
    }

    /** The newest that lives, or else a new one: what is sent often must not push the others out. */
    synchronized Challenge newest() {
        return given.isEmpty() || !lives(given.getFirst())
                ? next()
                : given.getFirst().challenge();
    }

    synchronized boolean isLive(Challenge challenge) {
        return given.stream().anyMatch(one -> one.challenge().equals(challenge) && lives(one));
    }

    private boolean lives(Given one) {
        return nanoClock.getAsLong() - one.atNanos() < LIFE.toNanos();
    }
}

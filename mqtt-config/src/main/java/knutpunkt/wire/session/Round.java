package knutpunkt.wire.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Which of a session's brokers is dialled, and how long after the one before: the one that worked last first, the next at
 * once when it fails, and a growing, jittered wait only when all have failed in a row. Used by one thread.
 */
final class Round {
    private static final Duration WAIT_MIN = Duration.ofMillis(200);
    private static final Duration WAIT_MAX = Duration.ofSeconds(10);

    private final int brokers;
    private final RandomGenerator random;
    private int current;
    private int failures;

    Round(int brokers, RandomGenerator random) {
        this.brokers = brokers;
        this.random = random;
    }

    /** How an attempt, or the connection that came of it, ended. */
    enum Ending {
        /** There was no connection, or it did not hold for long. */
        FAILED,
        /** It held, and then broke: the same broker is the likeliest to be there. */
        BROKE,
        /** It was given up though it held, as nothing came of it. */
        GIVEN_UP
    }

    /** The broker to dial now, from 0. */
    int current() {
        return current;
    }

    /** Moves on; how long to wait before dialling. */
    Duration after(Ending ending) {
        failures = ending == Ending.FAILED ? failures + 1 : 0;
        if (ending != Ending.BROKE) {
            current = (current + 1) % brokers;
        }
        return failures % brokers == 0 ? jittered(failures / brokers) : Duration.ZERO;
    }

    private Duration jittered(int rounds) {
        long longest = WAIT_MIN.toMillis() << Math.min(rounds, Integer.SIZE / 2);
        long bounded = Math.min(longest, WAIT_MAX.toMillis());
        return Duration.ofMillis(random.nextLong(bounded / 2, bounded + 1));
    }
}

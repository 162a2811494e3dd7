package knutpunkt.wire.session;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long a session that is connected may bring nothing of what it is there for, before it is renewed: a broker may
 * answer every ping and still have lost our subscriptions. Each renewal in vain doubles it, up to a maximum and with jitter,
 * so that an end that is away for a night costs little, and its thousand peers do not knock in step. Safe for use by
 * several threads; the times are of one monotonic clock.
 */
public final class Patience {
    /** A whole wait is shortened by up to one part in so many, at random. */
    private static final int JITTER_PARTS = 4;

    private final Duration first;
    private final Duration max;
    private final RandomGenerator random;
    private Duration now;
    private long waitNanos;
    private long sinceNanos;

    /** Begins to wait at {@code nowNanos}. */
    public Patience(Duration first, Duration max, RandomGenerator random, long nowNanos) {
        this.first = first;
        this.max = max;
        this.random = random;
        this.now = first;
        this.waitNanos = first.toNanos();
        this.sinceNanos = nowNanos;
    }

    /** There is a connection from now on: whoever is at its other end is given the whole wait. */
    public synchronized void connected(long nowNanos) {
        sinceNanos = nowNanos;
    }

    /** The other end was heard, and what was heard could not have been said long ago. */
    public synchronized void heard(long nowNanos) {
        sinceNanos = nowNanos;
        now = first;
        waitNanos = first.toNanos();
    }

    /** Whether nothing was heard for too long, told once: the session is to be renewed, and the next wait is longer. */
    public synchronized boolean isOver(long nowNanos) {
        if (nowNanos - sinceNanos < waitNanos) {
            return false;
        }
        sinceNanos = nowNanos;
        Duration doubled = now.multipliedBy(2);
        now = doubled.compareTo(max) > 0 ? max : doubled;
        waitNanos = now.toNanos() - random.nextLong(now.toNanos() / JITTER_PARTS + 1);
        return true;
    }
}

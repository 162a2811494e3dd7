package knutpunkt.kiosk.broker;

import java.time.Duration;

/**
 * What somebody may use of something in the long run, with what was saved up while less was used. It may be overdrawn: the
 * answer is then how long to wait. Times are of one monotonic clock, in nanoseconds. Not safe for several threads.
 */
final class Budget {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final long perSecond;
    private final long savedNanosMax;

    /** When all that was used is paid for. */
    private long paidAt;

    /** A full one. */
    Budget(long perSecond, Duration savedUp, long now) {
        this.perSecond = perSecond;
        this.savedNanosMax = savedUp.toNanos();
        this.paidAt = now - savedNanosMax;
    }

    /** Uses some, and says for how many nanoseconds nothing more should be used; 0 for none. */
    long use(long amount, long now) {
        if (isFull(now)) {
            paidAt = now - savedNanosMax;
        }
        paidAt += Math.multiplyExact(amount, SECOND) / perSecond;
        return overdrawn(now);
    }

    /** For how many nanoseconds nothing more should be used. */
    long overdrawn(long now) {
        return Math.max(0, paidAt - now);
    }

    /** Whether all that can be saved up is. */
    boolean isFull(long now) {
        return paidAt - (now - savedNanosMax) <= 0;
    }
}

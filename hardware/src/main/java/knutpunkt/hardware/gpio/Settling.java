package knutpunkt.hardware.gpio;

import java.time.Duration;

/**
 * Settles a bouncing level: a change counts once the level has stood still for {@link #STILL}; one that has not stood
 * still for {@link #RESTLESS} is unknown. Pure but for the edge, which any thread may report.
 */
final class Settling {
    static final Duration STILL = Duration.ofMillis(20);
    static final Duration RESTLESS = Duration.ofSeconds(1);

    private volatile long lastEdgeNanos;
    private volatile boolean edgeSeen;
    private volatile boolean restless;

    // Only the thread that looks touches these, and it alone writes restless.
    private Level settled;
    private Level seen;
    private long restlessSinceNanos;

    Settling(Level initial, long nowNanos) {
        settled = initial;
        seen = initial;
        lastEdgeNanos = nowNanos;
    }

    /** Something moved; answers whether a look is needed sooner than it would come anyway. */
    boolean edge(long nowNanos) {
        lastEdgeNanos = nowNanos;
        boolean unexpected = !edgeSeen && !restless;
        edgeSeen = true;
        return unexpected;
    }

    /** Looks at the level as it is now, and answers the settled one. */
    Level look(Level now, long nowNanos) {
        if (edgeSeen || now != seen) {
            edgeSeen = false;
            if (now != seen) {
                lastEdgeNanos = nowNanos;
            }
            seen = now;
            if (!restless) {
                restless = true;
                restlessSinceNanos = nowNanos;
            }
        }
        if (restless && nowNanos - lastEdgeNanos >= STILL.toNanos()) {
            restless = false;
            settled = now;
        }
        if (restless && nowNanos - restlessSinceNanos >= RESTLESS.toNanos()) {
            settled = Level.UNKNOWN;
        }
        return settled;
    }

    boolean isRestless() {
        return restless;
    }
}

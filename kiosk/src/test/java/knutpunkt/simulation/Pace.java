package knutpunkt.simulation;

import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;

/**
 * Keeps a broker from handing a courier more than it takes: in earnest the session's thread waits while the courier's queue
 * is full, and here nothing may wait.
 */
final class Pace {
    /** Fewer than a courier's queue holds. */
    private static final int AHEAD_MAX = 32;

    private int ahead;

    boolean isFull() {
        return ahead >= AHEAD_MAX;
    }

    /** Something was handed over. */
    void handed() {
        ahead++;
    }

    /** Loops for the courier, each turn of which takes one thing that was handed over. */
    Loops over(Loops loops) {
        return (name, weight, turn) -> loops.loop(name, weight, () -> {
            Rest rest = turn.take();
            ahead = Math.max(0, ahead - 1);
            return rest;
        });
    }
}

package knutpunkt.loop;

import java.time.Duration;

/** Takes one turn after the other from its start to its end. Safe for use by several threads. */
public interface Loop {
    /** Begins, with a first turn at once. Called at most once. */
    void start();

    /**
     * Says that there may be something to do: a turn begins after this, and sees all that was done before it. Never
     * blocks, and costs little when it is said often; whoever fills a queue says it after filling.
     */
    void wake();

    /** From now on no turn begins. Never blocks; a turn may say it too. A loop that was not started never will be. */
    void end();

    /**
     * Waits until the last turn is over. Not from within a turn.
     *
     * @return whether it is, within that time; true at once for a loop that was never started
     * @throws IllegalStateException unless {@link #end} was said
     */
    boolean awaitEnd(Duration atMost) throws InterruptedException;

    /** Ends, and interrupts the turn under way: for one that does not return. */
    void interrupt();
}

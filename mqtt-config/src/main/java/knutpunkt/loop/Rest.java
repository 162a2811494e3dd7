package knutpunkt.loop;

import java.time.Duration;

/**
 * What a loop does until its next turn.
 *
 * @param atMost for how long, from the end of the turn; zero or less for not at all
 * @param untilWoken whether waking ends it sooner; otherwise it is remembered until the rest is over
 */
public record Rest(Duration atMost, boolean untilWoken) {
    /** The next turn comes at once. */
    public static final Rest NONE = upTo(Duration.ZERO);

    /** Until somebody wakes it: what there is to do is always said. A day, for a loop that nobody wakes is harmless. */
    public static final Rest UNTIL_WOKEN = upTo(Duration.ofDays(1));

    /** Until somebody wakes it, and no longer than this. */
    public static Rest upTo(Duration atMost) {
        return new Rest(atMost, true);
    }

    /** For as long as this, whoever wakes it: after a failure, say, that more of the same would only repeat. */
    public static Rest firmly(Duration exactly) {
        return new Rest(exactly, false);
    }
}

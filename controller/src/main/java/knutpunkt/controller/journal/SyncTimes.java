package knutpunkt.controller.journal;

import java.time.Duration;

/**
 * How long making records durable takes on this disk.
 *
 * @param syncs transactions made durable since the journal was opened
 * @param slow how many took more than {@link #SLOW}
 */
public record SyncTimes(long syncs, long slow) {
    /** A disk that takes longer is about to fail, and who waits for its record is not let in. */
    public static final Duration SLOW = Duration.ofSeconds(1);

    static final SyncTimes NONE = new SyncTimes(0, 0);

    SyncTimes and(Duration newest) {
        return new SyncTimes(syncs + 1, newest.compareTo(SLOW) > 0 ? slow + 1 : slow);
    }
}

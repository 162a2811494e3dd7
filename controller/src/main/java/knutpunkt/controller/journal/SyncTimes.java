package knutpunkt.controller.journal;

import java.time.Duration;

/**
 * How long making records durable takes on this disk.
 *
 * @param syncs transactions made durable since the journal was opened
 * @param last how long the newest took; zero before the first
 * @param slowest how long the slowest took
 */
public record SyncTimes(long syncs, Duration last, Duration slowest) {
    static final SyncTimes NONE = new SyncTimes(0, Duration.ZERO, Duration.ZERO);

    SyncTimes and(Duration newest) {
        return new SyncTimes(syncs + 1, newest, newest.compareTo(slowest) > 0 ? newest : slowest);
    }
}

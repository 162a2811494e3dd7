package knutpunkt.simulation.disk;

import java.time.Duration;
import java.time.Instant;

/** The time a disk lives in. Called on the thread that uses the disk, with the disk held: it must not wait. */
public interface DiskTime {
    /** What files are dated with, and what SQLite takes for the time. */
    Instant now();

    /** Told how long a sync took, or how long SQLite would have waited for somebody's lock. */
    void pass(Duration duration);

    /** Time that stands still, for those who do not ask. */
    static DiskTime standingAt(Instant instant) {
        return new DiskTime() {
            @Override
            public Instant now() {
                return instant;
            }

            @Override
            public void pass(Duration duration) {
                // It stands still.
            }
        };
    }
}

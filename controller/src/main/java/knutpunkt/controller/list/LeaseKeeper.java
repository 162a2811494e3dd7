package knutpunkt.controller.list;

import java.time.Duration;
import java.util.function.LongSupplier;
import knutpunkt.access.Lease;

/** How long ago the service last confirmed that the list is current. May be called from any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class LeaseKeeper {

    /** Takes up where the last run left off. */
    public LeaseKeeper(Keepsakes keepsakes, LeaseTimes times, ClockKeeper clock, LongSupplier uptimeNanos) {
        throw new UnsupportedOperationException("being written");
    }

    /** The service has confirmed, in answer to a challenge of ours, that the list in force is the current one. */
    public void renewed() {
        throw new UnsupportedOperationException("being written");
    }

    public Lease state() {
        throw new UnsupportedOperationException("being written");
    }

    /** Until only essential persons are admitted; zero once that is so. */
    public Duration remaining() {
        throw new UnsupportedOperationException("being written");
    }

    /** Whether it is time to alarm: little remains, or nothing. */
    public boolean isLow() {
        throw new UnsupportedOperationException("being written");
    }

    /** Writes down how old the lease is, if that is due. To be called every few seconds, and at the stop. */
    public void keep(boolean stopping) {
        throw new UnsupportedOperationException("being written");
    }
}

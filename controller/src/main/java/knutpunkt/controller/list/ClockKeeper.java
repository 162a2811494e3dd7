package knutpunkt.controller.list;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.LongSupplier;
import knutpunkt.access.ClockTrust;

/** What time it is, as far as this machine can honestly say (invariant I12). May be called from any thread. */
@SuppressWarnings("DoNotCallSuggester")
public final class ClockKeeper implements InstantSource {

    /**
     * Takes up from the last time known.
     *
     * @param system the operating system's wall clock
     */
    public ClockKeeper(Keepsakes keepsakes, TimeSource source, InstantSource system, LongSupplier uptimeNanos) {
        throw new UnsupportedOperationException("being written");
    }

    /** The time when it is trusted, else its lower bound. Whole milliseconds. */
    @Override
    public Instant instant() {
        throw new UnsupportedOperationException("being written");
    }

    public ClockTrust trust() {
        throw new UnsupportedOperationException("being written");
    }

    /** Writes the time down, if that is due. To be called every few seconds, and at the stop. */
    public void keep(boolean stopping) {
        throw new UnsupportedOperationException("being written");
    }
}

package knutpunkt.controller.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.journal.Journal;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.DoorState;

/** Owns one door. Only the loop's thread touches the door's state and its strike; everyone else offers. */
@SuppressWarnings("DoNotCallSuggester")
public final class DoorLoop implements AutoCloseable {

    /**
     * A loop that is yet to be started.
     *
     * @param keys the newest first; each is tried until the list knows the badge
     * @param uptimeNanos the very clock that stamps badge readings
     */
    public DoorLoop(
            DoorSetup setup,
            DoorParts parts,
            List<BadgeKey> keys,
            Supplier<AccessList> list,
            Supplier<Circumstances> circumstances,
            Journal journal,
            LongSupplier uptimeNanos) {
        throw new UnsupportedOperationException("being written: " + setup);
    }

    public DoorId id() {
        throw new UnsupportedOperationException("being written");
    }

    public List<PointId> points() {
        throw new UnsupportedOperationException("being written");
    }

    /** Hears of each change, on the loop's thread: it must only offer. Called once, before the start. */
    public void onChange(Consumer<DoorState> listener) {
        throw new UnsupportedOperationException("being written");
    }

    /** Reads the contact, then starts the readers and the thread. */
    public void start() {
        throw new UnsupportedOperationException("being written");
    }

    /** The door as it was after the newest signal. May be called from any thread. */
    public DoorState state() {
        throw new UnsupportedOperationException("being written");
    }

    /** May be called from any thread. */
    public LastOutcome lastOutcome() {
        throw new UnsupportedOperationException("being written");
    }

    /** Signals that a full queue could not take, since the start. May be called from any thread. */
    public long signalsDropped() {
        throw new UnsupportedOperationException("being written");
    }

    /** Failures of the door's parts, of the journal and of the loop itself, since the start. From any thread. */
    public long faults() {
        throw new UnsupportedOperationException("being written");
    }

    /**
     * Learns the next badge at a point instead of judging it. May be called from any thread.
     *
     * @param heard called exactly once, with the token under the newest key, or with nothing when none was read in time,
     *     another learning took its place or the door stops. Called on the loop's thread, so it must only offer; on the
     *     caller's when false is returned
     * @return false when the door has no such point or its queue is full
     */
    public boolean learn(PointId point, Duration within, Consumer<Optional<BadgeToken>> heard) {
        throw new UnsupportedOperationException("being written");
    }

    /** Makes the reader show itself. May be called from any thread. False when the door has no such point. */
    public boolean identify(PointId point) {
        throw new UnsupportedOperationException("being written");
    }

    /** Stops the thread, secures the strike and closes the parts. */
    @Override
    public void close() {
        throw new UnsupportedOperationException("being written");
    }
}

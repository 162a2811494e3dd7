package knutpunkt.controller.run;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.controller.journal.Journal;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.DoorState;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns one door: a loop of its own, a bounded queue, and the door's parts. Only the loop's turns touch the door's state and
 * its strike; everyone else offers.
 */
public final class DoorLoop implements AutoCloseable {
    static final int INPUTS_MAX = 64;

    private static final Duration IDLE_LOOK = Duration.ofSeconds(1);
    private static final Duration STOP_WAIT_MAX = Duration.ofSeconds(10);
    private static final Logger LOG = LoggerFactory.getLogger(DoorLoop.class);

    private final DoorSetup setup;
    private final DoorParts parts;
    private final LongSupplier uptimeNanos;
    private final Doorman doorman;
    private final BlockingQueue<Input> inputs = new ArrayBlockingQueue<>(INPUTS_MAX);
    private final AtomicLong dropped = new AtomicLong();

    private Consumer<DoorState> listener = _ -> {};
    private final Loop loop;
    private boolean started;
    private volatile boolean stopping;
    private volatile boolean lookAgain = true;
    private volatile DoorState state;
    private volatile long faults;
    private long loopFailures; // within turns only

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
            LongSupplier uptimeNanos,
            Loops loops) {
        this.setup = setup;
        this.parts = parts;
        this.uptimeNanos = uptimeNanos;
        this.doorman = new Doorman(setup, parts, new Deciding(setup, keys, list, circumstances), journal, uptimeNanos);
        this.state = doorman.state();
        this.loop = loops.loop("door " + setup.id(), Loops.Weight.OWN, this::nextTurn);
    }

    public DoorId id() {
        return setup.id();
    }

    public List<PointId> points() {
        return parts.points().stream().map(ReadPoint::id).toList();
    }

    /** Hears of each change, on the loop's thread: it must only offer. Called at most once, before the start. */
    public void onChange(Consumer<DoorState> newListener) {
        requireNotStarted();
        listener = newListener;
    }

    private void requireNotStarted() {
        if (started) {
            throw new IllegalStateException("door [" + setup.id() + "] has been started");
        }
    }

    /** Starts listening to the parts, then the loop, which reads the contact first. Called once. */
    public void start() {
        requireNotStarted();
        started = true;
        parts.contact().ifPresent(contact -> contact.onChange(this::contactMoved));
        parts.exitButton()
                .ifPresent(button -> button.onPress(() -> offer(new Input.ExitPressed(uptimeNanos.getAsLong()))));
        for (ReadPoint point : parts.points()) {
            point.reader().start(new FromReader(point.id()));
        }
        loop.start();
    }

    private void contactMoved(DoorContact.Position position) {
        if (!offer(new Input.ContactMoved(position, uptimeNanos.getAsLong()))) {
            lookAgain = true; // The leaf's position must not stay wrong until it moves again.
        }
    }

    private final class FromReader implements BadgeReader.Listener {
        private final PointId point;

        FromReader(PointId point) {
            this.point = point;
        }

        @Override
        public void read(BadgeRead read) {
            offer(new Input.Read(point, read));
        }

        @Override
        public void health(ReaderHealth health) {
            offer(new Input.Health(point, health));
        }
    }

    /** Never waits. False when the queue is full: then it is counted. */
    boolean offer(Input input) {
        boolean taken = inputs.offer(input);
        if (taken) {
            loop.wake();
        } else {
            long count = dropped.incrementAndGet();
            if (Long.bitCount(count) == 1) { // the 1st, 2nd, 4th, 8th …
                LOG.warn("door [{}]: its queue is full; {} signals dropped so far", setup.id(), count);
            }
        }
        return taken;
    }

    private Rest nextTurn() {
        try {
            turn(inputs.poll());
            return inputs.isEmpty() ? Rest.upTo(doorman.patience(IDLE_LOOK)) : Rest.NONE;
        } catch (Throwable failure) {
            failed(failure);
            return Rest.NONE;
        }
    }

    /** One thing heard, or none, and the time that has passed. Package-private: tests take the turns themselves. */
    void turn(@Nullable Input input) {
        if (lookAgain) {
            lookAgain = false;
            doorman.look();
        }
        if (input != null) {
            doorman.handle(input);
        }
        doorman.tick(!inputs.isEmpty());
        publish();
    }

    /** Everything that waits, one after the other; for tests. */
    void turnAll() {
        for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
            turn(input);
        }
    }

    private void publish() {
        faults = doorman.faults() + loopFailures;
        DoorState now = doorman.state();
        if (!now.equals(state)) {
            state = now;
            listener.accept(now);
        }
    }

    /** Whatever went wrong, the strike is secured, the door is looked at anew, and the loop goes on. */
    void failed(Throwable failure) {
        loopFailures++;
        LOG.error("door [{}]: its loop failed, secures the strike and goes on", setup.id(), failure);
        lookAgain = true;
        try {
            doorman.startOver();
            doorman.record("loop", failure.getClass().getSimpleName());
            publish();
        } catch (Throwable second) {
            LOG.error("door [{}]: starting over failed too", setup.id(), second);
            makeSafe();
        }
    }

    private void makeSafe() {
        try {
            doorman.makeSafe();
        } catch (Throwable third) {
            // Nobody renews the strike's lease from here on: it runs out by itself, and the thread lives to try again.
            LOG.error("door [{}]: its strike cannot be secured by the loop", setup.id(), third);
        }
    }

    private void stopDoorman() {
        try {
            doorman.stop();
        } catch (RuntimeException e) {
            LOG.error("door [{}]: it did not stop in order; its strike is secured by its end", setup.id(), e);
        }
    }

    private void leaveWhatWaits() {
        for (Input input = inputs.poll(); input != null; input = inputs.poll()) {
            input.leave();
        }
    }

    /** The door as it was after the newest signal. May be called from any thread. */
    public DoorState state() {
        return state;
    }

    /** Set before the reader shows it. May be called from any thread. */
    public LastOutcome lastOutcome() {
        return doorman.lastOutcome();
    }

    /** Signals that a full queue could not take, since the start. May be called from any thread. */
    public long signalsDropped() {
        return dropped.get();
    }

    /** Failures of the door's parts, of the journal and of the loop itself, since the start. From any thread. */
    public long faults() {
        return faults;
    }

    /**
     * Learns the next badge at a point instead of judging it. May be called from any thread.
     *
     * @param within more than zero, at most {@link DoorTimes#MAX}
     * @param heard called exactly once if true is returned, and then on the loop's thread, so it must only offer: with
     *     the token under the newest key, or with nothing when none was read in time, another learning took its place or
     *     the door stops (which may be on the closing thread)
     * @return false when the door has no such point or its queue is full; then {@code heard} is never called
     */
    public boolean learn(PointId point, Duration within, Consumer<Optional<BadgeToken>> heard) {
        requireWithin("learn", within);
        return points().contains(point) && !stopping && offer(new Input.Learn(point, within, heard));
    }

    /** Makes the reader show itself. May be called from any thread. False when that cannot be. */
    public boolean identify(PointId point) {
        return points().contains(point) && !stopping && offer(new Input.Identify(point));
    }

    /**
     * Releases the strike once, as for a badge that is let in, unless the door's rules have it otherwise. May be called
     * from any thread.
     *
     * @param within more than zero, at most {@link DoorTimes#MAX}; a door that has not recorded it by then does nothing
     * @param heard called exactly once if true is returned, and then on the loop's thread, so it must only offer; or on
     *     the closing thread if the door stops before it came to it
     * @return false when the door's queue is full or it stops; then {@code heard} is never called
     */
    public boolean release(CommandId command, Duration within, Consumer<ReleaseOutcome> heard) {
        requireWithin("release", within);
        return !stopping && offer(new Input.Release(command, uptimeNanos.getAsLong() + within.toNanos(), heard));
    }

    private static void requireWithin(String what, Duration within) {
        if (!within.isPositive() || within.compareTo(DoorTimes.MAX) > 0) {
            throw new IllegalArgumentException(
                    what + " within [" + within + "] must be more than zero and at most " + DoorTimes.MAX);
        }
    }

    /** Stops the loop, secures the strike and closes the parts. */
    @Override
    public void close() {
        for (ReadPoint point : parts.points()) {
            point.reader().close();
        }
        stopping = true;
        loop.end();
        if (started && hasEnded()) {
            stopDoorman();
        }
        leaveWhatWaits();
        try {
            parts.strike().close();
        } catch (HardwareFailure e) {
            LOG.error("door [{}]: its strike could not be secured at the end", setup.id(), e);
        }
        parts.contact().ifPresent(DoorContact::close);
        parts.exitButton().ifPresent(button -> button.close());
    }

    /** Whether no turn touches the door any more. */
    private boolean hasEnded() {
        try {
            boolean ended = loop.awaitEnd(STOP_WAIT_MAX);
            if (!ended) {
                LOG.error("door [{}]: its loop did not stop within {}", setup.id(), STOP_WAIT_MAX);
            }
            return ended;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}

package knutpunkt.hardware.simulated;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.OneListener;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import org.jspecify.annotations.Nullable;

/**
 * A badge reader in memory. Its events are told on the thread that taps, or that takes the reader away, before the call
 * returns. May be used from any thread.
 */
public final class SimulatedReader implements BadgeReader {
    private final OneListener<Listener> listener;

    /** One badge at a time, as at a real reader. Held while waiting for an outcome. */
    private final ReentrantLock tapping = new ReentrantLock(true);

    private final ReentrantLock state = new ReentrantLock();
    private final Condition shown = state.newCondition();
    private ReaderSignal signal = ReaderSignal.IDLE;
    private @Nullable ReaderSignal outcome; // the first since the last tap
    private String awayReason = "";
    private int repeats = 1;
    private long framesRead;

    /** A reader that is there, for messages named after its point. */
    public SimulatedReader(String point) {
        listener = new OneListener<>("reader [simulated " + point + "]");
    }

    @Override
    public void start(Listener newListener) {
        listener.set(newListener);
        tellHealth();
    }

    /** Holds a badge to the reader. Nothing comes of it while the reader is away: such a read is lost, not kept. */
    public void tap(BadgeRead read) {
        tapping.lock();
        try {
            deliver(read);
        } finally {
            tapping.unlock();
        }
    }

    /** Taps with a read that is as old as {@code age} already when it is told. */
    public void tapDelayed(BadgeRead read, Duration age) {
        tap(new BadgeRead(read.technology(), read.bitCount(), read.bits(), read.atNanos() - age.toNanos()));
    }

    /**
     * Taps, and waits for what the person is shown: the first of granted, refused and learning that is shown after the
     * tap. Empty when nothing was shown in time, or the reader is away. An outcome that comes too late for one tap may be
     * taken for the next one's.
     */
    public Optional<ReaderSignal> tapAndAwait(BadgeRead read, Duration wait) {
        tapping.lock();
        try {
            return deliver(read) ? awaitOutcome(wait) : Optional.empty();
        } finally {
            tapping.unlock();
        }
    }

    /** How often each tap is told from now on, 1 to 100: a reader that repeats itself tells more than once. */
    public void repeat(int times) {
        if (times < 1 || times > 100) {
            throw new IllegalArgumentException("times [" + times + "] must be 1..100");
        }
        state.lock();
        try {
            repeats = times;
        } finally {
            state.unlock();
        }
    }

    /** Takes the reader away, for a reason that must not be empty. */
    public void goOffline(String reason) {
        if (reason.isEmpty()) {
            throw new IllegalArgumentException("a reader that is away needs a reason");
        }
        setAway(reason);
    }

    /** Brings the reader back. */
    public void goOnline() {
        setAway("");
    }

    /** What the reader shows now. */
    public ReaderSignal signal() {
        state.lock();
        try {
            return signal;
        } finally {
            state.unlock();
        }
    }

    @Override
    public void show(ReaderSignal newSignal) {
        state.lock();
        try {
            signal = newSignal;
            if (outcome == null && isOutcome(newSignal)) {
                outcome = newSignal;
                shown.signalAll();
            }
        } finally {
            state.unlock();
        }
    }

    @Override
    public void close() {
        listener.silence();
    }

    private static boolean isOutcome(ReaderSignal signal) {
        return switch (signal) {
            case GRANTED, REFUSED, LEARNING -> true;
            case IDLE, IDENTIFY -> false;
        };
    }

    private boolean deliver(BadgeRead read) {
        int times;
        state.lock();
        try {
            if (!awayReason.isEmpty()) {
                return false;
            }
            outcome = null;
            times = repeats;
            framesRead += times;
        } finally {
            state.unlock();
        }
        for (int i = 0; i < times; i++) {
            listener.tell(someone -> someone.read(read));
        }
        return true;
    }

    private Optional<ReaderSignal> awaitOutcome(Duration wait) {
        long leftNanos = wait.toNanos();
        state.lock();
        try {
            while (outcome == null && leftNanos > 0) {
                leftNanos = shown.awaitNanos(leftNanos);
            }
            return Optional.ofNullable(outcome);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            state.unlock();
        }
    }

    private void setAway(String reason) {
        state.lock();
        try {
            if (awayReason.equals(reason)) {
                return;
            }
            awayReason = reason;
        } finally {
            state.unlock();
        }
        tellHealth();
    }

    private void tellHealth() {
        ReaderHealth health;
        state.lock();
        try {
            health = new ReaderHealth(awayReason.isEmpty(), awayReason, 0, 0, framesRead);
        } finally {
            state.unlock();
        }
        listener.tell(someone -> someone.health(health));
    }
}

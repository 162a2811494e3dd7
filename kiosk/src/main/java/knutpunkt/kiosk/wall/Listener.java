package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.screens.Visitor;

/** One who hears the wall's states: holds the newest that was not taken yet. One thread takes, one tells. */
final class Listener implements AutoCloseable {
    private final Visitor visitor;
    private final Consumer<Listener> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Optional<String> newest = Optional.empty();
    private Optional<ScreenState> told = Optional.empty();
    private volatile boolean paired;
    private boolean ended;

    Listener(Visitor visitor, Consumer<Listener> onClose) {
        this.visitor = requireNonNull(visitor, "visitor");
        this.onClose = requireNonNull(onClose, "onClose");
    }

    /** Tells what this one may hear, if it is another than before or a beat is due. */
    void tell(Round round, boolean isBeat) throws JsonProcessingException {
        Standing standing = round.standing(visitor);
        paired = standing instanceof Standing.Paired;
        Optional<ScreenState> state = Optional.of(round.compared(standing));
        if (isBeat || !state.equals(told)) {
            told = state;
            put(round.written(standing));
        }
    }

    boolean isPaired() {
        return paired;
    }

    /** Replaces a state that was not taken yet: the newer one holds all of it. */
    private void put(String state) {
        lock.lock();
        try {
            newest = Optional.of(state);
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            news.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isEnded() {
        lock.lock();
        try {
            return ended;
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a state; empty when none came in time or the stream has ended. */
    Optional<String> take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long left = patience.toNanos();
            while (newest.isEmpty() && !ended && left > 0) {
                left = news.awaitNanos(left);
            }
            Optional<String> taken = newest;
            newest = Optional.empty();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
    }
}

package knutpunkt.kiosk.wall;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** One who hears the wall's states: holds the newest that was not taken yet. One thread takes, any may put. */
final class Listener implements AutoCloseable {
    private final Consumer<Listener> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private Optional<String> newest = Optional.empty();
    private boolean ended;

    Listener(Consumer<Listener> onClose) {
        this.onClose = onClose;
    }

    /** Replaces a state that was not taken yet: the newer one holds all of it. */
    void put(String state) {
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

package knutpunkt.wire.session;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many messages one connection has under way: the others wait, and all stop waiting when the connection ends. */
final class InFlight {
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Condition changed = lock.newCondition();
    private int free;
    private boolean ended;

    InFlight(int max) {
        this.free = max;
    }

    enum Entry {
        ENTERED,
        TIMED_OUT,
        ENDED
    }

    Entry enter(long timeoutMillis) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(timeoutMillis);
            while (free == 0 && !ended && left > 0) {
                left = changed.awaitNanos(left);
            }
            if (ended) {
                return Entry.ENDED;
            }
            if (free == 0) {
                return Entry.TIMED_OUT;
            }
            free--;
            return Entry.ENTERED;
        } finally {
            lock.unlock();
        }
    }

    void leave() {
        lock.lock();
        try {
            free++;
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    void end() {
        lock.lock();
        try {
            ended = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}

package knutpunkt.loop;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A loop that is a thread. */
final class ThreadLoop implements Loop {
    /** After a turn failed that should not have: long enough not to fill a log, short enough to be there again. */
    private static final Rest AFTER_FAILURE = Rest.firmly(Duration.ofSeconds(1));

    private static final Logger LOG = LoggerFactory.getLogger(ThreadLoop.class);

    private final Turn turn;
    private final Thread thread;
    private volatile boolean woken;
    private volatile boolean ending;

    ThreadLoop(Thread.Builder thread, Turn turn) {
        this.turn = turn;
        this.thread = thread.unstarted(this::run);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void wake() {
        if (!woken) {
            woken = true;
            LockSupport.unpark(thread);
        }
    }

    @Override
    public void end() {
        ending = true;
        LockSupport.unpark(thread);
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        if (!ending) {
            throw new IllegalStateException("[" + thread.getName() + "] must be ended before its end is awaited");
        }
        return thread.getState() == Thread.State.NEW || thread.join(atMost);
    }

    @Override
    public void interrupt() {
        ending = true;
        thread.interrupt();
    }

    private void run() {
        try {
            while (!ending) {
                // Before the turn: what is said from here on may be too late for it.
                woken = false;
                rest(turn());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** Work catches what it can meet; whatever it did not think of must not end it. */
    private Rest turn() throws InterruptedException {
        try {
            return turn.take();
        } catch (RuntimeException e) {
            LOG.error("a turn of [{}] failed: a programming error", thread.getName(), e);
            return AFTER_FAILURE;
        }
    }

    private void rest(Rest rest) throws InterruptedException {
        long until = System.nanoTime() + rest.atMost().toNanos();
        while (!ending && !(woken && rest.untilWoken())) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                return;
            }
            LockSupport.parkNanos(this, left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}

package knutpunkt.loop;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private final CountDownLatch ending = new CountDownLatch(1);
    private volatile boolean woken;

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
        ending.countDown();
        LockSupport.unpark(thread);
    }

    @Override
    public boolean awaitEnd(Duration atMost) throws InterruptedException {
        if (!isEnding()) {
            throw new IllegalStateException("[" + thread.getName() + "] must be ended before its end is awaited");
        }
        return thread.getState() == Thread.State.NEW || thread.join(atMost);
    }

    @Override
    public void interrupt() {
        ending.countDown();
        thread.interrupt();
    }

    private void run() {
        try {
            while (!isEnding()) {
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

    /** A rest may end too early for no reason, and then there is a turn more; a firm one may not. */
    private void rest(Rest rest) throws InterruptedException {
        long nanos = rest.atMost().toNanos();
        if (!rest.untilWoken()) {
            boolean _ = ending.await(nanos, TimeUnit.NANOSECONDS);
        } else if (nanos > 0 && !woken && !isEnding()) {
            LockSupport.parkNanos(this, nanos);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    private boolean isEnding() {
        return ending.getCount() == 0;
    }
}

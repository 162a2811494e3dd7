package knutpunkt.kiosk.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Ends what its thread waits for when it takes too long: the thread is interrupted, and never after this is closed. */
final class Patience implements AutoCloseable {
    private final Thread waiting = Thread.currentThread();
    private final Thread watch;
    private boolean over;

    Patience(Duration longest) {
        this.watch = Thread.ofVirtual().name("patience").start(() -> watch(longest));
    }

    private void watch(Duration longest) {
        try {
            TimeUnit.NANOSECONDS.sleep(longest.toNanos());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return;
        }
        synchronized (this) {
            if (!over) {
                waiting.interrupt();
            }
        }
    }

    @Override
    public void close() {
        synchronized (this) {
            over = true;
        }
        watch.interrupt();
    }
}

package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does something now and then once an hour, on a thread of its own, until it is closed. */
public final class HourlyLook implements AutoCloseable {
    private static final Duration EVERY = Duration.ofHours(1);
    private static final Duration END_WAIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(HourlyLook.class);

    private final Runnable look;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private HourlyLook(Runnable look) {
        this.look = requireNonNull(look, "look");
        this.thread = Thread.ofVirtual().name("hourly-look").unstarted(this::run);
    }

    public static HourlyLook start(Runnable look) {
        var hourly = new HourlyLook(look);
        hourly.thread.start();
        return hourly;
    }

    private void run() {
        try {
            do {
                lookOnce();
            } while (!closing.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop's one outermost catch: a disk that fails now must not stop the asking for ever. */
    private void lookOnce() {
        try {
            look.run();
        } catch (RuntimeException e) {
            LOG.error("looking after what is due failed; it is tried again in an hour", e);
        }
    }

    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, on a thread of its own, until it is closed. A mail server that does not answer is asked again after
 * twice as long each time, up to an hour; nothing else waits for it.
 */
public final class MailRound implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration END_WAIT = Duration.ofSeconds(2);
    private static final Logger LOG = LoggerFactory.getLogger(MailRound.class);

    private final BooleanSupplier send;
    private final Duration first;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    private MailRound(BooleanSupplier send, Duration first) {
        this.send = requireNonNull(send, "send");
        this.first = requireNonNull(first, "first");
        this.thread = Thread.ofVirtual().name("mail-round").unstarted(this::run);
    }

    /**
     * Starts at once.
     *
     * @param send sends what is due; false when it could not
     * @param first how long to wait after the first failure, and between two looks for what is due
     */
    public static MailRound start(BooleanSupplier send, Duration first) {
        var round = new MailRound(send, first);
        round.thread.start();
        return round;
    }

    private void run() {
        try {
            int failures = 0;
            do {
                failures = sent() ? 0 : failures + 1;
            } while (!closing.await(pause(first, failures).toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** How long to wait after so many failures in a row. */
    static Duration pause(Duration first, int failures) {
        Duration pause = first;
        for (int i = 1; i < failures && pause.compareTo(LONGEST) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(LONGEST) < 0 ? pause : LONGEST;
    }

    /** The loop's one outermost catch. */
    private boolean sent() {
        try {
            return send.getAsBoolean();
        } catch (RuntimeException e) {
            LOG.error("sending mail failed; it is tried again later", e);
            return false;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        thread.interrupt();
        try {
            thread.join(END_WAIT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

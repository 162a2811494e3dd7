package knutpunkt.hardware.gpio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that looks at a board's inputs: soon after an edge, and five times a second in any case, so that an edge
 * that was missed costs no more than that. A storm of edges wakes it no more often than a single one.
 */
final class InputThread {
    private static final Logger LOG = LoggerFactory.getLogger(InputThread.class);
    private static final long SOON_NANOS = Duration.ofMillis(5).toNanos();
    private static final long LATER_NANOS = Duration.ofMillis(200).toNanos();

    private final List<GpioInput> inputs = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closing;

    InputThread() {
        thread = Thread.ofPlatform().daemon().name("gpio inputs").start(this::run);
    }

    void add(GpioInput input) {
        inputs.add(input);
    }

    void wake() {
        LockSupport.unpark(thread);
    }

    void close() {
        closing = true;
        wake();
    }

    private void run() {
        while (!closing) {
            boolean soon = false;
            for (var input : inputs) {
                soon |= look(input);
            }
            LockSupport.parkNanos(soon ? SOON_NANOS : LATER_NANOS);
        }
    }

    private static boolean look(GpioInput input) {
        try {
            return input.look();
        } catch (Throwable fault) {
            LOG.error("gpio {}: looking at it failed, and goes on", input.pin(), fault);
            return false;
        }
    }
}

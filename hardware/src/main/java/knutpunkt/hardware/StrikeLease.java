package knutpunkt.hardware;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the promise of {@link Strike} over any output: a watchdog thread of its own secures when nobody renews, whatever
 * became of the caller's thread. An output that throws is tried again every 100 ms until it takes the low level.
 *
 * <p>Whatever the output does, it does under one lock, so a renewal, a securing and an expiry never cross. The output
 * must therefore answer promptly.
 */
public final class StrikeLease implements Strike {
    private static final Logger LOG = LoggerFactory.getLogger(StrikeLease.class);

    /** Earlier than the promise, so that a busy machine keeps it too. */
    static final Duration SECURED_AFTER = LEASE.minusMillis(100);

    static final Duration RETRY_AFTER = Duration.ofMillis(100);

    private static final int ATTEMPTS_AFTER_CLOSE_MAX = 10;
    private static final Duration CLOSE_WAIT_MAX = Duration.ofMillis(1500);

    /** The injected clock need not run at the pace of this thread's sleep, so it is asked again this often. */
    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private static final long IDLE_LOOK_NANOS = 1_000_000_000;

    /** An electric output. It may throw any unchecked exception for a level that it did not take. */
    public interface Output {
        void set(boolean energised);
    }

    private final String name;
    private final Output output;
    private final LongSupplier nanoClock;
    private final Consumer<HardwareFailure> faults;
    private final ReentrantLock lock = new ReentrantLock(true);
    private final Thread watchdog;

    private boolean released; // the lease runs
    private boolean energised; // the last level the output took
    private boolean unsure; // the output refused a level, so it may have any
    private boolean closed;
    private boolean faultTold;
    private long secureAtNanos;
    private long retryAtNanos;
    private int attemptsAfterClose;

    /**
     * Writes the low level at once and starts the watchdog.
     *
     * @param name for messages, such as {@code "gpio 17"}
     * @param faults hears, on a thread of its own and once for each row of failed attempts, that an output did not let
     *     itself be secured
     * @throws HardwareFailure if the output cannot be secured now
     */
    public StrikeLease(String name, Output output, LongSupplier nanoClock, Consumer<HardwareFailure> faults) {
        this.name = name;
        this.output = output;
        this.nanoClock = nanoClock;
        this.faults = faults;
        try {
            output.set(false);
        } catch (RuntimeException | Error failure) {
            throw new HardwareFailure("strike [" + name + "] could not be secured at its start", failure);
        }
        watchdog = Thread.ofPlatform().daemon().name("strike " + name).start(this::watch);
    }

    @Override
    public void release() {
        lock.lock();
        try {
            if (closed) {
                throw new IllegalStateException("strike [" + name + "] is closed and cannot be released");
            }
            if (!watchdog.isAlive()) {
                var _ = trySecuring();
                throw new HardwareFailure("strike [" + name + "] has no watchdog and must not be released");
            }
            secureAtNanos = nanoClock.getAsLong() + SECURED_AFTER.toNanos();
            try {
                output.set(true);
            } catch (RuntimeException | Error failure) {
                unsure = true;
                var _ = trySecuring();
                throw new HardwareFailure("strike [" + name + "] refused to release", failure);
            }
            energised = true;
            released = true;
        } finally {
            lock.unlock();
            LockSupport.unpark(watchdog);
        }
    }

    @Override
    public void renew() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            if (released && now - secureAtNanos < 0) {
                secureAtNanos = now + SECURED_AFTER.toNanos();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void secure() {
        lock.lock();
        try {
            var failure = trySecuring();
            if (failure != null) {
                throw new HardwareFailure("strike [" + name + "] refused to secure", failure);
            }
        } finally {
            lock.unlock();
            LockSupport.unpark(watchdog);
        }
    }

    @Override
    public boolean isReleased() {
        lock.lock();
        try {
            return energised;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        @Nullable Throwable failure;
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            failure = trySecuring();
        } finally {
            lock.unlock();
            LockSupport.unpark(watchdog);
        }
        if (failure == null) {
            return;
        }
        awaitWatchdog();
        lock.lock();
        try {
            if (isSecuringDue()) {
                throw new HardwareFailure("strike [" + name + "] could not be secured at its end", failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private void awaitWatchdog() {
        try {
            watchdog.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The watchdog's whole life. Nothing but a closed and secured strike ends it, or a closed one that it gave up. */
    private void watch() {
        while (!isDone()) {
            try {
                var fault = secureIfDue();
                if (fault != null) {
                    tell(fault);
                }
                LockSupport.parkNanos(this, lookAgainNanos());
            } catch (Throwable failure) {
                LOG.error("strike [{}]: its watchdog failed, secures and goes on", name, failure);
                secureAfterFailure();
                LockSupport.parkNanos(this, RETRY_AFTER.toNanos());
            }
            // Nobody has reason to interrupt this thread; were the mark left, it would never sleep again.
            var _ = Thread.interrupted();
        }
    }

    /** On a thread of its own: who hears of it may hang, and the watchdog must not. */
    private void tell(HardwareFailure fault) {
        Thread.ofVirtual().name("strike " + name + " fault").start(() -> {
            try {
                faults.accept(fault);
            } catch (RuntimeException failure) {
                LOG.error("strike [{}]: who hears of its faults threw", name, failure);
            }
        });
    }

    private boolean isDone() {
        lock.lock();
        try {
            return closed && (!isSecuringDue() || attemptsAfterClose >= ATTEMPTS_AFTER_CLOSE_MAX);
        } finally {
            lock.unlock();
        }
    }

    /** Answers a fault worth telling, that is the first one in a row. */
    private @Nullable HardwareFailure secureIfDue() {
        lock.lock();
        try {
            long now = nanoClock.getAsLong();
            boolean expired = released && now - secureAtNanos >= 0;
            boolean retry = isSecuringDue() && now - retryAtNanos >= 0;
            if (!expired && !retry) {
                return null;
            }
            if (expired) {
                LOG.warn("strike [{}] was not renewed for {} ms, and is secured", name, SECURED_AFTER.toMillis());
            }
            if (closed) {
                attemptsAfterClose++;
            }
            var failure = trySecuring();
            if (failure == null || faultTold) {
                return null;
            }
            faultTold = true;
            return new HardwareFailure("strike [" + name + "] does not let itself be secured; trying on", failure);
        } finally {
            lock.unlock();
        }
    }

    private long lookAgainNanos() {
        lock.lock();
        try {
            if (released) {
                return Math.clamp(secureAtNanos - nanoClock.getAsLong(), 1, LOOK_AGAIN_NANOS);
            }
            return isSecuringDue() ? LOOK_AGAIN_NANOS : IDLE_LOOK_NANOS;
        } finally {
            lock.unlock();
        }
    }

    private boolean isSecuringDue() {
        return !released && (energised || unsure);
    }

    private @Nullable Throwable trySecuring() {
        released = false;
        try {
            output.set(false);
        } catch (RuntimeException | Error failure) {
            unsure = true;
            retryAtNanos = nanoClock.getAsLong() + RETRY_AFTER.toNanos();
            return failure;
        }
        energised = false;
        unsure = false;
        faultTold = false;
        return null;
    }

    private void secureAfterFailure() {
        lock.lock();
        try {
            var _ = trySecuring();
        } catch (Throwable failure) {
            LOG.error("strike [{}]: its watchdog could not secure either, and tries again", name, failure);
        } finally {
            lock.unlock();
        }
    }
}

package knutpunkt.hardware.serial;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.OneListener;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A badge reader on a serial line that may be unplugged and plugged in again at any time. One thread opens the line,
 * reads it, and tries again every second when it is gone. What was half read before, or waited in the system's buffer
 * meanwhile, is discarded: a reader that was away delivers nothing old.
 */
public final class SerialReader implements BadgeReader {
    private static final Logger LOG = LoggerFactory.getLogger(SerialReader.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(2);
    private static final long HEALTH_NANOS_MIN = Duration.ofSeconds(1).toNanos();
    private static final int BUFFER_BYTES = 256;

    private final String device;
    private final LongSupplier nanoClock;
    private final BadgeFrames frames;
    private final OneListener<Listener> listener;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;

    // Only the reader's own thread touches these.
    private @Nullable ReaderHealth told;
    private long toldNanos;

    /**
     * Opens nothing yet: that is {@link #start}, and it may find no reader.
     *
     * @param device the path of the line, such as {@code /dev/serial/by-id/...}; a symbolic link is followed anew each
     *     time the line is opened
     * @param nanoClock monotonic nanoseconds
     */
    public SerialReader(String device, SerialReaderKind kind, LongSupplier nanoClock) {
        this.device = device;
        this.nanoClock = nanoClock;
        this.frames = kind.frames();
        this.listener = new OneListener<>("reader [" + device + "]");
        this.thread = Thread.ofPlatform().daemon().name("reader " + device).unstarted(this::run);
    }

    @Override
    public void start(Listener newListener) {
        listener.set(newListener);
        thread.start();
    }

    /** Neither module can show anything. */
    @Override
    public void show(ReaderSignal signal) {}

    @Override
    public void close() {
        listener.silence();
        closing.countDown();
        if (Thread.currentThread() == thread) {
            return;
        }
        try {
            thread.join(CLOSE_WAIT_MAX);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosing()) {
            tellHealth(false, listenUntilGone());
            awaitRetry();
        }
    }

    /** Answers why the line is gone. Whatever goes wrong, the reader tries again. */
    private String listenUntilGone() {
        try (var line = SerialLine.open(device)) {
            frames.frame().drop();
            tellHealth(true, "");
            listen(line);
            return "closed";
        } catch (HardwareFailure failure) {
            return String.valueOf(failure.getMessage());
        } catch (Throwable fault) {
            return "failed: " + fault.getClass().getName();
        }
    }

    private void listen(SerialLine line) {
        byte[] buffer = new byte[BUFFER_BYTES];
        var arrival = new Arrival(nanoClock.getAsLong());
        while (!isClosing()) {
            int count = line.read(buffer);
            long atNanos = arrival.date(count, buffer.length, nanoClock.getAsLong());
            for (int i = 0; i < count; i++) {
                take(buffer[i], atNanos);
            }
            tellCounts();
        }
    }

    private void take(byte next, long atNanos) {
        switch (frames.accept(next, atNanos)) {
            case BADGE -> {
                var read = BadgeRead.em4100(frames.frame().number(), atNanos);
                listener.tell(someone -> someone.read(read));
            }
            case NEEDS_MORE, REPEATED, NOISE, BAD_CHECKSUM -> {}
        }
    }

    private void tellCounts() {
        var health = health(true, "");
        if (!health.equals(told) && nanoClock.getAsLong() - toldNanos >= HEALTH_NANOS_MIN) {
            tell(health);
        }
    }

    private void tellHealth(boolean online, String reason) {
        var health = health(online, reason);
        if (!health.equals(told)) {
            LOG.info("reader [{}] is {}", device, online ? "online" : "offline: " + reason);
            tell(health);
        }
    }

    private void tell(ReaderHealth health) {
        told = health;
        toldNanos = nanoClock.getAsLong();
        listener.tell(someone -> someone.health(health));
    }

    private ReaderHealth health(boolean online, String reason) {
        var frame = frames.frame();
        return new ReaderHealth(online, reason, frame.checksumErrors(), frame.noiseBytes(), frame.framesRead());
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private void awaitRetry() {
        try {
            var _ = closing.await(RETRY_AFTER.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            // Only close() ends this thread; an interrupt merely makes it try again sooner.
            LOG.debug("reader [{}] was interrupted", device);
        }
    }
}

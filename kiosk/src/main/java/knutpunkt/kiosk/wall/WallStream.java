package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.kiosk.screens.Visitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends each screen what it may show: at once when that has changed, and every two seconds all the same, so that a wall
 * which hears nothing knows that something is wrong. One thread asks for what is known; each listener has a place for the
 * newest state only, so a slow one misses states and never holds up the others. The beats keep their time whatever
 * happens between them.
 */
final class WallStream implements AutoCloseable {
    /** How many screens and pages may listen at once. */
    static final int LISTENERS_MAX = 320;

    /** How many of them may be unpaired: they must not take the places of the site's screens. */
    static final int UNPAIRED_MAX = 60;

    /** The time between two states when nothing changes. */
    static final Duration BEAT = Duration.ofSeconds(2);

    /** The least and the most time between two rounds, so that a burst of changes is a few. */
    private static final Duration REST_MIN = Duration.ofMillis(2);

    private static final Duration REST_MAX = Duration.ofMillis(20);

    private static final Logger LOG = LoggerFactory.getLogger(WallStream.class);

    private final Supplier<WallMoment> source;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Semaphore changes = new Semaphore(0);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;
    private Instant lastBeat;
    private boolean failing;

    private WallStream(Supplier<WallMoment> source, InstantSource clock, LongSupplier nanoClock) {
        this.source = requireNonNull(source, "source");
        this.clock = requireNonNull(clock, "clock");
        this.nanoClock = requireNonNull(nanoClock, "nanoClock");
        this.lastBeat = clock.instant();
        this.thread = Thread.ofVirtual().name("wall-stream").unstarted(this::run);
    }

    /** Starts the thread that asks {@code source}; the source may block and may fail, and then the walls hear nothing. */
    static WallStream start(Supplier<WallMoment> source, InstantSource clock, LongSupplier nanoClock) {
        var stream = new WallStream(source, clock, nanoClock);
        stream.thread.start();
        return stream;
    }

    /** Takes note that something is another way now. Never blocks; from any thread. */
    void changed() {
        changes.release();
    }

    /** A place to hear states from; empty when there are too many, or the stream has ended. */
    Optional<Listener> listen(Visitor visitor) {
        synchronized (listeners) {
            long unpaired =
                    listeners.stream().filter(listener -> !listener.isPaired()).count();
            if (closed || listeners.size() >= LISTENERS_MAX || (unpaired >= UNPAIRED_MAX && !isPaired(visitor))) {
                return Optional.empty();
            }
            var listener = new Listener(visitor, this::leave);
            listeners.add(listener);
            // Whoever just came sees the state now and not at the next beat.
            changed();
            return Optional.of(listener);
        }
    }

    private boolean isPaired(Visitor visitor) {
        return source.get().standings().isPaired(visitor);
    }

    private void leave(Listener listener) {
        listeners.remove(listener);
    }

    private void run() {
        long nextBeat = nanoClock.getAsLong() + BEAT.toNanos();
        try {
            while (!closed) {
                long left = nextBeat - nanoClock.getAsLong();
                if (changes.tryAcquire(left, TimeUnit.NANOSECONDS)) {
                    changes.drainPermits();
                }
                boolean isBeat = nanoClock.getAsLong() - nextBeat >= 0;
                if (isBeat) {
                    nextBeat = Math.max(nextBeat, nanoClock.getAsLong() - BEAT.toNanos()) + BEAT.toNanos();
                }
                long begun = nanoClock.getAsLong();
                tell(isBeat);
                rest(nanoClock.getAsLong() - begun);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** For as long as the round took: with however many screens, half of the time is everybody else's. */
    private static void rest(long roundNanos) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(Math.clamp(roundNanos, REST_MIN.toNanos(), REST_MAX.toNanos()));
    }

    /** The loop's one outermost catch: a state that cannot be had leaves the walls without one, and they say so. */
    private void tell(boolean isBeat) {
        Instant now = clock.instant();
        lastBeat = isBeat ? now : lastBeat;
        if (listeners.isEmpty()) {
            return;
        }
        try {
            var round = new Round(source.get(), now, lastBeat);
            for (Listener listener : listeners) {
                listener.tell(round, isBeat);
            }
            failing = false;
        } catch (JsonProcessingException | RuntimeException e) {
            if (!failing) {
                LOG.error("the wall's state cannot be told; the walls hear nothing until it can", e);
            }
            failing = true;
        }
    }

    /** Ends every listener first, so that the server has no answer left to wait for. */
    @Override
    public void close() {
        synchronized (listeners) {
            closed = true;
            listeners.forEach(Listener::end);
        }
        thread.interrupt();
    }
}

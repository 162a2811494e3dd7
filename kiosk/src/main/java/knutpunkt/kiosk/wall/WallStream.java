package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import knutpunkt.wire.message.WireJson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the wall's state to everyone who listens: at once when something changed, and every two seconds all the same, so
 * that a wall which hears nothing knows that something is wrong. One thread asks for the state; each listener has a place
 * for the newest one only, so a slow one misses states and never holds up the others.
 */
public final class WallStream implements AutoCloseable {
    /** How many walls and pages may listen at once. */
    public static final int LISTENERS_MAX = 64;

    /** The longest time between two states. */
    static final Duration BEAT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(WallStream.class);

    private final Supplier<WallState> source;
    private final Semaphore changes = new Semaphore(0);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile boolean closed;

    private WallStream(Supplier<WallState> source) {
        this.source = requireNonNull(source, "source");
        this.thread = Thread.ofVirtual().name("wall-stream").unstarted(this::run);
    }

    /** Starts the thread that asks {@code source}; the source may block and may fail, and then the walls hear nothing. */
    public static WallStream start(Supplier<WallState> source) {
        var stream = new WallStream(source);
        stream.thread.start();
        return stream;
    }

    /** Takes note that the state is another one now. Never blocks; from any thread. */
    public void changed() {
        changes.release();
    }

    /** A place to hear states from; empty when there are too many, or the stream has ended. */
    Optional<Listener> listen() {
        synchronized (listeners) {
            if (closed || listeners.size() >= LISTENERS_MAX) {
                return Optional.empty();
            }
            var listener = new Listener(this::leave);
            listeners.add(listener);
            // Whoever just came sees the state now and not at the next beat.
            changed();
            return Optional.of(listener);
        }
    }

    private void leave(Listener listener) {
        listeners.remove(listener);
    }

    private void run() {
        try {
            while (!closed) {
                if (changes.tryAcquire(BEAT.toMillis(), TimeUnit.MILLISECONDS)) {
                    changes.drainPermits();
                }
                tell();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop's one outermost catch: a state that cannot be had leaves the walls without one, and they say so. */
    private void tell() {
        if (listeners.isEmpty()) {
            return;
        }
        try {
            String state = WireJson.mapper().writeValueAsString(source.get());
            listeners.forEach(listener -> listener.put(state));
        } catch (JsonProcessingException | RuntimeException e) {
            LOG.error("the wall's state cannot be told", e);
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

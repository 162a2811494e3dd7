package knutpunkt.hardware;

import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one listener of a part. It is told one thing at a time, may throw without harm to the part's thread, and hears
 * nothing after {@link #silence} has returned. May be used from any thread.
 */
public final class OneListener<T> {
    private static final Logger LOG = LoggerFactory.getLogger(OneListener.class);

    private final String part;
    private final ReentrantLock telling = new ReentrantLock();
    private @Nullable T listener;
    private boolean silent;
    private long failures;

    /** For the part that messages are to name. */
    public OneListener(String part) {
        this.part = part;
    }

    /**
     * Takes the listener, once.
     *
     * @throws IllegalStateException if there is one already
     */
    public void set(T newListener) {
        telling.lock();
        try {
            if (listener != null) {
                throw new IllegalStateException(part + " has a listener already");
            }
            listener = newListener;
        } finally {
            telling.unlock();
        }
    }

    /** Tells the listener, if there is one. What it throws is counted and logged without its message, which could hold a badge. */
    public void tell(Consumer<T> event) {
        telling.lock();
        try {
            if (listener != null && !silent) {
                event.accept(listener);
            }
        } catch (RuntimeException failure) {
            failures++;
            LOG.error(
                    "{}: its listener threw {} at {}; {} so far", part, failure.getClass(), origin(failure), failures);
        } finally {
            telling.unlock();
        }
    }

    /** Tells nothing from now on; waits for what is being told. */
    public void silence() {
        telling.lock();
        try {
            silent = true;
        } finally {
            telling.unlock();
        }
    }

    /** How often the listener threw. */
    public long failures() {
        telling.lock();
        try {
            return failures;
        } finally {
            telling.unlock();
        }
    }

    private static String origin(RuntimeException failure) {
        var trace = failure.getStackTrace();
        return trace.length == 0 ? "an unknown place" : trace[0].toString();
    }
}

package knutpunkt.hardware;

/**
 * Where badges are read. A reader that is unplugged, jammed or plugged in later is not a failure: it says so through
 * {@link Listener#health} and goes on trying, so {@link #start} succeeds with no reader there at all.
 */
public interface BadgeReader extends AutoCloseable {

    /**
     * Starts listening. Called once. Events come on the reader's own thread, one at a time: the listener must only offer
     * them to a queue. The first event is the reader's health.
     *
     * @throws IllegalStateException if it was started before
     */
    void start(Listener listener);

    /**
     * Shows the person the outcome by light or sound. May be called from any thread, at any time; returns within about
     * 10 ms; ignored where a reader has no such signal.
     */
    void show(ReaderSignal signal);

    /** Stops listening; no event comes after it has returned. Closing twice does nothing more. */
    @Override
    void close();

    /** Who hears of badges. If it throws, that is counted and logged, and the reader goes on. */
    interface Listener {
        /** A badge was presented: once for each time it is held to the reader, however often the reader repeats it. */
        void read(BadgeRead read);

        /**
         * The reader came, went, or has counted something since: when it comes or goes at once, else at most once a
         * second.
         */
        void health(ReaderHealth health);
    }
}

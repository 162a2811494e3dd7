package knutpunkt.controller.link;

/**
 * Which connection there is, from any thread. The parts look at it rather than being told: what is told to a full queue is
 * lost, and a part that missed a connection would wait for ever.
 */
final class Connection {
    /** No connection. */
    static final long NONE = 0;

    private volatile long number = NONE;

    void connected(long newNumber) {
        number = newNumber;
    }

    void disconnected() {
        number = NONE;
    }

    long number() {
        return number;
    }

    boolean isThere() {
        return number != NONE;
    }
}

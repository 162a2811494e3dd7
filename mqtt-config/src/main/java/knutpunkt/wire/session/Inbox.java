package knutpunkt.wire.session;

/** Where a session puts what happens. Called on the session's own threads: an inbox hands over and returns. */
public interface Inbox {
    /** Why a connection ended when the same client came again, from wherever: only the newest is kept. */
    String TAKEN_OVER = "another connection of the same client took its place";

    void received(Incoming message);

    /** Connected and subscribed. What the broker had kept may have come before. Numbers rise from 1 and may skip. */
    void connected(long connection);

    /** The connection that was is no more; the session is already trying again. */
    void disconnected(String reason);
}

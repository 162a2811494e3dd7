package knutpunkt.kiosk.link;

import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;

/** The way to the controllers: a courier in earnest, memory in tests. Safe for use by several threads. */
public interface Outbox extends AutoCloseable {
    /**
     * Sends, and returns once the broker has it. Blocks for at most 10 s.
     *
     * @throws NotDelivered when the broker may not have it
     */
    void send(ControllerId controller, Message message);

    /**
     * Gives the connection up that there is, and dials anew. Returns at once. An outbox without connections has none to give
     * up.
     *
     * @param reason what the log says
     */
    default void renew(String reason) {}

    /** After this nothing arrives any more, either. */
    @Override
    void close();
}

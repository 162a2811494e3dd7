package knutpunkt.wire.session;

import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;

/**
 * Where a courier puts what its peer signed. Called on the courier's one delivery thread, in the order things happened:
 * a mailbox hands over and returns, and never publishes from within, because what arrives meanwhile waits for it.
 */
public interface Mailbox {
    /**
     * A message from its rightful sender.
     *
     * @param retained published to be kept, whether it comes live or from what the broker kept
     */
    void received(Topic topic, Message message, boolean retained);

    /**
     * A message that was not let through, and so may be anybody's: for whoever tells people of it. Of what came on no topic
     * of the site nothing is said here.
     *
     * @param topic where it came; whose controller may be one that the site does not have
     * @param retained published to be kept, whether it comes live or from what the broker kept
     */
    default void refused(Topic topic, Rejection reason, boolean retained) {}

    /** Connected and subscribed. What the broker had kept may have come before. Numbers rise from 1 and may skip. */
    void connected(long connection);

    void disconnected(String reason);
}

package knutpunkt.controller.link;

import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;

/** How this controller's messages leave: signed, and each on its channel's topic. May be called from any thread. */
@FunctionalInterface
public interface Outbox {
    /**
     * Returns once the broker has it; blocks for some seconds at most.
     *
     * @throws NotDelivered when the broker may not have it
     */
    void send(Message message);
}

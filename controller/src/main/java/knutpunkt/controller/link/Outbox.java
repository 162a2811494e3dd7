package knutpunkt.controller.link;

import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Courier;
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

    /**
     * Gives the connection up that there is and dials anew, the next broker first. Returns at once. An outbox without
     * connections has none to give up.
     *
     * @param reason what the log says
     */
    default void renew(String reason) {}

    /** A courier as the way out. */
    static Outbox over(SiteId site, ControllerId self, Courier courier) {
        return new Outbox() {
            @Override
            public void send(Message message) {
                courier.send(new Topic(site, self, message.channel()), message);
            }

            @Override
            public void renew(String reason) {
                courier.renew(reason);
            }
        };
    }
}

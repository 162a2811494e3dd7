package knutpunkt.endtoend;

import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.controller.link.Outbox;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Rejection;

/** Counts the messages of one end, each of them signed by one end and checked by the other. Safe for use by several threads. */
final class Carried {
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong connections = new AtomicLong();

    /** What this end said and the broker took. */
    long sent() {
        return sent.get();
    }

    /** What this end heard. */
    long received() {
        return received.get();
    }

    /** The newest connection's number: so many attempts there were, with those in vain. */
    long connections() {
        return connections.get();
    }

    Outbox sent(Outbox outbox) {
        return new Outbox() {
            @Override
            public void send(Message message) {
                outbox.send(message);
                sent.incrementAndGet();
            }

            @Override
            public void renew(String reason) {
                outbox.renew(reason);
            }
        };
    }

    Mailbox received(Mailbox mailbox) {
        return new Mailbox() {
            @Override
            public void received(Topic topic, Message message, boolean retained) {
                received.incrementAndGet();
                mailbox.received(topic, message, retained);
            }

            @Override
            public void refused(Topic topic, Rejection reason, boolean retained) {
                mailbox.refused(topic, reason, retained);
            }

            @Override
            public void connected(long connection) {
                connections.set(connection);
                mailbox.connected(connection);
            }

            @Override
            public void disconnected(String reason) {
                mailbox.disconnected(reason);
            }
        };
    }
}

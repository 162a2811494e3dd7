package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The outermost catch of the session's callbacks: an inbox that throws must not end the thread that reads the line. */
final class GuardedInbox implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(GuardedInbox.class);

    private final Inbox inbox;

    GuardedInbox(Inbox inbox) {
        this.inbox = requireNonNull(inbox, "inbox");
    }

    @Override
    public void received(Incoming message) {
        guarded(() -> inbox.received(message));
    }

    @Override
    public void connected(long connection) {
        guarded(() -> inbox.connected(connection));
    }

    @Override
    public void disconnected(String reason) {
        guarded(() -> inbox.disconnected(reason));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("An inbox threw, which it must never: a programming error", e);
        }
    }
}

package knutpunkt.wire.session;

import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeysUnusable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a controller's keys that they let it in. Here, because the session calls it on the thread that dials, before it
 * dials again: told later, it would praise a certificate that another connection has been tried with meanwhile.
 */
record LettingIn(ControllerKeys keys, Inbox inbox) implements Inbox {
    private static final Logger LOG = LoggerFactory.getLogger(LettingIn.class);

    @Override
    public void received(Incoming message) {
        inbox.received(message);
    }

    @Override
    public void connected(long connection) {
        try {
            keys.letIn();
        } catch (KeysUnusable e) {
            LOG.error("The certificate before the newest is kept for longer than it need be: {}", e.getMessage());
        }
        inbox.connected(connection);
    }

    @Override
    public void disconnected(String reason) {
        inbox.disconnected(reason);
    }
}

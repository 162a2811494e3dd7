package knutpunkt.wire.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A transport that keeps what is published. */
public final class MemoryTransport implements Transport {
    public final List<Outgoing> published = new CopyOnWriteArrayList<>();
    public final List<String> renewed = new CopyOnWriteArrayList<>();
    private volatile boolean open = true;

    @Override
    public void publish(Outgoing message) {
        if (!open) {
            throw new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, message.topic());
        }
        published.add(message);
    }

    @Override
    public void renew(String reason) {
        renewed.add(reason);
    }

    @Override
    public boolean isConnected() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}

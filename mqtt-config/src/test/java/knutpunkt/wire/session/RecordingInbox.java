package knutpunkt.wire.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a session hands over. */
public final class RecordingInbox implements Inbox {
    public final List<Incoming> messages = new CopyOnWriteArrayList<>();
    public final List<Long> connections = new CopyOnWriteArrayList<>();
    public final List<String> endings = new CopyOnWriteArrayList<>();

    @Override
    public void received(Incoming message) {
        messages.add(message);
    }

    @Override
    public void connected(long connection) {
        connections.add(connection);
    }

    @Override
    public void disconnected(String reason) {
        endings.add(reason);
    }

    public List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}

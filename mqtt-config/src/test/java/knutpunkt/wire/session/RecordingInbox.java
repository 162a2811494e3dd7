package knutpunkt.wire.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what a session hands over. */
final class RecordingInbox implements Inbox {
    final List<Incoming> messages = new CopyOnWriteArrayList<>();
    final List<Long> connections = new CopyOnWriteArrayList<>();
    final List<String> endings = new CopyOnWriteArrayList<>();

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

    List<String> texts() {
        return messages.stream()
                .map(message -> new String(message.payload(), StandardCharsets.UTF_8))
                .toList();
    }
}

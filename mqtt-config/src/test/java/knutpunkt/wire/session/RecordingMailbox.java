package knutpunkt.wire.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;

/** Keeps what a courier lets through, and what it is told of the rest. */
public final class RecordingMailbox implements Mailbox {
    public final List<Topic> topics = new CopyOnWriteArrayList<>();
    public final List<Message> messages = new CopyOnWriteArrayList<>();
    public final List<String> refused = new CopyOnWriteArrayList<>();
    public final List<Long> connections = new CopyOnWriteArrayList<>();
    public final List<String> endings = new CopyOnWriteArrayList<>();

    @Override
    public void received(Topic topic, Message message, boolean retained) {
        topics.add(topic);
        messages.add(message);
    }

    @Override
    public void refused(Topic topic, Rejection reason, boolean retained) {
        refused.add(reason + " on " + topic + (retained ? ", kept" : ""));
    }

    @Override
    public void connected(long connection) {
        connections.add(connection);
    }

    @Override
    public void disconnected(String reason) {
        endings.add(reason);
    }
}

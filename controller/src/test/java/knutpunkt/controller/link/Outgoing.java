package knutpunkt.controller.link;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.NotDelivered;

/** An outbox in memory: what was sent, as it would look after the wire; or nothing, while the broker is away. */
final class Outgoing implements Outbox {
    private final List<Message> sent = new CopyOnWriteArrayList<>();
    private volatile Consumer<Message> onSent = _ -> {};
    private volatile boolean away;

    @Override
    public void send(Message message) {
        if (away) {
            throw new NotDelivered(
                    NotDelivered.Reason.NOT_CONNECTED, message.channel().path());
        }
        Message arrived = MessageCodec.decode(message.channel(), MessageCodec.encode(message));
        sent.add(arrived);
        onSent.accept(arrived);
    }

    void away(boolean newAway) {
        away = newAway;
    }

    /** Hears of each message on the sender's thread, before the sender knows that it was delivered. */
    void onSent(Consumer<Message> listener) {
        onSent = listener;
    }

    List<Message> sent() {
        return List.copyOf(sent);
    }

    <M extends Message> List<M> sent(Class<M> kind) {
        return sent.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    void forget() {
        sent.clear();
    }
}

package knutpunkt.kiosk.link;

import java.util.List;
import java.util.Optional;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;

/**
 * Which broker one controller is at: where something was heard of it last that was newer than all before. An old message
 * sent again by another broker changes nothing, so none can draw its messages to itself. Sent to from its conversation's
 * loop; asked by any thread.
 */
final class Route implements Outbox {
    private final List<Way> ways;
    private volatile Optional<Way> current = Optional.empty();

    Route(List<Way> ways) {
        this.ways = List.copyOf(ways);
    }

    /** It was heard over this way now. Whether it was at another one before: what was sent there may be lost. */
    boolean heardOver(int number) {
        Way way = ways.get(number);
        way.heard();
        boolean moved = current.filter(before -> before != way).isPresent();
        current = Optional.of(way);
        return moved;
    }

    /** Whether it is at that broker, for all that is known. */
    boolean mayBeAt(int number) {
        return current.map(way -> way.number() == number).orElse(true);
    }

    /** Whether it was heard over that way last. */
    boolean isAt(int number) {
        return current.filter(way -> way.number() == number).isPresent();
    }

    @Override
    public void send(ControllerId controller, Message message) {
        if (current.isPresent()) {
            current.get().outbox().send(controller, message);
        } else {
            sendEverywhere(controller, message);
        }
    }

    /** Where it is not, nobody listens. */
    private void sendEverywhere(ControllerId controller, Message message) {
        Optional<NotDelivered> failure = Optional.empty();
        boolean sent = false;
        for (Way way : ways) {
            try {
                way.outbox().send(controller, message);
                sent = true;
            } catch (NotDelivered e) {
                failure = Optional.of(e);
            }
        }
        if (!sent && failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Whoever opened the ways closes them. */
    @Override
    public void close() {}
}

package knutpunkt.kiosk.link;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;

/** Keeps what was sent; can be broken, and can hold one controller's messages up. */
final class FakeOutbox implements Outbox {
    private record Sent(ControllerId to, Message message) {}

    private final List<Sent> sent = new ArrayList<>();
    final AtomicBoolean broken = new AtomicBoolean();
    final AtomicReference<ControllerId> slow = new AtomicReference<>(new ControllerId("nobody"));
    final CountDownLatch release = new CountDownLatch(1);
    final AtomicBoolean closed = new AtomicBoolean();

    @Override
    public void send(ControllerId controller, Message message) {
        if (broken.get()) {
            throw new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, controller.text());
        }
        if (controller.equals(slow.get())) {
            hold();
        }
        synchronized (sent) {
            sent.add(new Sent(controller, message));
        }
    }

    private void hold() {
        try {
            release.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    <T extends Message> List<T> to(ControllerId controller, Class<T> type) {
        synchronized (sent) {
            return sent.stream()
                    .filter(one -> one.to().equals(controller))
                    .map(Sent::message)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
        }
    }

    /** What was sent to one since the last time, in order. */
    <T extends Message> List<T> takenBy(ControllerId controller, Class<T> type) {
        synchronized (sent) {
            List<T> all = to(controller, type);
            sent.removeIf(one -> one.to().equals(controller) && type.isInstance(one.message()));
            return all;
        }
    }

    /** What was sent since the last time, in order. */
    <T extends Message> List<T> taken(Class<T> type) {
        synchronized (sent) {
            List<T> all = sent.stream()
                    .map(Sent::message)
                    .filter(type::isInstance)
                    .map(type::cast)
                    .toList();
            sent.clear();
            return all;
        }
    }

    @Override
    public void close() {
        closed.set(true);
    }
}

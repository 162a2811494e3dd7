package knutpunkt.kiosk.link;

import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.NotDelivered;

/**
 * The way to the controllers while it is being opened: messages may arrive before the one who opens it has it in hand.
 * Whoever sends that early waits.
 */
final class LateOutbox implements Outbox {
    private static final int WAIT_SECONDS = 10;

    private final CountDownLatch opened = new CountDownLatch(1);
    private volatile Optional<Outbox> outbox = Optional.empty();

    void opened(Outbox ready) {
        outbox = Optional.of(ready);
        opened.countDown();
    }

    @Override
    public void send(ControllerId controller, Message message) {
        outbox.orElseGet(() -> await(controller)).send(controller, message);
    }

    private Outbox await(ControllerId controller) {
        try {
            if (!opened.await(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new NotDelivered(NotDelivered.Reason.NOT_CONNECTED, controller.text());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new NotDelivered(NotDelivered.Reason.INTERRUPTED, controller.text());
        }
        return outbox.orElseThrow();
    }

    @Override
    public void renew(String reason) {
        outbox.ifPresent(ready -> ready.renew(reason));
    }

    @Override
    public void close() {
        outbox.ifPresent(Outbox::close);
    }
}

package knutpunkt.wire.session;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what arrives from the session's thread to the mailbox, in order, in a loop of its own, where signatures
 * are checked. When the queue is full the session's thread waits: the broker then stops sending to us, which loses
 * nothing that our journal and challenges do not bring back, while dropping here would lose acknowledged messages.
 */
final class Delivery implements Inbox, AutoCloseable {
    /** Bounds memory too: at most this many of the largest messages, 16 MiB. */
    private static final int WAITING_MAX = 64;

    private static final Duration GOODBYE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);

    private sealed interface Happening {
        record Arrived(Incoming message) implements Happening {}

        record Connected(long connection) implements Happening {}

        record Disconnected(String reason) implements Happening {}

        record Ended() implements Happening {}
    }

    private final Gate gate;
    private final Mailbox mailbox;
    private final Rejections rejections;
    private final BlockingQueue<Happening> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Loop loop;
    private final CountDownLatch ended = new CountDownLatch(1);

    Delivery(String name, Gate gate, Mailbox mailbox, Rejections rejections, Loops loops) {
        this.gate = gate;
        this.mailbox = mailbox;
        this.rejections = rejections;
        this.loop = loops.loop("courier-" + name, Loops.Weight.LIGHT, this::turn);
    }

    /** Begins to deliver, once there is somebody to send answers through. */
    void start() {
        loop.start();
    }

    @Override
    public void received(Incoming message) {
        put(new Happening.Arrived(message));
    }

    @Override
    public void connected(long connection) {
        put(new Happening.Connected(connection));
    }

    @Override
    public void disconnected(String reason) {
        put(new Happening.Disconnected(reason));
    }

    private void put(Happening happening) {
        try {
            waiting.put(happening);
            loop.wake();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the session is ending its threads: nobody waits for this any more
        }
    }

    private Rest turn() {
        Happening next = waiting.poll();
        if (next == null) {
            return Rest.UNTIL_WOKEN;
        }
        deliver(next);
        return Rest.NONE;
    }

    private void deliver(Happening happening) {
        switch (happening) {
            case Happening.Arrived(Incoming message) -> deliver(message);
            case Happening.Connected(long connection) -> guarded(() -> mailbox.connected(connection));
            case Happening.Disconnected(String reason) -> guarded(() -> mailbox.disconnected(reason));
            case Happening.Ended _ -> {
                loop.end();
                ended.countDown();
            }
        }
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException e) {
            LOG.error("A mailbox failed on a connection's change: a programming error", e);
        }
    }

    /** Together with {@link #guarded} the loop's outermost catch: what fails on one message must still get the next. */
    private void deliver(Incoming message) {
        try {
            switch (gate.judge(message)) {
                case Gate.Outcome.Passed(Topic topic, Message passed, boolean retained) ->
                    mailbox.received(topic, passed, retained);
                case Gate.Outcome.Refused(Topic topic, Rejection reason, String detail) -> {
                    rejections.rejected(topic.channel(), reason, detail);
                    mailbox.refused(topic, reason, message.retained());
                }
                case Gate.Outcome.Foreign(String detail) -> rejections.rejectedForeign(detail);
            }
        } catch (RuntimeException e) {
            if (rejections.notHandled(message.topic())) {
                LOG.error("A message could not be handled: a programming error, told once for its channel", e);
            }
        }
    }

    /** Delivers what had arrived, then ends; a mailbox that does not return in time is interrupted. */
    @Override
    public void close() {
        try {
            boolean told = waiting.offer(new Happening.Ended(), GOODBYE.toMillis(), TimeUnit.MILLISECONDS);
            loop.wake();
            if (!told || !ended.await(GOODBYE.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A mailbox did not return, and is interrupted");
                loop.interrupt();
            }
            if (!loop.awaitEnd(GOODBYE)) {
                LOG.warn("A mailbox does not return though it was interrupted, and is left");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            loop.interrupt();
        }
    }
}

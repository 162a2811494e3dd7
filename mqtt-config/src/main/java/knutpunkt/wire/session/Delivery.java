package knutpunkt.wire.session;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what arrives from the session's thread to the mailbox, in order, on one thread of its own, where signatures
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
    private final Thread thread;

    Delivery(String name, Gate gate, Mailbox mailbox, Rejections rejections) {
        this.gate = gate;
        this.mailbox = mailbox;
        this.rejections = rejections;
        this.thread = Thread.ofVirtual().name("courier-" + name).unstarted(this::run);
    }

    /** Begins to deliver, once there is somebody to send answers through. */
    void start() {
        thread.start();
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
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt(); // the session is ending its threads: nobody waits for this any more
        }
    }

    private void run() {
        try {
            Happening next = waiting.take();
            while (!(next instanceof Happening.Ended)) {
                deliver(next);
                next = waiting.take();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(Happening happening) {
        switch (happening) {
            case Happening.Arrived(Incoming message) -> deliver(message);
            case Happening.Connected(long connection) -> guarded(() -> mailbox.connected(connection));
            case Happening.Disconnected(String reason) -> guarded(() -> mailbox.disconnected(reason));
            case Happening.Ended _ -> throw new IllegalStateException("the end is never delivered");
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
                case Gate.Outcome.Refused(Channel channel, Rejection reason, String detail) ->
                    rejections.rejected(channel, reason, detail);
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
            if (!told || !thread.join(GOODBYE)) {
                LOG.warn("A mailbox did not return, and is interrupted");
                thread.interrupt();
                thread.join(GOODBYE);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            thread.interrupt();
        }
    }
}

package knutpunkt.kiosk.link;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one thread that speaks with one controller. */
final class Correspondent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Correspondent.class);

    private final ControllerId controller;
    private final Database database;
    private final Conversation conversation;
    private final Inbox inbox = new Inbox();
    private final Thread thread;
    private boolean enrolled;

    private Correspondent(ControllerId controller, SiteLink.Parts parts, Outbox outbox) {
        this.controller = controller;
        this.database = parts.database();
        this.conversation = new Conversation(controller, parts, outbox);
        this.thread = Thread.ofVirtual().name("controller-" + controller).unstarted(this::run);
    }

    static Correspondent start(ControllerId controller, SiteLink.Parts parts, Outbox outbox) {
        var correspondent = new Correspondent(controller, parts, outbox);
        correspondent.thread.start();
        return correspondent;
    }

    boolean offer(Message message) {
        return inbox.offer(message);
    }

    boolean offer(Command command) {
        return inbox.offer(command);
    }

    void acknowledge(EventAck answer) {
        inbox.acknowledge(answer);
    }

    void part() {
        inbox.part();
    }

    void push() {
        inbox.push();
    }

    void tick() {
        inbox.tick();
    }

    Commands commands() {
        return conversation.commands();
    }

    private void run() {
        try {
            for (Optional<Inbox.Task> next = inbox.take(); next.isPresent(); next = inbox.take()) {
                perform(next.get());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** The loop's one outermost catch: whatever one message meets, the next gets its chance. */
    private void perform(Inbox.Task task) {
        try {
            enrolled = enrolled || database.read(transaction -> Plan.isEnrolled(transaction, controller));
            if (enrolled) {
                conversation.perform(task);
            }
        } catch (RuntimeException e) {
            LOG.error("something for controller [{}] could not be done", controller, e);
        }
    }

    /** Ends after what is being done now. Does not wait for it: {@link #awaitEnd} does. */
    @Override
    public void close() {
        inbox.close();
    }

    void awaitEnd(Duration atMost) throws InterruptedException {
        thread.join(atMost);
    }
}

package knutpunkt.kiosk.link;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Rejection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one loop that speaks with one controller. */
final class Correspondent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Correspondent.class);

    private final ControllerId controller;
    private final Database database;
    private final Route route;
    private final Conversation conversation;
    private final Inbox inbox = new Inbox();
    private final Loop loop;
    private boolean enrolled;

    private Correspondent(ControllerId controller, SiteLink.Parts parts, Route route) {
        this.controller = controller;
        this.database = parts.database();
        this.route = route;
        this.conversation = new Conversation(controller, parts, route);
        this.loop = parts.loops().loop("controller-" + controller, Loops.Weight.LIGHT, this::turn);
    }

    static Correspondent start(ControllerId controller, SiteLink.Parts parts, Route route) {
        var correspondent = new Correspondent(controller, parts, route);
        correspondent.loop.start();
        return correspondent;
    }

    boolean offer(Message message, int way) {
        return woken(inbox.offer(message, way));
    }

    /** A message in this controller's name was not let through. It is told of at the next tick. */
    void refused(Channel channel, Rejection reason, boolean retained) {
        conversation.refused(channel, reason, retained);
    }

    boolean offer(Command command) {
        return woken(inbox.offer(command));
    }

    void acknowledge(EventAck answer) {
        inbox.acknowledge(answer);
        loop.wake();
    }

    void part() {
        inbox.part();
        loop.wake();
    }

    void push() {
        inbox.push();
        loop.wake();
    }

    void tick() {
        inbox.tick();
        loop.wake();
    }

    Route route() {
        return route;
    }

    Commands commands() {
        return conversation.commands();
    }

    private boolean woken(boolean taken) {
        if (taken) {
            loop.wake();
        }
        return taken;
    }

    private Rest turn() {
        Optional<Inbox.Task> next = inbox.poll();
        next.ifPresent(this::perform);
        return next.isPresent() ? Rest.NONE : Rest.UNTIL_WOKEN;
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
        loop.end();
    }

    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return loop.awaitEnd(atMost);
    }
}

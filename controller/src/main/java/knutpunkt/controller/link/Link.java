package knutpunkt.controller.link;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.run.Doors;
import knutpunkt.loop.Loops;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import knutpunkt.wire.signature.Sealer;

/**
 * All of the conversation. It is a mailbox: what comes is put on the queue of the part that it is for, and nothing else is
 * done on the courier's thread. Each part has a loop of its own, so a slow one (a long list going to disk) holds up no other.
 */
public final class Link implements Mailbox, AutoCloseable {
    private static final int JOBS_MAX = 64;
    private static final Duration LOOK_EVERY = Duration.ofMillis(250);

    private final LinkTimes times;
    private final Rejections rejections;
    private volatile Outbox outbox = message -> {
        throw new NotDelivered(
                NotDelivered.Reason.NOT_CONNECTED, message.channel().path());
    };

    private final Connection connection = new Connection();
    private final Publisher publisher;
    private final Acknowledgements acknowledgements;
    private final ListSync lists;
    private final Births births;
    private final Heartbeats heartbeats;
    private final Commands commands;
    private final KeyRenewal keys;

    private final Worker journalWorker;
    private final Worker listWorker;
    private final Worker birthWorker;
    private final Worker heartWorker;
    private final Worker commandWorker;
    private final Worker keyWorker;

    /** What the link works on; all of it is closed by whoever opened it, after the link. */
    public record Parts(
            Journal journal,
            AccessListStore lists,
            LeaseKeeper lease,
            ClockKeeper clock,
            Doors doors,
            Sealer sealer,
            Keyring keys) {}

    /**
     * A link that hears and says nothing yet. Registers with each door, so the doors must not be started yet.
     *
     * @param random for challenges: must not be guessable
     */
    public Link(Identity self, Parts parts, RandomGenerator random, Loops loops) {
        this(self, parts, random, loops, LinkTimes.DEFAULTS);
    }

    Link(Identity self, Parts parts, RandomGenerator random, Loops loops, LinkTimes times) {
        this.times = times;
        journalWorker = new Worker(loops, Loops.Weight.LIGHT, "journal", JOBS_MAX, LOOK_EVERY);
        birthWorker = new Worker(loops, Loops.Weight.LIGHT, "births", JOBS_MAX, times.stateSpacing());
        heartWorker = new Worker(loops, Loops.Weight.LIGHT, "heartbeats", JOBS_MAX, LOOK_EVERY);
        commandWorker = new Worker(loops, Loops.Weight.LIGHT, "commands", JOBS_MAX, LOOK_EVERY);
        keyWorker = new Worker(loops, Loops.Weight.LIGHT, "keys", JOBS_MAX, LOOK_EVERY);
        // Writing a long list blocks in native code.
        listWorker = new Worker(loops, Loops.Weight.HEAVY, "lists", JOBS_MAX, LOOK_EVERY);
        rejections = new Rejections(new RejectionLog(parts.journal(), journalWorker));

        var challenges = new Challenges(random, self.uptimeNanos());
        var hearing = new Hearing(self.uptimeNanos(), random, reason -> outbox.renew(reason));
        publisher = new Publisher(parts.journal(), this::send, self, times, loops);
        acknowledgements = new Acknowledgements(parts.journal(), publisher, challenges, rejections, self.uptimeNanos());
        births = new Births(self, parts, challenges, connection, this::send);
        lists = new ListSync(self, parts, rejections, connection, hearing, this::send, times, births::changed);
        Consumer<Revision> listBehind = current -> {
            if (current.equals(Revision.NONE)) {
                births.changed(); // the service does not know this run, or what it has
            }
            boolean _ = listWorker.offer(lists::behind); // the next lease says it again
        };
        heartbeats =
                new Heartbeats(self, parts, challenges, rejections, connection, hearing, this::send, times, listBehind);
        commands = new Commands(self, parts, challenges, rejections, this::send, times, commandWorker);
        keys = new KeyRenewal(self, parts, challenges, rejections, connection, hearing, toOutbox(), times, random);
        parts.doors().all().forEach(door -> door.onChange(_ -> births.changed()));
    }

    /** Counts what is not let through; the courier counts here too. */
    public Rejections rejections() {
        return rejections;
    }

    /** Starts to speak, and to do what has come meanwhile. */
    public void start(Outbox newOutbox) {
        outbox = newOutbox;
        journalWorker.start(heartbeats::keep);
        birthWorker.start(births::publish);
        heartWorker.start(heartbeats::beatIfDue);
        commandWorker.start(commands::settle);
        listWorker.start(lists::settle);
        keyWorker.start(keys::sayIfDue);
        publisher.start();
    }

    @Override
    public void received(Topic topic, Message message, boolean retained) {
        switch (message) {
            case EventAck ack -> hand(message, journalWorker, () -> acknowledgements.handle(ack));
            case LeaseRenewal renewal -> hand(message, heartWorker, () -> heartbeats.renewal(renewal));
            case AccessRecall recall -> hand(message, listWorker, () -> lists.recalled(recall));
            case AccessUpdate part -> hand(message, listWorker, () -> lists.update(part));
            case KeysUpdate update -> hand(message, keyWorker, () -> keys.update(update));
            case Command command -> hand(message, commandWorker, () -> commands.handle(command, retained));
            case ControllerState _,
                    Heartbeat _,
                    EventBatch _,
                    AccessWant _,
                    AccessReceipt _,
                    AccessHeld _,
                    CommandResult _,
                    KeysWant _ ->
                rejections.rejected(
                        message.channel(), Rejection.WRONG_DIRECTION, "a controller says this, not hears it");
        }
    }

    @Override
    public void connected(long number) {
        connection.connected(number);
        publisher.connected();
        wake();
    }

    @Override
    public void disconnected(String reason) {
        connection.disconnected();
        publisher.disconnected();
    }

    /** Has the parts look at the connection now; those whose queue is full are awake. */
    private void wake() {
        for (Worker worker : List.of(birthWorker, heartWorker, listWorker, keyWorker)) {
            boolean _ = worker.offer(() -> {});
        }
    }

    /** Gives the last records a moment to arrive, says goodbye and ends every loop. The courier is closed after this. */
    @Override
    public void close() {
        try {
            publisher.drain(times.farewell());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        commandWorker.close();
        keyWorker.close();
        listWorker.close();
        heartWorker.close();
        publisher.close();
        birthWorker.close();
        births.farewell();
        journalWorker.close();
    }

    private void send(Message message) {
        outbox.send(message);
    }

    /** The way out that {@link #start} gives, for parts that need all of it. */
    private Outbox toOutbox() {
        return new Outbox() {
            @Override
            public void send(Message message) {
                outbox.send(message);
            }

            @Override
            public void renew(String reason) {
                outbox.renew(reason);
            }
        };
    }

    /** A part that is behind drops: all of what comes here is sent again by whoever misses its effect. */
    private void hand(Message message, Worker worker, Runnable job) {
        if (!worker.offer(job)) {
            rejections.rejected(message.channel(), Rejection.NOT_HANDLED, "too much waits already");
        }
    }
}

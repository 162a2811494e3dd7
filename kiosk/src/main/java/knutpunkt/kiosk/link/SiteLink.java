package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.EventLog;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.signature.Opener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service among its controllers. What arrives is handed to one loop per controller, records to the log's; nothing
 * here makes the session wait. Safe for use by several threads.
 */
public final class SiteLink implements AutoCloseable {
    /** More controllers than any site has; it bounds the loops that strangers' names could start. */
    static final int CONTROLLERS_MAX = 1_000;

    /**
     * How long a restored service waits for what controllers hold. Every connected one is heard within 5 s, and then asks;
     * what the others hold is taken over when they are back.
     */
    static final Duration GATHERING_MAX = Duration.ofSeconds(30);

    private static final Rest TICK = Rest.firmly(Duration.ofMillis(250));

    /** For one loop to end what it does; without a session nothing it does takes long. */
    private static final Duration END_WAIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(SiteLink.class);

    private final Parts parts;
    private final EventLog log;
    private final Map<ControllerId, Correspondent> correspondents = new HashMap<>();
    private volatile boolean closing;
    private final AtomicLong dropped = new AtomicLong();
    private final List<Way> ways;
    private final Loop ticker;
    private final long openedNanos;

    /**
     * What the link works with.
     *
     * @param seals what tells this service's own lists from any other
     * @param recovery what is known of a restore from a backup
     * @param keys who answers controllers about their keys
     * @param derived what is worked out from the log in the transaction that adds to it
     * @param random for the ids of commands: must be secure outside tests
     */
    public record Parts(
            Database database,
            ChangeSource changes,
            Seals seals,
            Recovery recovery,
            KeyDesk keys,
            Confirmations confirmations,
            Liveness liveness,
            List<Derived> derived,
            Opener opener,
            LearntBadges learnt,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random,
            Loops loops) {
        public Parts {
            requireNonNull(database, "database");
            requireNonNull(changes, "changes");
            requireNonNull(seals, "seals");
            requireNonNull(recovery, "recovery");
            requireNonNull(keys, "keys");
            requireNonNull(confirmations, "confirmations");
            requireNonNull(liveness, "liveness");
            requireNonNull(opener, "opener");
            requireNonNull(learnt, "learnt");
            requireNonNull(clock, "clock");
            requireNonNull(nanoClock, "nanoClock");
            requireNonNull(random, "random");
            requireNonNull(loops, "loops");
            derived = List.copyOf(derived);
        }
    }

    private SiteLink(Parts parts, int brokers) {
        this.parts = parts;
        this.ways = IntStream.range(0, brokers)
                .mapToObj(number -> new Way(number, this, parts.nanoClock(), parts.random()))
                .toList();
        this.openedNanos = parts.nanoClock().getAsLong();
        this.log = EventLog.start(parts.database(), parts.clock(), parts.derived(), this::acknowledge, parts.loops());
        this.ticker = parts.loops().loop("site-link-ticker", Loops.Weight.LIGHT, this::tick);
    }

    /**
     * Connects to every broker that a controller may be at, and starts to work. They need not know of each other: a
     * controller is answered where it was heard last.
     *
     * @param connects each opens the way to the controllers through one broker; what arrives is given to the mailbox. Called
     *     once each, before this returns
     */
    public static SiteLink open(Parts parts, List<Function<Mailbox, Outbox>> connects) {
        Commands.forgetEarlier(parts.database(), parts.clock().instant().truncatedTo(ChronoUnit.MILLIS));
        var link = new SiteLink(parts, connects.size());
        link.ticker.start();
        boolean opened = false;
        try {
            for (Way way : link.ways) {
                way.outbox().opened(connects.get(way.number()).apply(way));
            }
            opened = true;
            return link;
        } finally {
            if (!opened) {
                link.close();
            }
        }
    }

    /** A courier as the way to the controllers. */
    public static Outbox over(SiteId site, Courier courier) {
        return new Outbox() {
            @Override
            public void send(ControllerId controller, Message message) {
                courier.send(new Topic(site, controller, message.channel()), message);
            }

            @Override
            public void renew(String reason) {
                courier.renew(reason);
            }

            @Override
            public void close() {
                courier.close();
            }
        };
    }

    /** Something arrived over a way. */
    void received(int way, Topic topic, Message message) {
        ControllerId controller = topic.controller();
        boolean taken = message instanceof EventBatch batch
                ? log.offer(controller, batch)
                : correspondent(controller)
                        .filter(one -> one.offer(message, way))
                        .isPresent();
        if (!taken) {
            tellDropped(topic.channel(), controller);
        }
    }

    /**
     * Only of a controller that has been heard: names that somebody made up must not take the places of the others. One
     * without any key is none of the site's: of a controller that was revoked, the broker still brings the will.
     */
    void refused(Topic topic, Rejection reason, boolean retained) {
        if (reason == Rejection.UNKNOWN_SENDER) {
            return;
        }
        synchronized (correspondents) {
            Optional.ofNullable(correspondents.get(topic.controller()))
                    .ifPresent(one -> one.refused(topic.channel(), reason, retained));
        }
    }

    /** Told the 1st, 2nd, 4th, 8th … time: a flood must not become one of log lines. */
    private void tellDropped(Channel channel, ControllerId controller) {
        long count = dropped.incrementAndGet();
        if (Long.bitCount(count) == 1) {
            LOG.warn("too much waits: [{}] messages dropped, now [{}] of controller [{}]", count, channel, controller);
        }
    }

    /** There is a connection over that way. What was sent while the one before broke may be lost: all there are looked at. */
    void connected(int way) {
        allAt(way).forEach(Correspondent::push);
    }

    /** There is none: what controllers ask there is heard by nobody, and answers to what they asked are worth nothing. */
    void disconnected(int way) {
        allAt(way).forEach(Correspondent::part);
    }

    private List<Correspondent> allAt(int way) {
        return all().stream().filter(one -> one.route().mayBeAt(way)).toList();
    }

    /** There is a newer list: it goes to every controller at once. To be called after each commit; never blocks. */
    public void listChanged() {
        all().forEach(Correspondent::push);
    }

    /**
     * Has a command sent to a controller, once, over its newest challenge. What came of it is in the database; a learnt
     * badge goes to {@link LearntBadges}.
     *
     * @param point the reader it concerns; empty for what concerns the door alone
     * @param beforeSending hears of the command's id first, for whoever must know it before a result can come
     * @return empty when the controller is not heard from, or too many commands wait for their result
     */
    public Optional<CommandId> send(
            ControllerId controller,
            DoorId door,
            Optional<PointId> point,
            Command.Action action,
            Consumer<CommandId> beforeSending) {
        if (!parts.liveness().isOnline(controller)) {
            return Optional.empty();
        }
        return correspondent(controller).flatMap(to -> {
            Optional<Command> made = to.commands().make(door, point, action);
            made.map(Command::id).ifPresent(beforeSending);
            made.filter(command -> !to.offer(command))
                    .ifPresent(command -> to.commands().lost(command.id()));
            return made.map(Command::id);
        });
    }

    private void acknowledge(ControllerId controller, EventAck answer) {
        correspondent(controller).ifPresent(one -> one.acknowledge(answer));
    }

    /** Empty for one too many. */
    private Optional<Correspondent> correspondent(ControllerId controller) {
        synchronized (correspondents) {
            Correspondent known = correspondents.get(controller);
            if (known != null) {
                return Optional.of(known);
            }
            if (closing || correspondents.size() >= CONTROLLERS_MAX) {
                return Optional.empty();
            }
            var fresh = Correspondent.start(controller, parts, new Route(ways));
            correspondents.put(controller, fresh);
            return Optional.of(fresh);
        }
    }

    private List<Correspondent> all() {
        synchronized (correspondents) {
            return List.copyOf(correspondents.values());
        }
    }

    /** With the loop's one outermost catch: a disk that fails now must not stop time for ever. */
    private Rest tick() {
        try {
            parts.liveness().check();
            List<Correspondent> everybody = all();
            everybody.forEach(Correspondent::tick);
            ways.forEach(way ->
                    way.look(everybody.stream().anyMatch(one -> one.route().isAt(way.number()))));
            gather();
        } catch (RuntimeException e) {
            LOG.error("the controllers could not be looked after", e);
        }
        return TICK;
    }

    private void gather() {
        Recovery recovery = parts.recovery();
        if (!recovery.isGathering()) {
            return;
        }
        long waited = parts.nanoClock().getAsLong() - openedNanos;
        if (recovery.isComplete() || waited >= GATHERING_MAX.toNanos()) {
            recovery.gathered();
            listChanged();
        }
    }

    /** Disconnects, ends every loop, and lets the commit under way end. */
    @Override
    public void close() {
        ways.forEach(way -> way.outbox().close());
        closing = true;
        ticker.end();
        List<Correspondent> last = all();
        last.forEach(Correspondent::close);
        log.close();
        try {
            boolean ended = ticker.awaitEnd(END_WAIT);
            for (Correspondent correspondent : last) {
                ended &= correspondent.awaitEnd(END_WAIT);
            }
            if (!ended) {
                LOG.warn("something is still being done for a controller at the stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

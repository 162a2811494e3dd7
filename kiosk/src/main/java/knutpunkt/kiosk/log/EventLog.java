package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import knutpunkt.kiosk.database.Database;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where controllers' batches go. One loop commits them, several waiting ones in one transaction with all that is
 * derived from them, and only then has them acknowledged. What is not acknowledged the controller sends again, so a
 * batch may be dropped at any time without loss.
 */
public final class EventLog implements AutoCloseable {
    /** How many batches may wait: about 25 MB of the usual ones. */
    private static final int WAITING_MAX = 128;

    /** After so many records a transaction takes no further batch: the first of them waits no longer than it must. */
    private static final int GROUP_RECORDS_MAX = 2_000;

    /** For the disk to come back. */
    private static final Rest AFTER_FAILURE = Rest.firmly(Duration.ofMillis(250));

    /** Between two looks whether a commit that takes long has ended. */
    private static final Duration END_WAIT = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Database database;
    private final InstantSource clock;
    private final List<Derived> derived;
    private final Acknowledgements acknowledgements;
    private final BlockingQueue<Arrival> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Loop loop;
    private volatile boolean closing;

    /** Where answers to controllers go. */
    @FunctionalInterface
    public interface Acknowledgements {
        /** Takes an answer to send. Called within the log's turn: it must only offer. */
        void offer(ControllerId controller, EventAck answer);
    }

    private record Arrival(ControllerId controller, EventBatch batch) {}

    private EventLog(
            Database database,
            InstantSource clock,
            List<Derived> derived,
            Acknowledgements acknowledgements,
            Loops loops) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
        this.derived = List.copyOf(derived);
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements");
        this.loop = loops.loop("event-log", Loops.Weight.OWN, this::turn);
    }

    /** Starts the loop that commits. */
    public static EventLog start(
            Database database,
            InstantSource clock,
            List<Derived> derived,
            Acknowledgements acknowledgements,
            Loops loops) {
        var log = new EventLog(database, clock, derived, acknowledgements, loops);
        log.loop.start();
        return log;
    }

    /** False when too many wait: the batch is dropped, and its controller sends it again. Never blocks; any thread. */
    public boolean offer(ControllerId controller, EventBatch batch) {
        boolean taken = !closing && waiting.offer(new Arrival(controller, batch));
        if (taken) {
            loop.wake();
        }
        return taken;
    }

    private Rest turn() {
        Arrival first = waiting.poll();
        if (first == null) {
            return Rest.UNTIL_WOKEN;
        }
        return handle(group(first)) ? Rest.NONE : AFTER_FAILURE;
    }

    private List<Arrival> group(Arrival first) {
        var group = new ArrayList<Arrival>();
        int records = 0;
        for (Arrival next = first; next != null; next = records < GROUP_RECORDS_MAX ? waiting.poll() : null) {
            group.add(next);
            records += next.batch().records().size();
        }
        return group;
    }

    /**
     * The loop's one outermost catch: whatever fails, the next batch gets its chance. When a group fails each of its
     * batches is tried alone, so that one cannot hold up the others. False when all of them failed.
     */
    private boolean handle(List<Arrival> group) {
        try {
            commit(group);
            return true;
        } catch (RuntimeException e) {
            LOG.error("[{}] batches could not be committed and are not acknowledged", group.size(), e);
        }
        boolean any = false;
        if (group.size() > 1) {
            for (Arrival alone : group) {
                any |= handle(List.of(alone));
            }
        }
        return any;
    }

    private void commit(List<Arrival> group) {
        List<Outcome> outcomes = database.write(transaction -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
            var commit = new BatchCommit(transaction, now);
            List<Outcome> came = group.stream()
                    .map(arrival -> commit.add(arrival.controller(), arrival.batch()))
                    .toList();
            List<LoggedEvent> events = commit.events();
            if (!events.isEmpty()) {
                derived.forEach(each -> each.apply(transaction, events));
            }
            return came;
        });
        for (int i = 0; i < group.size(); i++) {
            ControllerId controller = group.get(i).controller();
            outcomes.get(i).answer().ifPresent(answer -> acknowledgements.offer(controller, answer));
        }
    }

    /** Ends after the commit that is under way; what waits is dropped, and comes again. */
    @Override
    public void close() {
        closing = true;
        loop.end();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = loop.awaitEnd(END_WAIT);
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

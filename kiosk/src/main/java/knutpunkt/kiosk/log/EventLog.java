package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventBatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where controllers' batches go. One thread commits them, several waiting ones in one transaction with all that is
 * derived from them, and only then has them acknowledged. What is not acknowledged the controller sends again, so a
 * batch may be dropped at any time without loss.
 */
public final class EventLog implements AutoCloseable {
    /** How many batches may wait: about 25 MB of the usual ones. */
    private static final int WAITING_MAX = 128;

    /** After so many records a transaction takes no further batch: the first of them waits no longer than it must. */
    private static final int GROUP_RECORDS_MAX = 2_000;

    /** After a failure, for the disk to come back; and how often an idle thread looks whether to end. */
    private static final long PAUSE_MILLIS = 250;

    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);

    private final Database database;
    private final InstantSource clock;
    private final List<Derived> derived;
    private final Acknowledgements acknowledgements;
    private final BlockingQueue<Arrival> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread;
    private volatile boolean closing;

    /** Where answers to controllers go. */
    @FunctionalInterface
    public interface Acknowledgements {
        /** Takes an answer to send. Called on the log's thread: it must only offer. */
        void offer(ControllerId controller, EventAck answer);
    }

    private record Arrival(ControllerId controller, EventBatch batch) {}

    private EventLog(Database database, InstantSource clock, List<Derived> derived, Acknowledgements acknowledgements) {
        this.database = requireNonNull(database, "database");
        this.clock = requireNonNull(clock, "clock");
        this.derived = List.copyOf(derived);
        this.acknowledgements = requireNonNull(acknowledgements, "acknowledgements");
        this.thread = Thread.ofPlatform().name("event-log").unstarted(this::run);
    }

    /** Starts the thread that commits. */
    public static EventLog start(
            Database database, InstantSource clock, List<Derived> derived, Acknowledgements acknowledgements) {
        var log = new EventLog(database, clock, derived, acknowledgements);
        log.thread.start();
        return log;
    }

    /** False when too many wait: the batch is dropped, and its controller sends it again. Never blocks; any thread. */
    public boolean offer(ControllerId controller, EventBatch batch) {
        return !closing && waiting.offer(new Arrival(controller, batch));
    }

    private void run() {
        try {
            while (!closing) {
                Arrival first = waiting.poll(PAUSE_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null && !handle(group(first))) {
                    TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
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
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}

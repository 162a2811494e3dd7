package knutpunkt.controller.link;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import knutpunkt.controller.journal.Journal;
import knutpunkt.loop.Loop;
import knutpunkt.loop.Loops;
import knutpunkt.loop.Rest;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.NotDelivered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the journal's records, from the last acknowledged one on, a new one at once. It goes back to the last
 * acknowledged one at every connection, when no acknowledgement comes in time, and when a batch was not delivered:
 * batches may overlap, so sending twice does no harm and skipping never happens (invariant I5).
 */
final class Publisher implements AutoCloseable {
    static final int IN_FLIGHT_MAX = 4;

    private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

    /** What a batch has besides its records: hashes, ids, names of fields. */
    private static final int ENVELOPE_BYTES = 1024;

    private static final Rest NOTHING_TO_SEND = Rest.upTo(Duration.ofMillis(250));
    private static final Rest AFTER_FAILURE = Rest.firmly(Duration.ofSeconds(1));
    private static final Duration SAME_REQUEST_SPACING = Duration.ofSeconds(1);
    private static final Duration CLOSE_WAIT_MAX = Duration.ofSeconds(12);

    private final Journal journal;
    private final Outbox outbox;
    private final Identity self;
    private final LinkTimes times;
    private final Loop loop;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    // All of these under the lock.
    private final Deque<Flight> inFlight = new ArrayDeque<>();
    private JournalId sending;
    private long cursor; // the highest sequence sent in this round
    private long round; // counts the times it went back
    private Duration ackWait;
    private long lastFrom = -1;
    private long lastFromNanos;
    private boolean connected;
    private boolean failing;

    /** A batch that is not acknowledged yet. */
    private record Flight(long upTo, long sentNanos) {}

    Publisher(Journal journal, Outbox outbox, Identity self, LinkTimes times, Loops loops) {
        this.journal = journal;
        this.outbox = outbox;
        this.self = self;
        this.times = times;
        this.sending = journal.head().journal();
        this.cursor = journal.acknowledged();
        this.ackWait = times.ackWait();
        this.loop = loops.loop("link publisher", Loops.Weight.LIGHT, this::turn);
        journal.onAppend(loop::wake);
    }

    void start() {
        loop.start();
    }

    void connected() {
        locked(() -> {
            connected = true;
            ackWait = times.ackWait();
            goBack(journal.acknowledged());
        });
    }

    void disconnected() {
        locked(() -> connected = false);
    }

    /** The service has everything up to this sequence of the journal being sent. */
    void committed(long upTo) {
        locked(() -> {
            inFlight.removeIf(flight -> flight.upTo() <= upTo);
            cursor = Math.max(cursor, upTo);
            ackWait = times.ackWait();
        });
    }

    /** The service lacks this record. The same request again within a second is answered once. */
    void sendFrom(long from) {
        locked(() -> {
            long now = self.uptimeNanos().getAsLong();
            boolean again = from == lastFrom && now - lastFromNanos < SAME_REQUEST_SPACING.toNanos();
            if (!again) {
                lastFrom = from;
                lastFromNanos = now;
                goBack(from - 1);
            }
        });
    }

    /** Waits until the service has everything, while there is a connection and time. */
    void drain(Duration atMost) throws InterruptedException {
        long left = atMost.toNanos();
        lock.lock();
        try {
            while (connected && left > 0 && journal.pending() > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        loop.end();
        try {
            if (!loop.awaitEnd(CLOSE_WAIT_MAX)) {
                LOG.warn("the publisher is still sending at the stop");
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /** With the loop's one outermost catch. Whatever failed, it goes back and tries again. */
    private Rest turn() {
        try {
            return step();
        } catch (NotDelivered e) {
            LOG.debug("a batch was not delivered: {}", e.reason());
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.error("records cannot be sent now, and are tried again", e);
            }
            failing = true;
        }
        locked(() -> goBack(journal.acknowledged()));
        return AFTER_FAILURE;
    }

    private Rest step() {
        long from;
        long myRound;
        lock.lock();
        try {
            if (!connected || (inFlight.size() >= IN_FLIGHT_MAX && !isOverdue())) {
                return NOTHING_TO_SEND;
            }
            followJournal();
            if (isOverdue()) {
                resend();
            }
            from = cursor;
            myRound = round;
        } finally {
            lock.unlock();
        }
        if (journal.head().sequence() <= from) {
            return NOTHING_TO_SEND;
        }
        send(from, myRound);
        return Rest.NONE;
    }

    private void send(long from, long myRound) {
        List<JournalRecord> records = fitting(journal.after(from, EventBatch.RECORDS_MAX));
        ChainHead head = journal.head();
        if (records.isEmpty()
                || !head.journal().equals(records.getFirst().header().journal())) {
            return; // the journal was begun anew meanwhile: the next step follows it
        }
        Hash previous = journal.hashOf(records.getFirst().header().sequence() - 1);
        long last = records.getLast().header().sequence();
        lock.lock();
        try {
            if (myRound != round || !connected) {
                return;
            }
            inFlight.addLast(new Flight(last, self.uptimeNanos().getAsLong()));
            cursor = last;
        } finally {
            lock.unlock();
        }
        outbox.send(new EventBatch(previous, records, head));
        failing = false;
    }

    /** As many as fit the channel; one at least, so that a record too large is told of rather than waited for. */
    private static List<JournalRecord> fitting(List<JournalRecord> records) {
        int left = Channel.EVENTS.bytesMax() - ENVELOPE_BYTES;
        var fitting = new ArrayList<JournalRecord>();
        for (JournalRecord one : records) {
            left -= MessageCodec.sizeOf(one) + 1;
            if (left < 0 && !fitting.isEmpty()) {
                return fitting;
            }
            fitting.add(one);
        }
        return fitting;
    }

    /** Under the lock. */
    private void followJournal() {
        JournalId now = journal.head().journal();
        if (!now.equals(sending)) {
            sending = now;
            goBack(journal.acknowledged());
        }
    }

    /** Under the lock. */
    private boolean isOverdue() {
        return !inFlight.isEmpty()
                && self.uptimeNanos().getAsLong() - inFlight.getFirst().sentNanos() >= ackWait.toNanos();
    }

    /** Under the lock. The service or the way to it may be struggling, so each time it waits longer. */
    private void resend() {
        Duration doubled = ackWait.multipliedBy(2);
        ackWait = doubled.compareTo(times.ackWaitMax()) > 0 ? times.ackWaitMax() : doubled;
        goBack(journal.acknowledged());
    }

    /** Under the lock. */
    private void goBack(long to) {
        cursor = to;
        inFlight.clear();
        round++;
    }

    private void locked(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        loop.wake();
    }
}

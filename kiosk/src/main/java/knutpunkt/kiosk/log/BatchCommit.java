package knutpunkt.kiosk.log;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Adds batches to the log within one transaction: each record exactly once, in order, its chain verifying (invariant I5).
 * What we have is skipped, if it is the same; what is missing is asked for; what cannot be read is kept as it came and
 * stops nothing behind it. Used for one transaction, then thrown away.
 */
final class BatchCommit {
    private static final Logger LOG = LoggerFactory.getLogger(BatchCommit.class);

    private final Transaction transaction;
    private final Instant receivedAt;
    private final List<LoggedEvent> events = new ArrayList<>();
    private long nextNumber;

    BatchCommit(Transaction transaction, Instant receivedAt) {
        this.transaction = requireNonNull(transaction, "transaction");
        this.receivedAt = requireNonNull(receivedAt, "receivedAt");
        this.nextNumber = Records.nextNumber(transaction);
    }

    /** What was added so far and could be read, in order. */
    List<LoggedEvent> events() {
        return List.copyOf(events);
    }

    Outcome add(ControllerId controller, EventBatch batch) {
        if (!Journals.isEnrolled(transaction, controller)) {
            return new Outcome.Stranger();
        }
        Optional<String> fault = Chain.faultOf(batch);
        if (fault.isPresent()) {
            return reject(Alarms.Kind.CHAIN_BROKEN, controller, "", fault.get());
        }
        JournalId journal = batch.head().journal();
        Optional<Journals.Known> known = Journals.find(transaction, journal);
        if (known.isPresent()) {
            return extend(controller, batch, known.get());
        }
        if (batch.records().getFirst().header().sequence() > 1) {
            return new Outcome.Missing(journal, 1);
        }
        begin(controller, journal);
        return append(controller, batch, ChainHead.empty(journal));
    }

    /** A controller's second journal means that its storage was lost; what it still held goes with it. */
    private void begin(ControllerId controller, JournalId journal) {
        Optional<JournalId> before = Journals.newestOf(transaction, controller);
        Journals.begin(transaction, journal, controller, receivedAt);
        before.flatMap(lost -> Journals.head(transaction, lost))
                .ifPresent(lost -> alarm(
                        Alarms.Kind.JOURNAL_LOST,
                        controller,
                        lost.journal().text(),
                        "journal [" + lost.journal() + "] ends at record [" + lost.sequence() + "]; journal [" + journal
                                + "] has begun"));
    }

    private Outcome extend(ControllerId controller, EventBatch batch, Journals.Known known) {
        ChainHead head = known.head();
        if (!known.controller().equals(controller)) {
            return reject(
                    Alarms.Kind.JOURNAL_OF_ANOTHER,
                    controller,
                    head.journal().text(),
                    "journal [" + head.journal() + "] belongs to controller [" + known.controller() + "]");
        }
        long first = batch.records().getFirst().header().sequence();
        if (first > head.sequence() + 1) {
            return new Outcome.Missing(head.journal(), head.sequence() + 1);
        }
        if (!agrees(batch, first, head)) {
            return fork(controller, batch, head);
        }
        return append(controller, batch, head);
    }

    /**
     * Two records with one number: the disk went back in time and wrote on. The log keeps what it has. The controller is
     * asked for a record beyond its own end, which acknowledges nothing; from that it knows, and begins a new journal.
     */
    private Outcome fork(ControllerId controller, EventBatch batch, ChainHead head) {
        long theirs = batch.head().sequence();
        alarm(
                Alarms.Kind.JOURNAL_FORKED,
                controller,
                head.journal().text(),
                "its records up to [" + theirs + "] are not those the log has up to [" + head.sequence() + "]");
        return new Outcome.Missing(head.journal(), theirs < head.sequence() ? head.sequence() + 1 : theirs + 2);
    }

    /** Whether what the batch and the log both have is the same, hash by hash, and so is what lies before it. */
    private boolean agrees(EventBatch batch, long first, ChainHead head) {
        if (first == head.sequence() + 1) {
            return batch.previous().equals(head.hash());
        }
        long last = Math.min(head.sequence(), batch.records().getLast().header().sequence());
        var theirs = new ArrayList<Hash>();
        if (first > 1) {
            theirs.add(batch.previous());
        }
        batch.records().stream()
                .limit(last - first + 1)
                .map(JournalRecord::hash)
                .forEach(theirs::add);
        return Records.hashes(transaction, head.journal(), first - 1, last).equals(theirs);
    }

    private Outcome append(ControllerId controller, EventBatch batch, ChainHead head) {
        int added = 0;
        for (JournalRecord next : batch.records()) {
            if (next.header().sequence() > head.sequence()) {
                add(controller, next);
                added++;
            }
        }
        if (added == 0) {
            return new Outcome.Committed(head.journal(), head.sequence(), 0);
        }
        JournalRecord last = batch.records().getLast();
        Journals.advance(
                transaction, new ChainHead(head.journal(), last.header().sequence(), last.hash()));
        return new Outcome.Committed(head.journal(), last.header().sequence(), added);
    }

    private void add(ControllerId controller, JournalRecord added) {
        Optional<Event> event = Records.event(added);
        Records.add(transaction, nextNumber, controller, added, receivedAt, event.isPresent());
        event.ifPresent(
                readable -> events.add(new LoggedEvent(nextNumber, controller, added.header(), readable, receivedAt)));
        if (event.isEmpty() && added.content() instanceof Content.Kept) {
            String kind = added.header().kind();
            String place = "record [" + added.header().sequence() + "] of journal ["
                    + added.header().journal() + "]";
            alarm(Alarms.Kind.UNREADABLE, controller, kind, place + " of kind [" + kind + "] cannot be read");
        }
        nextNumber++;
    }

    private Outcome reject(Alarms.Kind why, ControllerId controller, String subject, String detail) {
        alarm(why, controller, subject, detail);
        return new Outcome.Rejected(why);
    }

    private void alarm(Alarms.Kind kind, ControllerId controller, String subject, String detail) {
        if (Alarms.raise(transaction, kind, controller, subject, detail, receivedAt)) {
            LOG.warn("controller [{}]: {}: {}", controller, kind, detail);
        }
    }
}

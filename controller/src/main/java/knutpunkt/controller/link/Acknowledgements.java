package knutpunkt.controller.link;

import java.util.Optional;
import knutpunkt.controller.journal.Journal;
import knutpunkt.wire.Channel;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.message.EventAck;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the service says about our journal. Used by one thread. */
final class Acknowledgements {
    private static final Logger LOG = LoggerFactory.getLogger(Acknowledgements.class);

    /** A gap is told among the first records of the journal that follows it. */
    private static final int BEGINNING = 200;

    private final Journal journal;
    private final Publisher publisher;
    private final Rejections rejections;

    Acknowledgements(Journal journal, Publisher publisher, Rejections rejections) {
        this.journal = journal;
        this.publisher = publisher;
        this.rejections = rejections;
    }

    void handle(EventAck ack) {
        ChainHead head = journal.head();
        if (!ack.journal().equals(head.journal())) {
            ofAnotherJournal(ack);
            return;
        }
        switch (ack) {
            case EventAck.Committed committed -> committed(head, committed.upTo());
            case EventAck.SendFrom request -> sendFrom(head, request.from());
        }
    }

    private void ofAnotherJournal(EventAck ack) {
        switch (ack) {
            case EventAck.Committed _ ->
                rejections.rejected(Channel.EVENTS_ACK, Rejection.REPLAYED, "it is about another journal");
            case EventAck.SendFrom asked -> lost(asked.journal());
        }
    }

    /** The service has a journal of which this disk knows nothing: its storage was emptied, or is another. */
    private void lost(JournalId before) {
        var gap = new Event.Gap("the storage was empty", Optional.of(before));
        String kind = EventCodec.kind(gap);
        boolean untold = journal.first() == 1
                && journal.after(0, BEGINNING).stream()
                        .noneMatch(one -> one.header().kind().equals(kind));
        if (untold) {
            LOG.error("the service has journal {}, and this disk knows nothing of it", before);
            journal.append(gap);
        }
    }

    private void committed(ChainHead head, long upTo) {
        if (upTo > head.sequence()) {
            startAnew(head, upTo);
        } else {
            journal.acknowledged(upTo);
            publisher.committed(upTo);
        }
    }

    private void sendFrom(ChainHead head, long from) {
        if (from < 1) {
            rejections.rejected(Channel.EVENTS_ACK, Rejection.NOT_ALLOWED, "records are numbered from 1");
        } else if (from > head.sequence() + 1) {
            startAnew(head, from - 1);
        } else if (from < journal.first()) {
            LOG.error("the service asks for record {}, and this disk has forgotten it: beginning a new journal", from);
            journal.startAnew(head.journal(), "records before " + journal.first() + " were forgotten");
        } else {
            publisher.sendFrom(from);
        }
    }

    /**
     * The service proves that there were records after our newest: this disk lost them, by an old image or a card that
     * lied about its syncs. To go on would make a second history under the same numbers.
     */
    private void startAnew(ChainHead head, long known) {
        LOG.error(
                "the service has record {} of journal {}, and this disk ends at {}: beginning a new journal",
                known,
                head.journal(),
                head.sequence());
        journal.startAnew(head.journal(), "records lost after " + head.sequence());
    }
}

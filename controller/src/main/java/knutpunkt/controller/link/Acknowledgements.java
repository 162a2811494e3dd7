package knutpunkt.controller.link;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
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

    /** How many records are looked at in one go. */
    private static final int PAGE = 200;

    /** However often the service says that this disk went back in time, it loses its journal no more often than so. */
    static final Duration ANEW_EVERY = Duration.ofHours(1);

    private static final String GAP = EventCodec.kind(new Event.Gap("", Optional.empty()));

    private final Journal journal;
    private final Publisher publisher;
    private final Challenges challenges;
    private final Rejections rejections;
    private final LongSupplier uptimeNanos;
    private long anewFromNanos;

    Acknowledgements(
            Journal journal,
            Publisher publisher,
            Challenges challenges,
            Rejections rejections,
            LongSupplier uptimeNanos) {
        this.journal = journal;
        this.publisher = publisher;
        this.challenges = challenges;
        this.rejections = rejections;
        this.uptimeNanos = uptimeNanos;
        this.anewFromNanos = uptimeNanos.getAsLong();
    }

    void handle(EventAck ack) {
        ChainHead head = journal.head();
        if (!ack.journal().equals(head.journal())) {
            ofAnotherJournal(ack);
            return;
        }
        switch (ack) {
            case EventAck.Committed committed -> committed(head, committed.upTo());
            case EventAck.SendFrom request -> sendFrom(head, request);
        }
    }

    private void ofAnotherJournal(EventAck ack) {
        switch (ack) {
            case EventAck.Committed _ ->
                rejections.rejected(Channel.EVENTS_ACK, Rejection.REPLAYED, "it is about another journal");
            case EventAck.SendFrom asked -> lost(asked.journal());
        }
    }

    /**
     * The service has a journal of which this disk knows nothing: its storage was emptied, or is another. It asks until
     * its log has the gap, and hears of it once. A journal whose beginning is forgotten may have told it there.
     */
    private void lost(JournalId before) {
        if (journal.first() == 1 && !tellsOfAGap()) {
            LOG.error("the service has journal {}, and this disk knows nothing of it", before);
            journal.append(new Event.Gap("the storage was empty", Optional.of(before)));
        }
    }

    private boolean tellsOfAGap() {
        long newest = journal.head().sequence();
        for (long from = 0; from < newest; from += PAGE) {
            boolean told = journal.after(from, PAGE).stream()
                    .anyMatch(one -> one.header().kind().equals(GAP));
            if (told) {
                return true;
            }
        }
        return false;
    }

    private void committed(ChainHead head, long upTo) {
        if (upTo > head.sequence()) {
            startAnew(head, upTo);
        } else {
            journal.acknowledged(upTo);
            publisher.committed(upTo);
        }
    }

    private void sendFrom(ChainHead head, EventAck.SendFrom request) {
        long from = request.from();
        if (from < 1) {
            rejections.rejected(Channel.EVENTS_ACK, Rejection.NOT_ALLOWED, "records are numbered from 1");
        } else if (from > head.sequence() + 1) {
            startAnew(head, from - 1);
        } else if (from > journal.acknowledged()) {
            publisher.sendFrom(from);
        } else if (!isFresh(request)) {
            notFresh(request);
        } else if (from < journal.first()) {
            LOG.error("the service asks for record {}, and this disk has forgotten it", from);
            beginAnew(head, "records before " + journal.first() + " were forgotten");
        } else {
            LOG.warn("the service has lost what came after record {}: it is sent again", from - 1);
            journal.lostByService(from);
            publisher.sendFrom(from);
        }
    }

    /** Sent again by whoever holds the broker, it would take back what is acknowledged, or end the journal. */
    private void notFresh(EventAck.SendFrom request) {
        if (request.challenge().isPresent()) {
            rejections.rejected(
                    Channel.EVENTS_ACK, Rejection.REPLAYED, "acknowledged records are asked for by an old message");
        } else {
            LOG.debug("record {} is acknowledged already: the request was overtaken by that", request.from());
        }
    }

    private boolean isFresh(EventAck.SendFrom request) {
        return request.challenge().filter(challenges::isLive).isPresent();
    }

    /**
     * The service proves that there were records after our newest: this disk lost them, by an old image or a card that
     * lied about its syncs. To go on would make a second history under the same numbers.
     */
    private void startAnew(ChainHead head, long known) {
        LOG.error(
                "the service has record {} of journal {}, and this disk ends at {}",
                known,
                head.journal(),
                head.sequence());
        beginAnew(head, "records lost after " + head.sequence());
    }

    private void beginAnew(ChainHead head, String reason) {
        long now = uptimeNanos.getAsLong();
        if (now - anewFromNanos < 0) {
            rejections.rejected(Channel.EVENTS_ACK, Rejection.NOT_HANDLED, "a new journal was begun a short while ago");
            return;
        }
        journal.startAnew(head.journal(), reason);
        anewFromNanos = now + ANEW_EVERY.toNanos();
    }
}

package knutpunkt.controller.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.Wanted;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessRecall;
import knutpunkt.wire.message.AccessReceipt;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the list current: asks at every connection and whenever an update did not fit, applies what comes, and confirms
 * it once it is in force at every door, never before (invariant I3). Used by one thread.
 */
final class ListSync {
    private static final Logger LOG = LoggerFactory.getLogger(ListSync.class);

    /**
     * How long after its want a list begins a lease. Later ones over the same nonce may have been held back by whoever
     * carries them; a heartbeat's challenge brings their lease.
     */
    static final Duration FRESH = Duration.ofSeconds(15);

    private final AccessListStore lists;
    private final LeaseKeeper lease;
    private final Journal journal;
    private final Outbox outbox;
    private final Rejections rejections;
    private final Connection connection;
    private final Hearing hearing;
    private final Identity self;
    private final InstantSource clock;
    private final LinkTimes times;
    private final Runnable changed;

    private long asked = Connection.NONE;
    private boolean wantOwed;
    private boolean behind; // so that a want is owed unless an update comes meanwhile
    private Optional<Long> lastWantNanos = Optional.empty();
    private Optional<Long> lastPartNanos = Optional.empty();
    private Optional<InForce> unrecorded = Optional.empty();
    private Optional<InForce> receiptOwed = Optional.empty();
    private InForce newest;

    /** A list in force, and since when as far as this run knows. */
    private record InForce(Revision revision, Hash digest, Instant since) {}

    /** Tells {@code changed} when another list is in force. */
    ListSync(
            Identity self,
            Link.Parts parts,
            Rejections rejections,
            Connection connection,
            Hearing hearing,
            Outbox outbox,
            LinkTimes times,
            Runnable changed) {
        this.lists = parts.lists();
        this.lease = parts.lease();
        this.journal = parts.journal();
        this.clock = parts.clock();
        this.outbox = outbox;
        this.rejections = rejections;
        this.connection = connection;
        this.hearing = hearing;
        this.self = self;
        this.times = times;
        this.changed = changed;
        AccessList current = lists.current();
        this.newest = new InForce(current.revision(), current.digest(), clock.instant());
    }

    void update(AccessUpdate part) {
        switch (lists.apply(part)) {
            case Applied.InForce(Revision revision, Hash digest) -> {
                hearing.heard();
                inForce(revision, digest);
            }
            case Applied.Incomplete _ -> {
                hearing.heard();
                incomplete(part);
            }
            case Applied.NotTaken(Applied.Why why) -> notTaken(part, why);
        }
    }

    /** The service was restored and lacks the list in force here. What it asks for again is sent again. */
    void recalled(AccessRecall recall) {
        Optional<AccessHeld> held = lists.handOver(recall);
        if (held.isEmpty()) {
            rejections.rejected(Channel.ACCESS_RECALL, Rejection.REPLAYED, "a recall of another want or list");
            return;
        }
        hearing.heard();
        try {
            outbox.send(held.get());
        } catch (NotDelivered e) {
            LOG.debug("what the service asked for was not delivered, and is asked for again: {}", e.reason());
        }
    }

    /** Says how far it has come now and then: the service sends no further than it must without hearing so. */
    private void incomplete(AccessUpdate part) {
        lastPartNanos = Optional.of(now());
        behind = false;
        if (part.part() % AccessWant.TOLD_EVERY != 0) {
            return;
        }
        try {
            lists.progress().ifPresent(this::send);
        } catch (NotDelivered e) {
            LOG.debug("how far an update has come was not delivered, and is told again: {}", e.reason());
        }
    }

    /** The service's list is another than ours, a lease says; an update that is on its way is waited for. */
    void behind() {
        behind = lastPartNanos
                .filter(at -> now() - at < times.partWait().toNanos())
                .isEmpty();
    }

    /** Sends what is owed, if it can be sent now. Called again and again. */
    void settle() {
        unrecorded.ifPresent(this::record);
        long number = connection.number();
        if (number == Connection.NONE) {
            return;
        }
        if (number != asked) {
            greet();
            asked = number;
        }
        try {
            if (receiptOwed.isPresent() && unrecorded.isEmpty()) {
                InForce list = receiptOwed.get();
                outbox.send(new AccessReceipt(list.revision(), list.digest(), list.since()));
                receiptOwed = Optional.empty();
            }
            if ((wantOwed || behind) && isWantDue()) {
                want();
            }
        } catch (NotDelivered e) {
            LOG.debug("a receipt or want was not delivered, and is tried again: {}", e.reason());
        }
    }

    /** What every connection begins with: the receipt once more, and the question what is newer. */
    private void greet() {
        if (!newest.revision().equals(Revision.NONE)) {
            receiptOwed = Optional.of(newest);
        }
        wantOwed = true;
        lastWantNanos = Optional.empty();
    }

    private void inForce(Revision revision, Hash digest) {
        // It answers a nonce of a moment ago, so the service has just said that it is current: a lease begins.
        if (lastWantNanos.filter(at -> now() - at <= FRESH.toNanos()).isPresent()) {
            lease.renewed();
        }
        wantOwed = false;
        behind = false;
        newest = new InForce(revision, digest, clock.instant());
        unrecorded = Optional.of(newest);
        receiptOwed = unrecorded;
        changed.run();
        settle();
    }

    private void record(InForce list) {
        journal.append(new Event.ListApplied(list.revision(), list.digest()));
        unrecorded = Optional.empty();
    }

    private void notTaken(AccessUpdate part, Applied.Why why) {
        LOG.info("part {} of {} to revision {} was not taken: {}", part.part(), part.parts(), part.to(), why);
        switch (why) {
            case OTHER_NONCE, NOT_NEWER ->
                rejections.rejected(Channel.ACCESS_UPDATE, Rejection.REPLAYED, "an update: " + why);
            case TOO_LARGE, MALFORMED, DIGEST_DIFFERS ->
                rejections.rejected(Channel.ACCESS_UPDATE, Rejection.MALFORMED, "an update: " + why);
            case OTHER_BASE, PART_MISSING, PART_AHEAD, STORAGE -> {}
        }
        wantOwed |= why.wantAgain();
    }

    private boolean isWantDue() {
        return lastWantNanos
                .map(at -> now() - at >= times.wantSpacing().toNanos())
                .orElse(true);
    }

    private void want() {
        lastWantNanos = Optional.of(now());
        send(lists.want());
        wantOwed = false;
        behind = false;
    }

    private void send(Wanted wanted) {
        outbox.send(new AccessWant(
                wanted.revision(),
                wanted.digest(),
                wanted.nonce(),
                self.boot(),
                journal.head().journal(),
                wanted.seal(),
                wanted.whole(),
                wanted.received()));
    }

    private long now() {
        return self.uptimeNanos().getAsLong();
    }
}

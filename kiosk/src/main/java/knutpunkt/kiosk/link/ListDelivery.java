package knutpunkt.kiosk.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.link.Judgement.Strange;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessHeld;
import knutpunkt.wire.message.AccessWant;
import knutpunkt.wire.session.NotDelivered;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings one controller to the newest list: by the changes since what it has, or by a snapshot when that is less or
 * nothing else fits. Every new revision goes out at once, over the nonce of the newest want; one that is not confirmed
 * goes out again, and whoever still has not got it is brought to ask anew. Used by one thread.
 */
final class ListDelivery {
    /** How long a confirmation may take; each time it did not come, twice as long: whoever is slow is not helped by more. */
    static final Duration CONFIRM_WAIT = Duration.ofSeconds(2);

    /**
     * Parts go missing only with a connection, and then it asks anew; on a slow line what may be on its way takes this long,
     * and sent again it would only take longer.
     */
    static final Duration PARTS_WAIT = Duration.ofSeconds(10);

    /** How often one revision is sent again before only a heartbeat, a want or a newer revision has it sent. */
    static final int REPEATS_MAX = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ListDelivery.class);

    private final ControllerId controller;
    private final Database database;
    private final ChangeSource changes;
    private final Seals seals;
    private final Judgement judgement;
    private final Recovery recovery;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Outbox outbox;

    /** Of the newest want; without it nothing can be sent that would be taken. */
    private Optional<AccessWant> want = Optional.empty();

    /** What the controller has proved to hold; {@link Revision#NONE} for nothing that we could build upon. */
    private Revision held = Revision.NONE;

    /** The newest update on its way; it stays until another begins. */
    private Optional<Transfer> transfer = Optional.empty();

    /** What it holds once it has taken all that was sent. */
    private Optional<Revision> sent = Optional.empty();

    /** How long it may take to bring into force what has come. */
    private Duration applying = Duration.ZERO;

    private long triedNanos;
    private int repeats;
    private Strange strange = Strange.NO;
    private Optional<Recall> recall = Optional.empty();

    ListDelivery(ControllerId controller, SiteLink.Parts parts, Outbox outbox) {
        this.controller = controller;
        this.database = parts.database();
        this.changes = parts.changes();
        this.seals = parts.seals();
        this.recovery = parts.recovery();
        this.judgement = new Judgement(controller, parts);
        this.clock = parts.clock();
        this.nanoClock = parts.nanoClock();
        this.outbox = outbox;
    }

    /** The controller asks, having that; or says how far what it asked for has come. */
    void wanted(AccessWant newest) {
        boolean tells = newest.received() > 0
                && want.filter(asked -> asked.nonce().equals(newest.nonce())).isPresent();
        if (tells) {
            goOn(newest);
            return;
        }
        // Nothing goes there before it is known what to make of what it has, whatever fails meanwhile.
        unasked();
        repeats = 0;
        has(newest.revision(), newest.digest());
        strange = judgement.of(newest, held.equals(newest.revision()));
        switch (strange) {
            case NO -> {}
            case REPLACED, AHEAD, UNPROVED -> judgement.alarm(strange, newest.revision());
            case LOST -> recall(newest);
        }
        want = Optional.of(newest);
        if (recall.isEmpty()) {
            recovery.settled(controller);
        }
        bring();
    }

    private void recall(AccessWant asked) {
        Optional<AccessList> common =
                recovery.explains(controller) ? recovery.common(asked.revision()) : Optional.empty();
        if (common.isEmpty()) {
            judgement.alarm(strange, asked.revision());
            return;
        }
        recall = Optional.of(new Recall(asked, common.get()));
        ask(recall.get());
    }

    private void ask(Recall asking) {
        triedNanos = nanoClock.getAsLong();
        try {
            outbox.send(controller, asking.question());
        } catch (NotDelivered e) {
            LOG.info("controller [{}] was not asked for its list, and is asked again: {}", controller, e.reason());
        }
    }

    /** The controller hands over a piece of a list that this service lost. */
    void handedOver(AccessHeld piece) {
        if (recall.isEmpty()) {
            return;
        }
        Recall asking = recall.get();
        if (recovery.hasTaken(asking.want().revision(), asking.want().digest())) {
            // Another controller had the same, and brought it first.
            taken(asking.want());
            return;
        }
        switch (asking.take(piece)) {
            case Recall.Progress.Goes _ -> {
                repeats = 0;
                ask(asking);
            }
            case Recall.Progress.Ignored _ -> {}
            case Recall.Progress.Wrong _ -> {
                recall = Optional.empty();
                LOG.error("controller [{}] handed over another list than the one this service sealed", controller);
                judgement.alarm(strange, asking.want().revision());
                recovery.settled(controller);
            }
            case Recall.Progress.Ended(AccessList lost) -> {
                // If that fails, it asks anew: nothing goes over the list that it holds.
                unasked();
                recovery.takeOver(controller, asking.want().revision(), asking.common(), lost);
                taken(asking.want());
            }
        }
    }

    /** What its list revokes is known here. */
    private void taken(AccessWant asked) {
        recall = Optional.empty();
        strange = Strange.NO;
        want = Optional.of(asked);
        recovery.settled(controller);
        bring();
    }

    /** The controller says how far an update has come; of one that another has overtaken it may say so still. */
    private void goOn(AccessWant told) {
        Optional<Transfer> coming = transfer.filter(one -> one.updates()
                .from()
                .filter(base -> !base.equals(told.revision()))
                .isEmpty());
        if (coming.isEmpty()) {
            return;
        }
        coming.get().received(told.received());
        repeats = 0;
        triedNanos = nanoClock.getAsLong();
        if (sendOn()) {
            bring();
        }
    }

    private void forgetSent() {
        transfer = Optional.empty();
        sent = Optional.empty();
        applying = Duration.ZERO;
    }

    /**
     * The controller is heard in this run. What an earlier run asked and held is forgotten: its nonce is worth nothing, and
     * storage may have been lost between the two. Its new want may have been lost too, so nothing waits for it.
     */
    void runs(BootId boot) {
        if (want.filter(asked -> !asked.boot().equals(boot)).isPresent()) {
            unasked();
            held = Revision.NONE;
            strange = Strange.NO;
        }
    }

    /** What it asked may be out of date: nothing is sent until it asks anew, which the next lease brings it to. */
    void unasked() {
        want = Optional.empty();
        forgetSent();
        recall = Optional.empty();
    }

    /**
     * The controller confirms a list. One that is not known gets no lease by it; which list it is, and what comes of it, only
     * its next want can show.
     */
    void confirms(Revision revision, Hash digest) {
        has(revision, digest);
        boolean known = held.equals(revision) || recovery.hasTaken(revision, digest);
        if (known || revision.equals(Revision.NONE) || strange != Strange.NO) {
            return;
        }
        unasked();
        strange = judgement.ofUnproved(revision);
        if (strange != Strange.UNPROVED) {
            judgement.alarm(strange, revision);
        }
    }

    /** The controller says what is in force there. */
    private void has(Revision revision, Hash digest) {
        Optional<Hash> ours = database.read(transaction -> changes.digest(transaction, revision));
        held = ours.filter(digest::equals).isPresent() ? revision : Revision.NONE;
        transfer = transfer.filter(coming -> coming.updates().to().isAfter(held));
        if (sent.filter(last -> !last.isAfter(held)).isPresent()) {
            applying = Duration.ZERO;
        }
        // Only of one that was to be replaced: a receipt may be an earlier one that somebody sends again.
        if (held.equals(revision) && strange == Strange.REPLACED) {
            strange = Strange.NO;
        }
    }

    /** Sends what is newer than what it has, or will have once it has taken what was sent; after an update under way. */
    private void bring() {
        boolean goesOn = true;
        while (goesOn) {
            goesOn = begin() && sendOn();
        }
    }

    /** Whether there is something newer, which may go there now. */
    private boolean begin() {
        AccessList current = changes.current();
        Revision base = sent.orElse(held);
        boolean underWay = transfer.filter(coming -> !coming.isSent()).isPresent();
        if (want.isEmpty() || underWay || waits() || !current.revision().isAfter(base)) {
            return false;
        }
        strange = strange == Strange.AHEAD ? Strange.REPLACED : strange;
        transfer = Optional.of(new Transfer(updates(want.get(), current, base)));
        triedNanos = nanoClock.getAsLong();
        return true;
    }

    /** Whether nothing goes there, whatever it asks for. */
    private boolean waits() {
        return recovery.isGathering()
                || switch (strange) {
                    case NO, REPLACED -> false;
                    case AHEAD ->
                        want.map(AccessWant::revision)
                                .filter(theirs -> !changes.current().revision().isAfter(theirs))
                                .isPresent();
                    case UNPROVED, LOST -> true;
                };
    }

    /** As many parts as may be on their way. True when the last has left: whatever is newer may follow. */
    private boolean sendOn() {
        Transfer going = transfer.orElseThrow();
        if (!going.mayGoOn()) {
            return false;
        }
        // Before it leaves, or the confirmation could seem to come before the sending.
        Instant sentAt = now();
        try {
            while (going.mayGoOn()) {
                outbox.send(controller, going.next());
            }
        } catch (NotDelivered e) {
            LOG.info("the list for controller [{}] was not delivered, and is tried again: {}", controller, e.reason());
            forgetSent();
            return false;
        }
        if (going.isSent()) {
            Revision newest = going.updates().to();
            sent = Optional.of(newest);
            applying = applying.plus(going.timeToApply());
            database.write(transaction -> {
                Confirmations.sent(transaction, controller, newest, sentAt);
                return 0;
            });
        }
        return going.isSent();
    }

    private Updates updates(AccessWant to, AccessList current, Revision base) {
        boolean changesHelp = sent.isPresent() || !to.whole();
        if (!base.equals(Revision.NONE) && changesHelp) {
            Optional<ChangeSet> since = changes.since(base);
            if (since.isPresent() && since.get().size() <= current.size()) {
                return Updates.of(to.nonce(), since.get(), seals);
            }
        }
        return Updates.snapshot(to.nonce(), changes.cut(current), seals);
    }

    /**
     * Whether this service has heard a want. After its own start it has not: controllers stay connected to a broker that
     * did not stop, and what they asked for before is forgotten.
     */
    boolean isAsked() {
        return want.isPresent();
    }

    /** Whether what it has is another list than the one this service knows under that number, or none that it knows. */
    boolean isStrange() {
        return strange != Strange.NO;
    }

    /**
     * A heartbeat tells which revision is in force. True when it is the newest, and no other list under its number. When
     * it is less than was sent a while ago, the controller may have asked anew without our hearing it.
     */
    boolean beats(Revision revision) {
        boolean newest = revision.equals(changes.current().revision());
        boolean taken = sent.filter(last -> !last.isAfter(revision)).isPresent();
        if (!newest && !taken && waitedLongEnough() && !waits()) {
            unasked();
        }
        return newest && !isStrange();
    }

    /** Time has passed: what was sent and is not confirmed may have been lost. */
    void tick() {
        if (recall.isPresent() && waitedLongEnough()) {
            repeats++;
            if (repeats > REPEATS_MAX) {
                unasked(); // it may hold another list by now, which its next want tells
                return;
            }
            ask(recall.get());
        }
        boolean outstanding = want.isPresent() && changes.current().revision().isAfter(held) && !waits();
        if (outstanding && repeats < REPEATS_MAX && waitedLongEnough()) {
            repeats++;
            again();
        }
    }

    private boolean waitedLongEnough() {
        boolean comes = transfer.filter(coming -> !coming.hasArrived()).isPresent();
        Duration wait =
                comes ? PARTS_WAIT : CONFIRM_WAIT.multipliedBy(1L << repeats).plus(applying);
        return nanoClock.getAsLong() - triedNanos >= wait.toNanos();
    }

    /** Parts that did not come; else from what is proved, not from what was sent: that may never have come. */
    private void again() {
        if (transfer.isPresent() && !transfer.get().hasArrived()) {
            triedNanos = nanoClock.getAsLong();
            transfer.get().rewind();
            if (sendOn()) {
                bring();
            }
            return;
        }
        forgetSent();
        bring();
    }

    /** A newer revision may be repeated as often as the one before. */
    void changed() {
        repeats = 0;
        bring();
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

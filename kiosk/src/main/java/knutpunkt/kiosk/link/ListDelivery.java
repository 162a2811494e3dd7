package knutpunkt.kiosk.link;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.AccessUpdate;
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
    static final Duration CONFIRM_WAIT = Duration.ofSeconds(2);

    /** How often one revision is sent again before only a heartbeat, a want or a newer revision has it sent. */
    static final int REPEATS_MAX = 3;

    private static final Logger LOG = LoggerFactory.getLogger(ListDelivery.class);

    private final ControllerId controller;
    private final Database database;
    private final ChangeSource changes;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    private final Outbox outbox;

    /** Of the newest want; without it nothing can be sent that would be taken. */
    private Optional<AccessWant> want = Optional.empty();

    /** What the controller has proved to hold; {@link Revision#NONE} for nothing that we could build upon. */
    private Revision held = Revision.NONE;

    /** What it holds once it has taken all that was sent. */
    private Optional<Revision> sent = Optional.empty();

    private long triedNanos;
    private int repeats;
    private boolean strange;

    ListDelivery(
            ControllerId controller,
            Database database,
            ChangeSource changes,
            InstantSource clock,
            LongSupplier nanoClock,
            Outbox outbox) {
        this.controller = controller;
        this.database = database;
        this.changes = changes;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.outbox = outbox;
    }

    /** The controller asks, having that. */
    void wanted(AccessWant newest) {
        want = Optional.of(newest);
        sent = Optional.empty();
        repeats = 0;
        has(newest.revision(), newest.digest());
        bring();
    }

    /**
     * The controller is heard in this run. What an earlier run asked and held is forgotten: its nonce is worth nothing, and
     * storage may have been lost between the two. Its new want may have been lost too, so nothing waits for it.
     */
    void runs(BootId boot) {
        if (want.filter(asked -> !asked.boot().equals(boot)).isPresent()) {
            unasked();
            held = Revision.NONE;
            strange = false;
        }
    }

    /** What it asked may be out of date: nothing is sent until it asks anew, which the next lease brings it to. */
    void unasked() {
        want = Optional.empty();
        sent = Optional.empty();
    }

    /** The controller says what is in force there. */
    void has(Revision revision, Hash digest) {
        AccessList current = changes.current();
        Optional<Hash> ours = database.read(transaction -> changes.digest(transaction, revision));
        boolean same = ours.filter(digest::equals).isPresent();
        held = same ? revision : Revision.NONE;
        strange = !same && !revision.equals(Revision.NONE);
        if (strange) {
            alarm(revision, current);
        }
    }

    /** Sends what is newer than what it has, or will have once it has taken what was sent. */
    private void bring() {
        AccessList current = changes.current();
        Revision base = sent.orElse(held);
        if (want.isPresent() && !strangeBeyond(current) && current.revision().isAfter(base)) {
            send(want.get(), current, base);
        }
    }

    /** Whether the controller holds what this service cannot have sent before: only a new epoch could replace it. */
    private boolean strangeBeyond(AccessList current) {
        return strange
                && want.map(AccessWant::revision)
                        .filter(theirs -> !current.revision().isAfter(theirs))
                        .isPresent();
    }

    private void send(AccessWant to, AccessList current, Revision base) {
        triedNanos = nanoClock.getAsLong();
        List<AccessUpdate> parts = parts(to, current, base);
        // Before it leaves, or the confirmation could seem to come before the sending.
        Instant sentAt = now();
        try {
            parts.forEach(part -> outbox.send(controller, part));
        } catch (NotDelivered e) {
            LOG.info("the list for controller [{}] was not delivered, and is tried again: {}", controller, e.reason());
            sent = Optional.empty();
            return;
        }
        Revision newest = parts.getLast().to();
        sent = Optional.of(newest);
        database.write(transaction -> {
            Confirmations.sent(transaction, controller, newest, sentAt);
            return 0;
        });
    }

    private List<AccessUpdate> parts(AccessWant to, AccessList current, Revision base) {
        if (!base.equals(Revision.NONE)) {
            Optional<ChangeSet> since = changes.since(base);
            if (since.isPresent() && since.get().size() <= current.items().count()) {
                return Updates.of(to.nonce(), since.get());
            }
        }
        return Updates.snapshot(to.nonce(), current);
    }

    /**
     * Whether this service has heard a want. After its own start it has not: controllers stay connected to a broker that
     * did not stop, and what they asked for before is forgotten.
     */
    boolean isAsked() {
        return want.isPresent();
    }

    /**
     * A heartbeat tells which revision is in force. True when it is the newest, and no other list under its number. When
     * it is less than was sent a while ago, the controller may have asked anew without our hearing it.
     */
    boolean beats(Revision revision) {
        boolean newest = revision.equals(changes.current().revision());
        boolean taken = sent.filter(last -> !last.isAfter(revision)).isPresent();
        if (!newest && !taken && waitedLongEnough() && !strangeBeyond(changes.current())) {
            unasked();
        }
        return newest && !strange;
    }

    /** Time has passed: what was sent and is not confirmed may have been lost. */
    void tick() {
        boolean outstanding =
                want.isPresent() && changes.current().revision().isAfter(held) && !strangeBeyond(changes.current());
        if (outstanding && repeats < REPEATS_MAX && waitedLongEnough()) {
            repeats++;
            again();
        }
    }

    private boolean waitedLongEnough() {
        return nanoClock.getAsLong() - triedNanos >= CONFIRM_WAIT.toNanos();
    }

    /** From what is proved, not from what was sent: that may never have come. */
    private void again() {
        sent = Optional.empty();
        bring();
    }

    /** A newer revision may be repeated as often as the one before. */
    void changed() {
        repeats = 0;
        bring();
    }

    private void alarm(Revision revision, AccessList current) {
        boolean ahead = revision.isAfter(current.revision());
        Alarms.Kind kind = ahead ? Alarms.Kind.REVISION_AHEAD : Alarms.Kind.REVISION_DIFFERS;
        String detail = ahead
                ? "it has revision [" + revision + "] and the newest here is [" + current.revision() + "]"
                : "its list at revision [" + revision + "] is not the one this service made";
        boolean first = database.write(
                transaction -> Alarms.raise(transaction, kind, controller, revision.toString(), detail, now()));
        if (first) {
            LOG.error("controller [{}]: {}: {}", controller, kind, detail);
        }
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}

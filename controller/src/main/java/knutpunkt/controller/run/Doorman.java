package knutpunkt.controller.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.door.Condition;
import knutpunkt.controller.door.Door;
import knutpunkt.controller.door.Effect;
import knutpunkt.controller.door.Outcome;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.controller.door.Signal;
import knutpunkt.controller.door.Step;
import knutpunkt.controller.door.Uptime;
import knutpunkt.controller.journal.Journal;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.record.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands at one door: asks the list, applies the door's rules and carries out what they say, one thing after the other.
 * For the loop's thread only, and without a thread of its own, so that tests can be that thread.
 */
final class Doorman {
    /** Well within the lease of {@link knutpunkt.hardware.Strike#LEASE}. */
    static final Duration RENEWED_EVERY = Duration.ofMillis(400);

    /** So late may time be let to pass while there is more to hear: what happened first should count first. */
    static final Duration TICK_LATE_MAX = Duration.ofSeconds(1);

    private static final Duration RETRIED_EVERY = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(Doorman.class);

    private final DoorSetup setup;
    private final DoorParts parts;
    private final Deciding deciding;
    private final LongSupplier uptimeNanos;
    private final Ledger ledger;
    private final Lamps lamps;
    private final Learning learning;
    private final PartsHealth health;

    private Door door;
    private DoorContact.Position contact = DoorContact.Position.UNKNOWN;
    private volatile LastOutcome lastOutcome = LastOutcome.NONE; // set before the reader shows it
    private AccessList listSeen;
    private Uptime retryAt;
    private long strikeFailures;
    private Optional<Input.Release> unanswered = Optional.empty();

    Doorman(DoorSetup setup, DoorParts parts, Deciding deciding, Journal journal, LongSupplier uptimeNanos) {
        this.setup = setup;
        this.parts = parts;
        this.deciding = deciding;
        this.uptimeNanos = uptimeNanos;
        this.ledger = new Ledger(setup.id(), journal);
        this.lamps = new Lamps(parts.points());
        this.learning = new Learning(lamps);
        this.health = new PartsHealth(setup.id());
        this.door = Door.unread(setup.id(), parts.contact().isPresent());
        this.listSeen = deciding.list().get();
        this.retryAt = now();
    }

    Uptime now() {
        return new Uptime(uptimeNanos.getAsLong());
    }

    void handle(Input input) {
        switch (input) {
            case Input.Read(var point, var read) -> read(point, read);
            case Input.Health(var point, var readerHealth) -> readerHealth(point, readerHealth);
            case Input.ContactMoved(var position, var atNanos) -> contactIs(position, new Uptime(atNanos));
            case Input.ExitPressed(var atNanos) -> step(new Signal.ExitPressed(new Uptime(atNanos)));
            case Input.Release release -> release(release);
            case Input.Learn learn -> learning.begin(learn, now());
            case Input.Identify(var point) -> lamps.show(point, ReaderSignal.IDENTIFY, now());
        }
    }

    private void read(PointId id, BadgeRead read) {
        ReadPoint point = parts.points().stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no point [" + id + "] at door [" + setup.id() + "]"));
        Uptime now = now();
        Duration age = now.since(new Uptime(read.atNanos()));
        if (learning.isAt(id) && age.compareTo(setup.times().readAge()) <= 0) {
            learning.end(Optional.of(deciding.newestToken(read)));
            return;
        }
        step(deciding.signalOf(point, read, now));
    }

    /** Whatever goes wrong on the way, there is one answer. */
    private void release(Input.Release release) {
        if (parts.opensNothing()) {
            release.heard().accept(ReleaseOutcome.NOT_DONE);
            return;
        }
        unanswered = Optional.of(release);
        try {
            step(new Signal.ReleaseCommanded(
                    now(),
                    new Uptime(release.untilNanos()),
                    release.command(),
                    deciding.circumstances().get().posture()));
        } finally {
            answer(ReleaseOutcome.NOT_DONE);
        }
    }

    private void answer(ReleaseOutcome outcome) {
        Optional<Input.Release> answered = unanswered;
        unanswered = Optional.empty();
        answered.ifPresent(release -> release.heard().accept(outcome));
    }

    private void readerHealth(PointId point, ReaderHealth readerHealth) {
        note("reader " + point, readerHealth.online(), readerHealth.reason());
    }

    /** Looks at the contact itself: at the start, and when a change could not be queued. */
    void look() {
        parts.contact().ifPresent(part -> contactIs(part.position(), now()));
    }

    private void contactIs(DoorContact.Position position, Uptime at) {
        contact = position;
        note("contact", position != DoorContact.Position.UNKNOWN, "it cannot be read");
        step(
                switch (position) {
                    case OPEN -> new Signal.Opened(at);
                    case CLOSED -> new Signal.Closed(at);
                    case UNKNOWN -> new Signal.ContactLost(at);
                });
    }

    private void note(String part, boolean working, String reason) {
        health.note(part, working, working ? "" : reason).ifPresent(event -> ledger.keep(List.of(event)));
    }

    private void step(Signal signal) {
        carryOut(door.step(signal, setup.times()));
    }

    private void carryOut(Step step) {
        Door before = door;
        door = step.door();
        var events = new ArrayList<Event>();
        for (Effect effect : step.effects()) {
            if (!(effect instanceof Effect.Keep)) {
                keep(events);
            }
            switch (effect) {
                case Effect.Keep(var event) -> events.add(event);
                case Effect.KeepFirst first -> keepFirst(first);
                case Effect.Show(var point, var outcome) -> show(point, outcome);
                case Effect.Answer answer -> answer(answer.outcome());
                case Effect.Secure _ -> secure();
                case Effect.Release release -> {
                    if (!released()) {
                        door = before;
                        step(new Signal.StrikeFailed(now(), release.attempt(), release.sequence()));
                        return;
                    }
                }
            }
        }
        keep(events);
    }

    private void keep(List<Event> events) {
        if (!events.isEmpty()) {
            ledger.keep(List.copyOf(events));
            events.clear();
        }
    }

    private void keepFirst(Effect.KeepFirst first) {
        OptionalLong sequence = ledger.keepFirst(first.event());
        step(
                sequence.isPresent()
                        ? new Signal.Recorded(now(), sequence.getAsLong(), first.attempt())
                        : new Signal.NotRecorded(now(), first.attempt()));
    }

    private void show(PointId point, Outcome outcome) {
        switch (outcome) {
            case GRANTED -> {
                lastOutcome = LastOutcome.GRANTED;
                lamps.show(point, ReaderSignal.GRANTED, now());
            }
            case REFUSED -> {
                lastOutcome = LastOutcome.REFUSED;
                lamps.show(point, ReaderSignal.REFUSED, now());
            }
        }
    }

    private boolean released() {
        try {
            parts.strike().release();
            note("strike", true, "");
            return true;
        } catch (HardwareFailure e) {
            strikeFailed(e);
            return false;
        }
    }

    private void secure() {
        try {
            parts.strike().secure();
            note("strike", true, "");
        } catch (HardwareFailure e) {
            strikeFailed(e);
        }
    }

    private void strikeFailed(HardwareFailure e) {
        strikeFailures++;
        LOG.error("door [{}]: its strike does not obey", setup.id(), e);
        note("strike", false, String.valueOf(e.getMessage()));
    }

    /**
     * Lets time pass.
     *
     * @param moreToHear what has happened and is still waiting comes first, unless that takes too long
     */
    void tick(boolean moreToHear) {
        Uptime now = now();
        withdrawIfRefusedNow(now);
        Optional<Uptime> deadline = door.nextDeadline();
        if (deadline.isPresent() && now.reached(moreToHear ? deadline.get().plus(TICK_LATE_MAX) : deadline.get())) {
            step(new Signal.Ticked(now));
        }
        // Past its time the lease is left to run out, however much there is to hear.
        if (releasedUntil().filter(until -> !now.reached(until)).isPresent()) {
            parts.strike().renew();
        }
        learning.endIfDue(now);
        lamps.idleWhereDue(now);
        if (ledger.isFailing() && now.reached(retryAt)) {
            retryAt = now.plus(RETRIED_EVERY);
            ledger.retry();
        }
    }

    /** A list that came while the strike was released may no longer grant what it was released for (I3). */
    private void withdrawIfRefusedNow(Uptime now) {
        AccessList newest = deciding.list().get();
        if (newest == listSeen) { // the very list, not one like it
            return;
        }
        listSeen = newest;
        for (BadgeToken token : door.releasedFor()) {
            if (deciding.isRefusedNow(token)) {
                step(new Signal.Withdrawn(now, token));
            }
        }
    }

    private Optional<Uptime> releasedUntil() {
        return switch (door.condition()) {
            case Condition.Released released -> Optional.of(released.until());
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ ->
                Optional.empty();
        };
    }

    /** How long nothing needs to be done unless something is heard; at most {@code most}. */
    Duration patience(Duration most) {
        Uptime now = now();
        Duration least = releasedUntil().isPresent() && RENEWED_EVERY.compareTo(most) < 0 ? RENEWED_EVERY : most;
        return Stream.concat(door.nextDeadline().stream(), lamps.nextDue().stream())
                .map(due -> due.since(now))
                .reduce(least, (one, other) -> one.compareTo(other) <= 0 ? one : other);
    }

    /** What was begun is ended on record, the strike is secured, and the door is looked at anew. */
    void startOver() {
        step(new Signal.Stopping(now()));
    }

    /** The last resort, when not even {@link #startOver} works. */
    void makeSafe() {
        door = Door.unread(setup.id(), parts.contact().isPresent());
        secure();
    }

    void record(String part, String fault) {
        ledger.keep(List.of(new Event.PartHealth(setup.id(), part, false, fault)));
    }

    void stop() {
        learning.end(Optional.empty());
        startOver();
    }

    /** From any thread. */
    LastOutcome lastOutcome() {
        return lastOutcome;
    }

    long faults() {
        return strikeFailures + ledger.failures() + lamps.failures();
    }

    DoorState state() {
        return new DoorState(
                setup.id(),
                parts.strike().isReleased() ? DoorState.Strike.RELEASED : DoorState.Strike.SECURED,
                switch (contact) {
                    case OPEN -> DoorState.Contact.OPEN;
                    case CLOSED -> DoorState.Contact.CLOSED;
                    case UNKNOWN -> DoorState.Contact.UNKNOWN;
                },
                switch (door.condition()) {
                    case Condition.Unknown _ -> DoorState.Condition.UNKNOWN;
                    case Condition.Secured _ -> DoorState.Condition.SECURED;
                    case Condition.Released _ -> DoorState.Condition.RELEASED;
                    case Condition.Open _ -> DoorState.Condition.OPEN;
                    case Condition.Held _ -> DoorState.Condition.HELD;
                    case Condition.Forced _ -> DoorState.Condition.FORCED;
                });
    }
}

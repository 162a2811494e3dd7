package knutpunkt.controller.door;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.access.BadgeToken;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Doubt;

/**
 * One door as its controller knows it: a value that {@link #step} replaces.
 *
 * <pre>
 *          grant or command, recorded            opened
 *   Secured ──────────────────────► Released ─────────────► Open ──── too long ───► Held
 *      ▲  ▲ ◄─────────────────────────                       │ ▲                     │
 *      │  │   time is up, withdrawn,                         │ │ found open           │
 *      │  │   strike failed, stopping                        │ │ at the start         │
 *      │  └────────────────── closed ◄───────────────────────┴─┼─────────────────────┤
 *      │                                                       │                     │
 *   Unknown (until the contact has been read) ─────────────────┘                     │
 *   Secured ── opened, and nothing came before ──► Forced ─── closed ────────────────┘
 *   Secured ── opened after an exit reading or the exit button ──► Open
 * </pre>
 *
 * <p>The strike is secured the moment the door opens, not when it closes: by then an electric strike's keeper is held
 * aside by the latch itself, and nobody can pull the door a second time on the same grant.
 */
public record Door(DoorId id, Condition condition, Exits exits, ContactBelief contact, int missed, Recent recent) {

    /** A door nobody has looked at yet. One without a contact counts as secured from the start. */
    public static Door unread(DoorId id, boolean hasContact) {
        return hasContact
                ? new Door(id, new Condition.Unknown(), Exits.NONE, ContactBelief.UNREAD, 0, Recent.NONE)
                : new Door(id, new Condition.Secured(), Exits.NONE, ContactBelief.ABSENT, 0, Recent.NONE);
    }

    /** What becomes of this door. Pure. A repeated signal never repeats an effect. */
    public Step step(Signal signal, DoorTimes times) {
        return switch (signal) {
            case Signal.Presented presented -> Entering.presented(this, presented, times);
            case Signal.CheckInPresented checkIn -> CheckingIn.presented(this, checkIn, times);
            case Signal.ExitPresented presented -> Leaving.presented(this, presented, times);
            case Signal.ReleaseCommanded commanded -> Commanding.commanded(this, commanded);
            case Signal.Recorded(var at, var sequence, var attempt) ->
                switch (attempt) {
                    case Attempt.Entry entry -> Entering.recorded(this, at, sequence, entry, times);
                    case Attempt.Command command -> Commanding.recorded(this, at, sequence, command, times);
                    case Attempt.Exit exit -> Leaving.recorded(this, at, sequence, exit, times);
                    case Attempt.CheckIn checkIn -> CheckingIn.recorded(this, sequence, checkIn);
                };
            case Signal.NotRecorded(var at, var attempt) ->
                switch (attempt) {
                    case Attempt.Entry entry -> Entering.notRecorded(this, entry);
                    case Attempt.Command command -> Commanding.notRecorded(this, command);
                    case Attempt.Exit exit -> Leaving.notRecorded(this, at, exit, times);
                    case Attempt.CheckIn checkIn -> CheckingIn.notRecorded(this, checkIn);
                };
            case Signal.StrikeFailed failed -> Entering.strikeFailed(this, failed);
            case Signal.Withdrawn withdrawn -> Entering.withdrawn(this, withdrawn.token());
            case Signal.Opened(var at) -> Leaf.opened(this, at, times);
            case Signal.Closed _ -> Leaf.closed(this);
            case Signal.ContactLost _ -> Leaf.lost(this);
            case Signal.ExitPressed(var at) -> Leaving.pressed(this, at, times);
            case Signal.Ticked(var at) -> Deadlines.ticked(this, at);
            case Signal.Stopping _ -> Deadlines.stopping(this);
        };
    }

    /** When {@link Signal.Ticked} is due next; empty when this door waits for nothing. */
    public Optional<Uptime> nextDeadline() {
        Stream<Uptime> ofCondition = switch (condition) {
            case Condition.Released released -> Stream.of(released.until());
            case Condition.Open(var heldFrom) -> Stream.of(heldFrom);
            case Condition.Unknown _, Condition.Secured _, Condition.Held _, Condition.Forced _ -> Stream.empty();
        };
        Stream<Uptime> ofExits = Stream.concat(
                exits.shuntedUntil().stream(), exits.pending().stream().map(Exits.Leaving::until));
        return Stream.concat(ofCondition, ofExits).min(Uptime::compareTo);
    }

    /** Whose grants the strike is released for now; empty when it is not, or by a command only. */
    public List<BadgeToken> releasedFor() {
        return switch (condition) {
            case Condition.Released released ->
                released.grants().stream().map(Pending::token).toList();
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ ->
                List.of();
        };
    }

    /** What a door is when the strike is secured and the leaf is not known to stand open. */
    Condition shut() {
        return switch (contact) {
            case UNREAD -> new Condition.Unknown();
            case BELIEVED, SUSPECT, ABSENT -> new Condition.Secured();
        };
    }

    /** Whether an opening would tell that somebody went through. */
    boolean believesContact() {
        return contact == ContactBelief.BELIEVED;
    }

    /** Why a passage that was not seen is only assumed, where the contact is to blame. */
    Optional<Doubt> doubt(Confidence confidence) {
        return confidence == Confidence.ASSUMED && contact == ContactBelief.SUSPECT
                ? Optional.of(Doubt.CONTACT_SUSPECT)
                : Optional.empty();
    }

    Door with(Condition next) {
        return new Door(id, next, exits, contact, missed, recent);
    }

    Door with(Exits next) {
        return new Door(id, condition, next, contact, missed, recent);
    }

    Door with(Recent next) {
        return new Door(id, condition, exits, contact, missed, next);
    }

    Door with(ContactBelief next, int nextMissed) {
        return new Door(id, condition, exits, next, nextMissed, recent);
    }
}

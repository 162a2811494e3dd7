package knutpunkt.controller.door;

import java.util.List;
import java.util.Optional;
import knutpunkt.wire.record.Event;

/**
 * A door that is released by a command: once, for the time that a badge has, and only after that is on record (I4). It is
 * nobody's passage, for nobody can say who went through; and that nobody opened says nothing against the contact, for
 * whoever commands does not stand at the door.
 *
 * <p>A door that is released already or stands open is left as it is, and its record tells of no release: whoever is
 * there can go in, and a release more would only keep the strike released for longer than anybody asked. A badge that
 * is let in meanwhile joins the release and may prolong it, as it does with another badge's.
 *
 * <p>In lockdown a command releases nothing. Some persons may enter then, but a command has no person to ask about.
 */
final class Commanding {
    private Commanding() {}

    static Step commanded(Door door, Signal.ReleaseCommanded commanded) {
        if (commanded.at().reached(commanded.until())) {
            return answered(door, commanded, ReleaseOutcome.NOT_DONE);
        }
        return switch (commanded.posture()) {
            case NORMAL -> admitted(door, commanded);
            case LOCKDOWN, UNKNOWN -> answered(door, commanded, ReleaseOutcome.IN_LOCKDOWN);
        };
    }

    private static Step admitted(Door door, Signal.ReleaseCommanded commanded) {
        return switch (door.condition()) {
            case Condition.Unknown _, Condition.Secured _ ->
                Step.to(
                        door,
                        new Effect.KeepFirst(
                                new Event.ReleasedByCommand(door.id(), commanded.command()),
                                new Attempt.Command(commanded)));
            case Condition.Released _ -> answered(door, commanded, ReleaseOutcome.ALREADY_RELEASED);
            case Condition.Open _, Condition.Held _, Condition.Forced _ ->
                answered(door, commanded, ReleaseOutcome.STANDS_OPEN);
        };
    }

    /** The door is still as it was when the record was asked for: the answer to that comes before any other signal. */
    static Step recorded(Door door, Uptime at, long sequence, Attempt.Command attempt, DoorTimes times) {
        Signal.ReleaseCommanded commanded = attempt.commanded();
        boolean slow = at.since(commanded.at()).compareTo(DoorTimes.RECORDED_WITHIN) > 0;
        if (slow || at.reached(commanded.until())) {
            // The disk took so long that it may have been said already that nothing came of the command.
            return Step.to(
                    door,
                    new Effect.Keep(new Event.NotOpened(door.id(), sequence)),
                    new Effect.Answer(commanded.command(), ReleaseOutcome.NOT_DONE));
        }
        var release = new Commanded(sequence, !door.believesContact());
        return Step.to(
                door.with(new Condition.Released(at.plus(times.unlock()), List.of(), Optional.of(release))),
                new Effect.Release(attempt, sequence),
                new Effect.Answer(commanded.command(), ReleaseOutcome.RELEASED));
    }

    static Step notRecorded(Door door, Attempt.Command attempt) {
        return answered(door, attempt.commanded(), ReleaseOutcome.NOT_RECORDED);
    }

    private static Step answered(Door door, Signal.ReleaseCommanded commanded, ReleaseOutcome outcome) {
        return Step.to(door, new Effect.Answer(commanded.command(), outcome));
    }

    static Optional<Effect> endUnopened(Door door, Commanded release) {
        return release.settled()
                ? Optional.empty()
                : Optional.of(new Effect.Keep(new Event.NotOpened(door.id(), release.sequence())));
    }
}

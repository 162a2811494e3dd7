package knutpunkt.controller.door;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.access.Decision;
import knutpunkt.access.Reason;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/**
 * From a badge at a check-in point, which opens nothing, to a passage that turns the person around. It is recorded as a
 * grant first and shown green only then, as at a door; nobody can see whether the person comes or leaves, so the passage is
 * of medium confidence.
 */
final class CheckingIn {
    private CheckingIn() {}

    static Step presented(Door door, Signal.CheckInPresented checkIn, DoorTimes times) {
        Signal.Presented read = checkIn.presented();
        Duration age = read.at().since(read.readAt());
        if (age.compareTo(times.readAge()) > 0) {
            return Step.to(door, new Effect.Keep(new Event.StaleRead(door.id(), read.point(), age.toMillis())));
        }
        return switch (read.decision()) {
            case Decision.Granted granted -> granted(door, read, granted, times);
            case Decision.Refused refused -> Entering.refused(door, read, refused, times);
        };
    }

    private static Step granted(Door door, Signal.Presented read, Decision.Granted granted, DoorTimes times) {
        if (door.recent().holds(Entering.admission(read, granted), times.samePresentation())) {
            return Step.to(door, new Effect.Show(read.point(), Outcome.GRANTED));
        }
        var event =
                new Event.Granted(read.point(), granted.person(), granted.grant(), read.revision(), read.situation());
        return Step.to(door, new Effect.KeepFirst(event, new Attempt.CheckIn(read, granted)));
    }

    static Step recorded(Door door, long sequence, Attempt.CheckIn checkIn) {
        Signal.Presented read = checkIn.presented();
        Decision.Granted granted = checkIn.granted();
        return Step.to(
                door.with(door.recent().with(Entering.admission(read, granted))),
                new Effect.Keep(
                        new Event.Passage(door.id(), Direction.TOGGLE, granted.person(), sequence, Confidence.MEDIUM)),
                new Effect.Show(read.point(), Outcome.GRANTED));
    }

    static Step notRecorded(Door door, Attempt.CheckIn checkIn) {
        Signal.Presented read = checkIn.presented();
        return Step.to(
                door,
                new Effect.Show(read.point(), Outcome.REFUSED),
                new Effect.Keep(new Event.Refused(
                        read.point(),
                        Reason.JOURNAL_UNAVAILABLE,
                        Optional.of(checkIn.granted().person()),
                        read.revision(),
                        read.situation())));
    }
}

package knutpunkt.controller.door;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/**
 * Leaving is recorded and never refused (I9). The way out is mechanical, so the strike is not touched; all that a
 * reading or the button does is to tell that the next opening is somebody leaving.
 */
final class Leaving {
    /** More exit readings than this at once end the oldest, on record. */
    static final int EXITS_MAX = 32;

    private Leaving() {}

    static Step presented(Door door, Signal.ExitPresented read, DoorTimes times) {
        Duration age = read.at().since(read.readAt());
        if (age.compareTo(times.readAge()) > 0) {
            return Step.to(door, new Effect.Keep(new Event.StaleRead(door.id(), read.point(), age.toMillis())));
        }
        if (door.recent().holds(presentation(read), times.samePresentation())) {
            return Step.to(door, new Effect.Show(read.point(), Outcome.GRANTED));
        }
        return Step.to(door, new Effect.KeepFirst(exitRead(door, read), new Attempt.Exit(read)));
    }

    static Step recorded(Door door, Uptime at, long sequence, Attempt.Exit exit, DoorTimes times) {
        Signal.ExitPresented read = exit.presented();
        Door remembering = door.with(door.recent().with(presentation(read)));
        var leaving = new Exits.Leaving(sequence, read.person(), read.token(), at.plus(times.exit()));
        var green = Step.to(remembering, new Effect.Show(read.point(), Outcome.GRANTED));
        return switch (door.condition()) {
            case Condition.Unknown _, Condition.Secured _, Condition.Released _ ->
                green.then(door.believesContact() ? awaited(remembering, leaving) : assumed(remembering, leaving));
            case Condition.Open _, Condition.Held _, Condition.Forced _ ->
                green.then(new Step(
                        remembering,
                        passage(door, leaving, Confidence.MEDIUM).stream().toList()));
        };
    }

    private static Step awaited(Door door, Exits.Leaving leaving) {
        var effects = new ArrayList<Effect>();
        Exits exits = door.exits();
        for (Exits.Leaving earlier : exits.pending()) {
            if (isSame(earlier, leaving)
                    || (exits.pending().size() == EXITS_MAX
                            && earlier.equals(exits.pending().getFirst()))) {
                effects.add(endUnopened(door, earlier));
                exits = exits.without(earlier::equals);
            }
        }
        return new Step(door.with(exits.with(leaving).shunted(leaving.until())), effects);
    }

    private static Step assumed(Door door, Exits.Leaving leaving) {
        return new Step(
                door.with(door.exits().shunted(leaving.until())),
                passage(door, leaving, Confidence.ASSUMED).stream().toList());
    }

    static Step notRecorded(Door door, Uptime at, Attempt.Exit exit, DoorTimes times) {
        return Step.to(
                shunted(door, at.plus(times.exit())),
                new Effect.Show(exit.presented().point(), Outcome.GRANTED),
                new Effect.Keep(exitRead(door, exit.presented())));
    }

    private static Event exitRead(Door door, Signal.ExitPresented read) {
        return new Event.ExitRead(door.id(), read.point(), read.person());
    }

    static Step pressed(Door door, Uptime at, DoorTimes times) {
        Door shunted = shunted(door, at.plus(times.exit()));
        boolean repeated = door.exits()
                .pressedAt()
                .filter(earlier -> !at.reached(earlier.plus(times.samePresentation())))
                .isPresent();
        if (repeated) {
            // A sensor that sees somebody linger presses many times a second: the card need not hear of each.
            return Step.to(shunted);
        }
        return Step.to(shunted.with(shunted.exits().pressed(at)), new Effect.Keep(new Event.ExitRequested(door.id())));
    }

    private static Door shunted(Door door, Uptime until) {
        return switch (door.condition()) {
            case Condition.Unknown _, Condition.Secured _, Condition.Released _ ->
                door.with(door.exits().shunted(until));
            case Condition.Open _, Condition.Held _, Condition.Forced _ -> door;
        };
    }

    static Effect endUnopened(Door door, Exits.Leaving leaving) {
        return new Effect.Keep(new Event.NotOpened(door.id(), leaving.sequence()));
    }

    /** Empty when nobody knows whose badge it is: an unknown badge leaves nobody's stay. */
    static Optional<Effect> passage(Door door, Exits.Leaving leaving, Confidence confidence) {
        return leaving.person()
                .map(person -> new Effect.Keep(new Event.Passage(
                        door.id(), Direction.OUT, person, leaving.sequence(), confidence, door.doubt(confidence))));
    }

    private static boolean isSame(Exits.Leaving one, Exits.Leaving other) {
        return one.token().equals(other.token())
                || (one.person().isPresent() && one.person().equals(other.person()));
    }

    private static Recent.Presentation presentation(Signal.ExitPresented read) {
        return new Recent.Presentation(read.token(), read.point(), read.at(), new Recent.Answer.Leaving(read.person()));
    }
}

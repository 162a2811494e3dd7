package knutpunkt.controller.door;

import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** What the contact tells: openings confirm passages, and one that nothing came before is a forced door. */
final class Leaf {
    private Leaf() {}

    static Step opened(Door door, Uptime at, DoorTimes times) {
        var open = new Condition.Open(at.plus(times.heldOpen()));
        boolean leaving = door.exits().areAwaited();
        return switch (door.condition()) {
            case Condition.Unknown _ -> opened(door, open, leaving ? Cause.EXIT : Cause.UNKNOWN, List.of());
            case Condition.Secured _ ->
                leaving
                        ? opened(door, open, Cause.EXIT, List.of())
                        : opened(door, new Condition.Forced(), Cause.FORCED, List.of());
            case Condition.Released released -> {
                Cause cause = released.grants().isEmpty() ? Cause.COMMAND : Cause.GRANT;
                yield Step.to(door, new Effect.Secure()).then(opened(door, open, cause, released.grants()));
            }
            case Condition.Open _, Condition.Held _, Condition.Forced _ -> Step.to(door);
        };
    }

    private static Step opened(Door door, Condition next, Cause cause, List<Pending> grants) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Keep(new Event.Opened(door.id(), cause)));
        passages(door, grants, Confidence.CONFIRMED, effects);
        Door after = door.with(next)
                .with(Exits.NONE)
                .with(ContactBelief.BELIEVED, 0)
                .with(door.recent().withoutPassages());
        return new Step(after, effects);
    }

    static Step closed(Door door) {
        return switch (door.condition()) {
            case Condition.Unknown _ ->
                Step.to(door.with(new Condition.Secured()).with(ContactBelief.BELIEVED, 0));
            case Condition.Open _, Condition.Held _, Condition.Forced _ ->
                Step.to(
                        door.with(new Condition.Secured()).with(door.recent().withoutPassages()),
                        new Effect.Keep(new Event.Closed(door.id())));
            case Condition.Released _ ->
                Step.to(
                        door.contact() == ContactBelief.UNREAD
                                ? door.with(ContactBelief.BELIEVED, door.missed())
                                : door);
            case Condition.Secured _ -> Step.to(door);
        };
    }

    /** Nobody will see whether those who are on their way went through: it is assumed that they did. */
    static Step lost(Door door) {
        if (door.contact() == ContactBelief.ABSENT) {
            return Step.to(door);
        }
        var effects = new ArrayList<Effect>();
        Door unread = door.with(ContactBelief.UNREAD, 0).with(door.exits().without(_ -> true));
        return switch (door.condition()) {
            case Condition.Released(var until, var grants, var command) -> {
                passages(door, grants, Confidence.ASSUMED, effects);
                var settled = grants.stream()
                        .map(pending -> new Pending(pending.sequence(), pending.person(), pending.token(), true))
                        .toList();
                yield new Step(
                        unread.with(new Condition.Released(until, settled, command.map(Commanded::settle))), effects);
            }
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ -> {
                passages(door, List.of(), Confidence.ASSUMED, effects);
                yield new Step(unread.with(new Condition.Unknown()), effects);
            }
        };
    }

    private static void passages(Door door, List<Pending> grants, Confidence confidence, List<Effect> effects) {
        for (Pending pending : grants) {
            if (!pending.settled()) {
                effects.add(new Effect.Keep(
                        new Event.Passage(door.id(), Direction.IN, pending.person(), pending.sequence(), confidence)));
            }
        }
        for (Exits.Leaving leaving : door.exits().pending()) {
            Leaving.passage(door, leaving, confidence).ifPresent(effects::add);
        }
    }
}

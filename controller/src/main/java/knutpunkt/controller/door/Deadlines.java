package knutpunkt.controller.door;

import java.util.ArrayList;
import java.util.List;
import knutpunkt.wire.record.Event;

/** What happens because nothing else did. */
final class Deadlines {
    /** So many grants in a row without an opening, and the contact is not believed. */
    static final int MISSED_MAX = 3;

    private Deadlines() {}

    static Step ticked(Door door, Uptime at) {
        Step first = switch (door.condition()) {
            case Condition.Released released ->
                at.reached(released.until()) ? releaseEnded(door, released) : Step.to(door);
            case Condition.Open(var heldFrom) ->
                at.reached(heldFrom)
                        ? Step.to(door.with(new Condition.Held()), new Effect.Keep(new Event.Held(door.id())))
                        : Step.to(door);
            case Condition.Unknown _, Condition.Secured _, Condition.Held _, Condition.Forced _ -> Step.to(door);
        };
        return first.then(exitsEnded(first.door(), at));
    }

    private static Step releaseEnded(Door door, Condition.Released released) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Secure());
        effects.addAll(Entering.endAllUnopened(door, released));
        int missed = door.missed()
                + (int) released.grants().stream()
                        .filter(pending -> !pending.settled())
                        .count();
        Door secured = door.with(door.shut()).with(door.recent().withoutAdmissions());
        if (door.believesContact() && missed >= MISSED_MAX) {
            effects.add(new Effect.Keep(new Event.ContactSuspect(door.id())));
            return new Step(secured.with(ContactBelief.SUSPECT, 0), effects);
        }
        return new Step(secured.with(door.contact(), missed), effects);
    }

    private static Step exitsEnded(Door door, Uptime at) {
        List<Effect> effects = door.exits().pending().stream()
                .filter(leaving -> at.reached(leaving.until()))
                .map(leaving -> Leaving.endUnopened(door, leaving))
                .toList();
        Exits rest =
                door.exits().without(leaving -> at.reached(leaving.until())).shuntEndedBy(at);
        return new Step(door.with(rest), effects);
    }

    /** The strike is secured, and nothing stays without an end on record. It says nothing against the contact. */
    static Step stopping(Door door) {
        var effects = new ArrayList<Effect>();
        effects.add(new Effect.Secure());
        switch (door.condition()) {
            case Condition.Released released -> effects.addAll(Entering.endAllUnopened(door, released));
            case Condition.Unknown _, Condition.Secured _, Condition.Open _, Condition.Held _, Condition.Forced _ -> {}
        }
        door.exits().pending().forEach(leaving -> effects.add(Leaving.endUnopened(door, leaving)));
        return new Step(Door.unread(door.id(), door.contact() != ContactBelief.ABSENT), effects);
    }
}

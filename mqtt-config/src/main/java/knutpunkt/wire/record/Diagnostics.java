package knutpunkt.wire.record;

import java.util.Set;

/**
 * The kinds of record that tell how a machine is and not what happened at a door: all that a controller may leave out when
 * its disk is full, so that grants and passages have the room. A closed list: any other kind, also one yet to come, is kept.
 */
public final class Diagnostics {
    private static final Set<Class<? extends Event>> KINDS =
            Set.of(Event.Started.class, Event.PartHealth.class, Event.MessageRejected.class);

    private Diagnostics() {}

    /** Whether nothing is worked out from this event, so that it can be done without. */
    public static boolean includes(Event event) {
        return KINDS.contains(event.getClass());
    }
}

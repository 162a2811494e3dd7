package knutpunkt.controller.run;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.Event;

/** Which parts of a door do not work, so that each change is recorded once. For the loop's thread only. */
final class PartsHealth {
    private final DoorId door;
    private final Set<String> broken = new HashSet<>();

    PartsHealth(DoorId door) {
        this.door = door;
    }

    /** The record of a change, if it is one. Parts are taken to work until they are said not to. */
    Optional<Event> note(String part, boolean working, String reason) {
        boolean changed = working ? broken.remove(part) : broken.add(part);
        return changed ? Optional.of(new Event.PartHealth(door, part, working, reason)) : Optional.empty();
    }
}

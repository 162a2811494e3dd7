package knutpunkt.kiosk.doors;

import static java.util.Objects.requireNonNull;

import java.util.Set;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.wire.DoorId;

/** Doors that are granted together. One without doors opens nothing. */
public record DoorGroup(DoorGroupId id, String name, Set<DoorId> doors) {
    public DoorGroup {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        doors = Set.copyOf(doors);
    }
}

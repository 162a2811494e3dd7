package knutpunkt.access;

import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.ScheduleId;

/** Where and in which hours a grant holds. Many grants share one, so a list keeps each only once. */
record Scope(Set<DoorId> doors, Optional<ScheduleId> schedule) {
    static Scope of(Grant grant) {
        return new Scope(grant.doors(), grant.schedule());
    }
}

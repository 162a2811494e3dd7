package knutpunkt.kiosk.grants;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Grant;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/** A grant as the API shows one. */
record GrantForm(
        GrantId id,
        PersonId person,
        List<DoorId> doors,
        Optional<ScheduleId> schedule,
        Instant validFrom,
        Instant validUntil) {
    static GrantForm of(Grants.Held held) {
        Grant grant = held.grant();
        List<DoorId> doors = grant.doors().stream()
                .sorted((one, other) -> one.text().compareTo(other.text()))
                .toList();
        return new GrantForm(grant.id(), held.person(), doors, grant.schedule(), grant.from(), grant.until());
    }
}

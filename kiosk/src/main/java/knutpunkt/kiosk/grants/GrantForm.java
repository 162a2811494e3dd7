package knutpunkt.kiosk.grants;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * A grant as the API shows one: as it was given.
 *
 * @param person who has it, unless a group does
 * @param doors by themselves
 * @param doorGroups left out where there are none
 */
record GrantForm(
        GrantId id,
        Optional<PersonId> person,
        Optional<GroupId> group,
        List<DoorId> doors,
        Optional<List<DoorGroupId>> doorGroups,
        Optional<ScheduleId> schedule,
        Instant validFrom,
        Instant validUntil) {
    static GrantForm of(Given grant) {
        List<DoorId> doors = grant.doors().stream()
                .sorted((one, other) -> one.text().compareTo(other.text()))
                .toList();
        List<DoorGroupId> doorGroups = grant.doorGroups().stream()
                .sorted((one, other) -> one.text().compareTo(other.text()))
                .toList();
        return new GrantForm(
                grant.id(),
                grant.to().person(),
                grant.to().group(),
                doors,
                doorGroups.isEmpty() ? Optional.empty() : Optional.of(doorGroups),
                grant.schedule(),
                grant.from(),
                grant.until());
    }
}

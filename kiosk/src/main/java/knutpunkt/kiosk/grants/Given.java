package knutpunkt.kiosk.grants;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.ScheduleId;

/**
 * A grant as it was given. What the access list holds of it depends on who is in the group and which doors are in the
 * door groups: see {@link Holders}.
 *
 * @param doors by themselves; there is at least one door or one group of doors
 * @param schedule empty for any hour
 * @param until the first moment it no longer holds
 */
public record Given(
        GrantId id,
        Recipient to,
        Set<DoorId> doors,
        Set<DoorGroupId> doorGroups,
        Optional<ScheduleId> schedule,
        Instant from,
        Instant until) {
    /** How many doors one grant may name by themselves: a person is one item of the list, and an item has a size. */
    public static final int DOORS_MAX = 50;

    /** How many groups of doors one grant may name. */
    public static final int DOOR_GROUPS_MAX = 20;

    public Given {
        requireNonNull(id, "id");
        requireNonNull(to, "to");
        doors = Set.copyOf(doors);
        doorGroups = Set.copyOf(doorGroups);
        requireNonNull(schedule, "schedule");
        if (doors.isEmpty() && doorGroups.isEmpty()) {
            throw new IllegalArgumentException("grant [" + id + "] must name a door or a group of doors");
        }
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException(
                    "grant [" + id + "] must end after it starts: from [" + from + "] until [" + until + "]");
        }
    }

    /** A person's own, for doors by themselves. */
    public static Given of(PersonId person, Grant grant) {
        return new Given(
                grant.id(),
                new Recipient.OnePerson(person),
                grant.doors(),
                Set.of(),
                grant.schedule(),
                grant.from(),
                grant.until());
    }

    /** Whether a moment can be an end of a grant: a list keeps seconds since 1970 in 32 bits. */
    static boolean isPossible(Instant time) {
        return time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                && !time.isBefore(Instant.EPOCH)
                && !time.isAfter(Grant.TIME_MAX);
    }
}

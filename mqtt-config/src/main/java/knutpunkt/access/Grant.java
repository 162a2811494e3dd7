package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.ScheduleId;

/**
 * The right itself: these doors, in these hours, from one moment until another.
 *
 * @param doors at least one
 * @param schedule empty for any hour
 * @param from the first moment it holds, in whole seconds
 * @param until the first moment it no longer does, after {@code from}, in whole seconds, before the year 2106
 */
public record Grant(GrantId id, Set<DoorId> doors, Optional<ScheduleId> schedule, Instant from, Instant until) {
    /** The end of what a list can hold: seconds since 1970 in 32 bits. */
    public static final Instant TIME_MAX = Instant.ofEpochSecond(0xFFFF_FFFFL);

    public Grant {
        requireNonNull(id, "id");
        requireNonNull(schedule, "schedule");
        doors = Set.copyOf(doors);
        if (doors.isEmpty()) {
            throw new IllegalArgumentException("grant [" + id + "] must name at least one door");
        }
        requireWholeSecond("from", from);
        requireWholeSecond("until", until);
        if (!until.isAfter(from)) {
            throw new IllegalArgumentException(
                    "grant [" + id + "] must end after it starts: from [" + from + "] until [" + until + "]");
        }
    }

    private static void requireWholeSecond(String field, Instant time) {
        if (!time.equals(time.truncatedTo(ChronoUnit.SECONDS))
                || time.isBefore(Instant.EPOCH)
                || time.isAfter(TIME_MAX)) {
            throw new IllegalArgumentException(
                    field + " [" + time + "] must be a whole second between " + Instant.EPOCH + " and " + TIME_MAX);
        }
    }
}

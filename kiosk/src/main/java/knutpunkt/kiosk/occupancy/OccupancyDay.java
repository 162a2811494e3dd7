package knutpunkt.kiosk.occupancy;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.ids.PartnerId;

/**
 * One day of the site, in its own hours: 24 of them, 23 or 25 where the clocks change.
 *
 * @param hours in order
 */
public record OccupancyDay(LocalDate date, List<Hour> hours) {
    public OccupancyDay {
        requireNonNull(date, "date");
        hours = List.copyOf(hours);
    }

    /**
     * How many different people were there in one hour.
     *
     * @param begun false for an hour that is still to come: nothing is known of it
     * @param total all of them; empty for fewer than three
     * @param partners those partners whose numbers may be told beside the total
     */
    public record Hour(
            Instant from, Instant until, boolean begun, Optional<Long> total, Map<PartnerId, Long> partners) {
        public Hour {
            requireNonNull(from, "from");
            requireNonNull(until, "until");
            requireNonNull(total, "total");
            partners = Map.copyOf(partners);
        }
    }

    /** The largest number of the day; nought when there is none that may be told. */
    public long most() {
        return hours.stream()
                .flatMap(hour -> hour.total().stream())
                .mapToLong(Long::longValue)
                .max()
                .orElse(0);
    }
}

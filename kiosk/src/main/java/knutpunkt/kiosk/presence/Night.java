package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalDate;

/**
 * One night's check-out, which concerns whoever is on site then and had not been seen for a while.
 *
 * @param log the record's number in the site's log
 * @param date the site's date it belongs to
 * @param seenBefore whoever was seen after that is left alone
 */
record Night(long log, LocalDate date, Place place, Instant seenBefore) implements Happening {
    Night {
        requireNonNull(date, "date");
        requireNonNull(place, "place");
        requireNonNull(seenBefore, "seenBefore");
    }
}

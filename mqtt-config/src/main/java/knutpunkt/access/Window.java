package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;

/**
 * A stretch of one weekday in the site's time zone, by the clock on the wall.
 *
 * @param startMinute minutes after midnight, 0 to 1439
 * @param endMinute the first minute outside, after {@code startMinute}, at most 1440 (midnight)
 */
public record Window(DayOfWeek day, int startMinute, int endMinute) {
    private static final int DAY_MINUTES = 24 * 60;

    public Window {
        requireNonNull(day, "day");
        if (startMinute < 0 || endMinute <= startMinute || endMinute > DAY_MINUTES) {
            throw new IllegalArgumentException("window [" + startMinute + "-" + endMinute + "] on [" + day
                    + "] must start at minute 0 or later, end after its start, and end at " + DAY_MINUTES
                    + " or before; split one that passes midnight");
        }
    }
}

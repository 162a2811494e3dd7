package knutpunkt.kiosk.wall;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A part of every day on the site's clock, such as 21 to 6: over midnight when it ends before it begins.
 *
 * @param from minutes after midnight, the first in it
 * @param until the first minute after it, up to 1,440; none is in it when both are the same
 */
public record Hours(int from, int until) {
    private static final int DAY = 24 * 60;

    /** The rule, for whoever refuses hours that are none. */
    public static final String RULE = "must be two times of day, 00:00 to 24:00";

    public Hours {
        if (from < 0 || from >= DAY || until < 0 || until > DAY) {
            throw new IllegalArgumentException("hours [" + from + " to " + until + "] " + RULE);
        }
    }

    public boolean contains(Instant time, ZoneId zone) {
        int minute = (int)
                ChronoUnit.MINUTES.between(LocalTime.MIDNIGHT, time.atZone(zone).toLocalTime());
        return from <= until ? minute >= from && minute < until : minute >= from || minute < until;
    }
}

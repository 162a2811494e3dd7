package knutpunkt.kiosk.words;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Times as admin pages write them, in the site's zone and by the 24-hour clock. */
public record Times(ZoneId zone) {
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT);
    private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT);
    private static final DateTimeFormatter SECOND = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    public Times {
        requireNonNull(zone, "zone");
    }

    /** As {@code 2026-11-22}. */
    public String day(Instant time) {
        return DAY.format(time.atZone(zone));
    }

    /** As {@code 2026-11-22 14:32}. */
    public String minute(Instant time) {
        return MINUTE.format(time.atZone(zone));
    }

    /** As {@code 2026-11-22 14:32:05}. */
    public String second(Instant time) {
        return SECOND.format(time.atZone(zone));
    }

    /** As {@code 14:32:05}, for what happened just now. */
    public String clock(Instant time) {
        return CLOCK.format(time.atZone(zone));
    }
}

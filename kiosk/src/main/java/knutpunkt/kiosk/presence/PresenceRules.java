package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;

/**
 * When people whom nobody saw leave stop counting, and when a stay is held to be too long to be true.
 *
 * @param checkOutAt the night's check-out, by the site's clock; empty for none
 * @param justSeen whoever was seen within so long before it is there, and is left alone
 * @param tooLong after so long without a sign of them people are doubted
 */
public record PresenceRules(Optional<LocalTime> checkOutAt, Duration justSeen, Duration tooLong) {
    private static final Duration LONGEST = Duration.ofHours(23);

    /** 05:00, when no shift ends; four hours, for whoever came after the last round; 14 hours, more than any shift. */
    public static final PresenceRules DEFAULT =
            new PresenceRules(Optional.of(LocalTime.of(5, 0)), Duration.ofHours(4), Duration.ofHours(14));

    public PresenceRules {
        requireNonNull(checkOutAt, "checkOutAt");
        require(justSeen, Duration.ZERO, "people just seen are left alone");
        require(tooLong, Duration.ofHours(1), "a stay is too long after that");
    }

    private static void require(Duration time, Duration least, String what) {
        if (time.compareTo(least) < 0 || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("[" + time + "] must be " + least + " to " + LONGEST + ": " + what);
        }
    }
}

package knutpunkt.controller.list;

import java.time.Duration;

/**
 * How long a list may be decided by without the service confirming it.
 *
 * @param full everybody it grants is admitted for so long
 * @param alarm the alarm is raised when no more than this remains of {@code full}
 * @param essential only essential persons are admitted for so long after that; then nobody is
 */
public record LeaseTimes(Duration full, Duration alarm, Duration essential) {
    public static final LeaseTimes DEFAULTS =
            new LeaseTimes(Duration.ofDays(7), Duration.ofHours(12), Duration.ofDays(7));

    public LeaseTimes {
        if (!full.isPositive() || alarm.isNegative() || alarm.compareTo(full) > 0 || essential.isNegative()) {
            throw new IllegalArgumentException("lease of [" + full + "] with alarm from [" + alarm + "] and ["
                    + essential + "] for essential persons: full must be positive, alarm at most full, none negative");
        }
    }
}

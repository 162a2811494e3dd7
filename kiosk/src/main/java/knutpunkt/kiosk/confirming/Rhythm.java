package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How often partners are asked, and after how long without an answer nobody of them may enter.
 *
 * @param suspendAfter empty when nobody is ever suspended
 */
public record Rhythm(Duration askEvery, Optional<Duration> suspendAfter) {
    /** For so long at least it is said beforehand on which day entry ends. */
    public static final Duration WARNING = Duration.ofDays(7);

    private static final Duration SHORTEST = Duration.ofDays(1);
    private static final Duration LONGEST = Duration.ofDays(366);

    /** Every week, and a month. */
    public static final Rhythm DEFAULT = new Rhythm(Duration.ofDays(7), Optional.of(Duration.ofDays(30)));

    public Rhythm {
        requireNonNull(askEvery, "askEvery");
        requireNonNull(suspendAfter, "suspendAfter");
        if (askEvery.compareTo(SHORTEST) < 0 || askEvery.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("[" + askEvery + "] must be P1D to P366D: partners are asked so often");
        }
        if (suspendAfter
                .filter(after -> after.compareTo(askEvery.plus(WARNING)) < 0 || after.compareTo(LONGEST) > 0)
                .isPresent()) {
            throw new IllegalArgumentException("[" + suspendAfter.get() + "] must leave 7 days for a warning after ["
                    + askEvery + "], and be P366D at most");
        }
    }
}

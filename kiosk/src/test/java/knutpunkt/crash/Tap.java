package knutpunkt.crash;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Somebody held a badge to a reader.
 *
 * @param person whose badge it is; empty for one that nobody has
 * @param from when the badge was held up
 * @param until when the answer was there, or by when at the latest whatever came of it had come
 * @param answer {@code granted} or {@code refused}; empty when the power went before it was shown
 */
record Tap(String point, Optional<String> person, Instant from, Instant until, Optional<String> answer) {
    static final String GRANTED = "granted";

    boolean wasGranted() {
        return answer.filter(GRANTED::equals).isPresent();
    }

    /** Whether something recorded with that time, which is cut to whole milliseconds, may be what came of this. */
    boolean spans(Instant at) {
        return !at.isBefore(from.truncatedTo(ChronoUnit.MILLIS)) && !at.isAfter(until);
    }
}

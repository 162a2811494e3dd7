package knutpunkt.kiosk.confirming;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.confirming.Answered.Warning;

/**
 * What the service does with a partner when it looks, about once an hour. Pure: no clock, no database.
 *
 * <p>Nobody is suspended who was not warned for 7 days before. Only time counts in which the service was there to say it:
 * where it did not look for more than two hours, because it was stopped or its clock was set, the day moves on by as much.
 */
sealed interface Step {
    /** Longer than that without a look, and it does not count as time in which the warning was shown. */
    Duration GAP_MAX = Duration.ofHours(2);

    record Nothing() implements Step {}

    /** From now on it is said on which day entry ends, or it goes on being said. */
    record Warn(Warning warning) implements Step {}

    /** The rule is switched off: nothing ends, so nothing is said. */
    record TakeBackWarning() implements Step {}

    /** Nobody of it may enter. */
    record Suspend() implements Step {}

    static Step of(Answered answered, Rhythm rhythm, Instant now) {
        if (answered.suspendedSince().isPresent()) {
            return new Nothing();
        }
        Optional<Duration> after = rhythm.suspendAfter();
        if (after.isEmpty()) {
            return answered.warning().isPresent() ? new TakeBackWarning() : new Nothing();
        }
        Instant wholeTime = answered.countedFrom().plus(after.get());
        if (answered.warning().isEmpty()) {
            return now.isBefore(wholeTime.minus(Rhythm.WARNING))
                    ? new Nothing()
                    : new Warn(new Warning(now, later(wholeTime, now.plus(Rhythm.WARNING)), now));
        }
        Warning warning = answered.warning().get();
        Duration gap = Duration.between(warning.lookedAt(), now);
        Instant suspendsAt = gap.compareTo(GAP_MAX) > 0 ? warning.suspendsAt().plus(gap) : warning.suspendsAt();
        return now.isBefore(later(suspendsAt, wholeTime))
                ? new Warn(new Warning(warning.since(), later(suspendsAt, wholeTime), now))
                : new Suspend();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}

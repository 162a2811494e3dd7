package knutpunkt.kiosk.confirming;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/**
 * What is known of a partner's answers.
 *
 * @param countedFrom the last yes, or when the service first looked
 * @param confirmedAt the last yes; empty before the first
 * @param suspendedSince nobody of it may enter from then on; empty while they may
 */
public record Answered(
        Instant countedFrom,
        Optional<Instant> confirmedAt,
        Optional<Warning> warning,
        Optional<Instant> suspendedSince) {
    public Answered {
        requireNonNull(countedFrom, "countedFrom");
        requireNonNull(confirmedAt, "confirmedAt");
        requireNonNull(warning, "warning");
        requireNonNull(suspendedSince, "suspendedSince");
    }

    /** Of a partner that nobody has asked yet. */
    static Answered from(Instant now) {
        return new Answered(now, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * It is said that entry will end.
     *
     * @param since when that was first said
     * @param suspendsAt when it will
     * @param lookedAt when the service last saw to it that this is said
     */
    public record Warning(Instant since, Instant suspendsAt, Instant lookedAt) {
        public Warning {
            requireNonNull(since, "since");
            requireNonNull(suspendsAt, "suspendsAt");
            requireNonNull(lookedAt, "lookedAt");
        }
    }
}

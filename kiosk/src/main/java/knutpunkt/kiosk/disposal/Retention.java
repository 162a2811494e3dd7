package knutpunkt.kiosk.disposal;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How long what records held is kept.
 *
 * @param decision the number of the decision that lets records be destroyed; while it is empty none are, because nothing
 *     of a public authority's may be destroyed without one
 * @param people of what people did
 * @param machines of faults and the machines' own course
 */
public record Retention(Optional<String> decision, Duration people, Duration machines) {
    /** Whoever is inside must be so by a record that is still there: a stay is over, or in doubt, within a day. */
    private static final Duration LEAST = Duration.ofDays(2);

    private static final Duration MOST = Duration.ofDays(3_660);
    private static final Pattern DECISION = Pattern.compile("[^\\p{Cntrl}]{1,64}");

    /** What a site has that was told nothing: the periods others use, and no decision. */
    public static final Retention DEFAULT = new Retention(Optional.empty(), Duration.ofDays(14), Duration.ofDays(90));

    public Retention {
        requireNonNull(decision, "decision");
        require("people", people);
        require("machines", machines);
        decision.ifPresent(Retention::decision);
    }

    /** The number of a decision as people write it. */
    public static String decision(String text) {
        if (!DECISION.matcher(text).matches() || text.isBlank()) {
            throw new IllegalArgumentException("a decision's number must be 1 to 64 characters");
        }
        return text;
    }

    private static void require(String what, Duration period) {
        if (period.compareTo(LEAST) < 0 || period.compareTo(MOST) > 0) {
            throw new IllegalArgumentException(what + " [" + period + "] must be P2D to P3660D");
        }
    }

    /** What of that kind happened before this moment goes; empty for what stays for ever. */
    Optional<Instant> goesBefore(String kind, Instant now) {
        return switch (Tells.of(kind)) {
            case OF_PEOPLE -> Optional.of(now.minus(people));
            case OF_MACHINES -> Optional.of(now.minus(machines));
            case OF_THE_LOG -> Optional.empty();
        };
    }
}

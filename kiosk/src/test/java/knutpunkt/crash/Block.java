package knutpunkt.crash;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.access.Revision;

/**
 * A badge was blocked, and the service said so.
 *
 * @param badge the badge's id
 * @param change the revision it became
 * @param confirmedAt when every door had confirmed it; empty when it was freed before that was seen
 * @param freedAt from when on somebody tried to free it; empty while nobody has
 */
record Block(String person, String badge, Revision change, Optional<Instant> confirmedAt, Optional<Instant> freedAt) {
    /** Whether the badge must have opened nothing from the first moment to the second. */
    boolean forbids(Instant from, Instant until) {
        return confirmedAt.filter(at -> at.isBefore(from)).isPresent()
                && freedAt.filter(at -> !at.isAfter(until)).isEmpty();
    }

    Block confirmed(Instant at) {
        return new Block(person, badge, change, Optional.of(at), freedAt);
    }

    Block freed(Instant at) {
        return new Block(person, badge, change, confirmedAt, Optional.of(at));
    }
}

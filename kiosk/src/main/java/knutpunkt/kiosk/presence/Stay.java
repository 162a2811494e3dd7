package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;

/**
 * One time on site, from a movement to the next that says otherwise.
 *
 * @param log the number of the record it began with; for a lone exit, of that exit
 * @param began where that stands
 * @param seenAt the last sign that the person was there
 * @param endedAt empty while present; when checked out, for one that was; for another unknown end, when the person entered
 *     anew
 * @param confidence how sure the state is, by the movement that led to it
 */
record Stay(
        long log,
        PersonId person,
        Place began,
        Instant seenAt,
        Optional<Instant> endedAt,
        State state,
        Confidence confidence,
        Basis basis) {
    Stay {
        requireNonNull(person, "person");
        requireNonNull(began, "began");
        requireNonNull(seenAt, "seenAt");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(state, "state");
        requireNonNull(confidence, "confidence");
        requireNonNull(basis, "basis");
    }

    Stay seen(Instant at, Confidence how, Basis why) {
        return new Stay(log, person, began, at, Optional.empty(), State.PRESENT, how, why);
    }

    Stay ended(Instant at, State as, Confidence how, Basis why) {
        return new Stay(log, person, began, seenAt, Optional.of(at), as, how, why);
    }

    /** What became of a stay. */
    enum State {
        /** On site, as far as the log knows. The only one that the wall counts. */
        PRESENT,
        /** Checked out at night: nobody saw them leave, so they may still be there; the wall no longer counts them. */
        CHECKED_OUT,
        LEFT,
        /** Entered again without having left: the exit went unseen. */
        END_UNKNOWN,
        /** Left without having entered: the entry went unseen. Kept, never counted. */
        EXIT_WITHOUT_ENTRY
    }
}

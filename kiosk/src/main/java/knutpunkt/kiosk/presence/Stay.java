package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.record.Confidence;

/**
 * One time on site, from a passage to the next that says otherwise.
 *
 * @param began the passage it began with; for a lone exit, that exit
 * @param endedAt empty while present; for an unknown end, when the person entered anew
 * @param confidence how sure the state is, by the passage that led to it
 */
public record Stay(Movement began, Optional<Instant> endedAt, State state, Confidence confidence, Basis basis) {
    public Stay {
        requireNonNull(began, "began");
        requireNonNull(endedAt, "endedAt");
        requireNonNull(state, "state");
        requireNonNull(confidence, "confidence");
        requireNonNull(basis, "basis");
    }

    /** What became of a stay. */
    public enum State {
        /** On site, as far as the log knows. The only one that is counted. */
        PRESENT,
        LEFT,
        /** Entered again without having left: the exit went unseen. */
        END_UNKNOWN,
        /** Left without having entered: the entry went unseen. Kept, never counted. */
        EXIT_WITHOUT_ENTRY
    }

    /** Why the confidence is what it is. */
    public enum Basis {
        /** The door opened after the badge was read. */
        DOOR_OPENED,
        /** The door stood open already. */
        DOOR_STOOD_OPEN,
        /** The door has no contact, or one that is not believed. */
        NO_CONTACT,
        /** The door's clock was not trusted, so the time is that of arrival. */
        CLOCK_UNTRUSTED,
        /** The door did not say which way; doubt counts people in. */
        DIRECTION_UNKNOWN,
        /** The door said something this service does not know. */
        NOT_UNDERSTOOD
    }
}

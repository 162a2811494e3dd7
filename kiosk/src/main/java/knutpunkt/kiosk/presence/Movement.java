package knutpunkt.kiosk.presence;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Doubt;

/**
 * What moves one person's presence: a passage, a badge at a check-in point, or an administrator's word.
 *
 * @param log the record's number in the site's log
 * @param confidence how sure the door was
 * @param doubt why it was no surer, where it said so
 */
record Movement(
        long log, PersonId person, Place place, Way way, Confidence confidence, ClockTrust clock, Optional<Doubt> doubt)
        implements Happening {
    Movement {
        requireNonNull(person, "person");
        requireNonNull(place, "place");
        requireNonNull(way, "way");
        requireNonNull(confidence, "confidence");
        requireNonNull(clock, "clock");
        requireNonNull(doubt, "doubt");
    }

    /** What it says of where the person is. The word is kept in the database: it is never changed or reused. */
    enum Way {
        IN,
        OUT,
        /** At a check-in point: out if the person was in, and in if not. */
        TOGGLE,
        /** The door did not say, or said something this service does not know. */
        UNKNOWN,
        /** An administrator says that the person was there. */
        SAID_HERE,
        /** An administrator says that the person had left. */
        SAID_LEFT
    }

    boolean clockTrusted() {
        return clock == ClockTrust.TRUSTED;
    }
}

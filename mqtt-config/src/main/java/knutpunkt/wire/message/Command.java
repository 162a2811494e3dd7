package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;

/**
 * Something to do once, now (invariant I7): never retained, never repeated, never late.
 *
 * @param point the reader it concerns; of a door's own command there is none
 * @param challenge one the controller gave in its last heartbeats
 */
@JsonClassDescription("Something to do once, now. It acts only if it answers one of the controller's last "
        + "challenges, was never seen before and is not retained.")
public record Command(CommandId id, DoorId door, Optional<PointId> point, Action action, Challenge challenge)
        implements Message {
    public Command {
        requireNonNull(id, "id");
        requireNonNull(door, "door");
        requireNonNull(point, "point");
        requireNonNull(action, "action");
        requireNonNull(challenge, "challenge");
        boolean fits = switch (action) {
            case IDENTIFY, LEARN_BADGE -> point.isPresent();
            case RELEASE_ONCE -> point.isEmpty();
            case UNKNOWN -> true; // whether it concerns a reader is for whoever knows it to say
        };
        if (!fits) {
            throw new IllegalArgumentException(
                    "[" + action + "] must " + (point.isPresent() ? "not name" : "name") + " a point");
        }
    }

    @Override
    public Channel channel() {
        return Channel.COMMANDS;
    }

    public enum Action {
        /** The reader shows itself, so that a person can find it. */
        IDENTIFY,
        /** The next badge at the reader is learnt, and opens nothing. */
        LEARN_BADGE,
        /** The door's strike is released once, as for a badge that is let in. Nobody's passage comes of it. */
        RELEASE_ONCE,
        /** A newer service wants something this controller does not know: refused. */
        UNKNOWN
    }
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;

/**
 * Something to do once, now (invariant I7): never retained, never repeated, never late.
 *
 * @param point the reader it concerns
 * @param challenge one the controller gave in its last heartbeats
 */
public record Command(CommandId id, DoorId door, PointId point, Action action, Challenge challenge) implements Message {
    public Command {
        requireNonNull(id, "id");
        requireNonNull(door, "door");
        requireNonNull(point, "point");
        requireNonNull(action, "action");
        requireNonNull(challenge, "challenge");
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
        /** A newer service wants something this controller does not know: refused. */
        UNKNOWN
    }
}

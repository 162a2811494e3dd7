package knutpunkt.kiosk.link;

import knutpunkt.access.BadgeToken;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.message.CommandResult;

/** Who asked for badges to be learnt. Told once for each command that asked for it, on the controller's thread. */
public interface LearntBadges {
    /** A badge was held to the point. */
    void learnt(CommandId command, BadgeToken token);

    /**
     * None was, or nobody knows.
     *
     * @param outcome what the controller said; {@link CommandResult.Outcome#UNKNOWN} when it said nothing in time, or
     *     nothing that this service understands
     */
    void notLearnt(CommandId command, CommandResult.Outcome outcome);
}

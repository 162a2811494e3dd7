package knutpunkt.controller.door;

import java.util.Optional;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Decision;
import knutpunkt.access.Posture;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;

/** What a door hears of. */
public sealed interface Signal {
    /** When it happened, as near as is known. */
    Uptime at();

    /**
     * A badge was held to the outside, and this is what the list says of it.
     *
     * @param readAt when its last byte came
     */
    record Presented(
            Uptime at,
            Uptime readAt,
            PointId point,
            BadgeToken token,
            Decision decision,
            Revision revision,
            Situation situation)
            implements Signal {}

    /** A badge was held to a check-in point, where there is nothing to open. */
    record CheckInPresented(Presented presented) implements Signal {
        @Override
        public Uptime at() {
            return presented.at();
        }
    }

    /**
     * A badge was held to the inside.
     *
     * @param person whose it is, if the list knows; whatever they may or may not do
     */
    record ExitPresented(Uptime at, Uptime readAt, PointId point, BadgeToken token, Optional<PersonId> person)
            implements Signal {}

    /**
     * The service, whose command was found right and fresh, wants the strike released once.
     *
     * @param until from then on it is too late, and nothing is released any more
     * @param posture of the door, now
     */
    record ReleaseCommanded(Uptime at, Uptime until, CommandId command, Posture posture) implements Signal {}

    /** The record of an attempt is durable. The answer to {@link Effect.KeepFirst}. */
    record Recorded(Uptime at, long sequence, Attempt attempt) implements Signal {}

    /** The record of an attempt could not be made durable. The answer to {@link Effect.KeepFirst}. */
    record NotRecorded(Uptime at, Attempt attempt) implements Signal {}

    /** The strike did not let itself be released. The answer to {@link Effect.Release}, whose step is then void. */
    record StrikeFailed(Uptime at, Attempt.Release attempt, long sequence) implements Signal {}

    /** A newer list no longer grants what this badge was let in by. */
    record Withdrawn(Uptime at, BadgeToken token) implements Signal {}

    /** The leaf left its frame, or was found out of it. */
    record Opened(Uptime at) implements Signal {}

    /** The leaf is back in its frame, or was found in it. */
    record Closed(Uptime at) implements Signal {}

    /** The contact cannot be read. */
    record ContactLost(Uptime at) implements Signal {}

    /** The exit button was pressed, or its sensor saw somebody. */
    record ExitPressed(Uptime at) implements Signal {}

    /** Time has passed. */
    record Ticked(Uptime at) implements Signal {}

    /** The controller stops in an orderly way. */
    record Stopping(Uptime at) implements Signal {}
}

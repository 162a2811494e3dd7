package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;

/**
 * What came of a command.
 *
 * @param sealedToken with {@link Outcome#LEARNT} only: the badge's token as a compact JWE that only the service can open
 */
@JsonClassDescription("What came of a command.")
public record CommandResult(CommandId id, Outcome outcome, Optional<String> sealedToken) implements Message {
    public CommandResult {
        requireNonNull(id, "id");
        requireNonNull(outcome, "outcome");
        requireNonNull(sealedToken, "sealedToken");
    }

    @Override
    public Channel channel() {
        return Channel.COMMANDS_RESULT;
    }

    public enum Outcome {
        /** A release is done when the strike was released, after its record was durable. */
        DONE,
        /** A badge was read and its token is enclosed. */
        LEARNT,
        /** Nobody held a badge to the reader in time. */
        NOTHING_READ,
        /** The challenge is not one of the last given. */
        STALE,
        /** Seen before. */
        REPEATED,
        RETAINED,
        WRONG_DOOR,
        NOT_KNOWN,
        /** The door is in lockdown: no command releases it. */
        IN_LOCKDOWN,
        /** The door was released for somebody already, and was left at that. */
        ALREADY_RELEASED,
        /** The door stood open. */
        STANDS_OPEN,
        /** The journal takes no records: nothing was released, and whatever else was done is not on record. */
        NOT_RECORDED,
        /** The door could not: it is too busy, its strike does not obey, or it is stopping. Nothing stays released. */
        NOT_DONE,
        UNKNOWN
    }
}

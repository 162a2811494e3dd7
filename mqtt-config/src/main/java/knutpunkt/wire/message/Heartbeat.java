package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;

/**
 * Every 5 s: the controller lives, and this is how it is.
 *
 * @param uptimeMillis monotonic milliseconds since the boot
 * @param journalPending records not acknowledged yet
 * @param messagesRejected since the boot
 * @param signalsDropped signals a door's full queue could not take, since the boot
 * @param health empty from a controller that is too old to tell
 * @param echo the newest nonce of a lease that was heard over this connection a short while ago, {@link Challenge#NONE} when
 *     there was none: this was said after that. Empty from a controller that is too old to know of it
 */
@JsonClassDescription("Every 5 s: the controller lives, and this is how it is. Its challenge is what a lease "
        + "or a command must answer.")
public record Heartbeat(
        BootId boot,
        long uptimeMillis,
        Challenge challenge,
        Revision revision,
        long journalPending,
        long messagesRejected,
        long signalsDropped,
        Optional<Health> health,
        Optional<Challenge> echo)
        implements Message {
    public Heartbeat {
        requireNonNull(boot, "boot");
        requireNonNull(challenge, "challenge");
        requireNonNull(revision, "revision");
        requireNonNull(health, "health");
        requireNonNull(echo, "echo");
    }

    @Override
    public Channel channel() {
        return Channel.HEARTBEAT;
    }
}

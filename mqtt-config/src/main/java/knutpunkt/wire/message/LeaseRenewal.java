package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;

/**
 * The list with this revision is still current. It counts only as the answer to a challenge the controller gave lately.
 *
 * @param at the service's wall time
 * @param nonce which the next heartbeats repeat, so that the service knows them to be newer than this; empty from a service
 *     that is too old to ask
 */
@JsonClassDescription("The answer to a heartbeat: the list with this revision is still current. It counts only "
        + "with a challenge the controller gave lately.")
public record LeaseRenewal(Challenge challenge, Revision revision, Instant at, Optional<Challenge> nonce)
        implements Message {
    public LeaseRenewal {
        requireNonNull(challenge, "challenge");
        requireNonNull(revision, "revision");
        requireNonNull(at, "at");
        requireNonNull(nonce, "nonce");
    }

    @Override
    public Channel channel() {
        return Channel.LEASE;
    }
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.time.Instant;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;

/**
 * This list is in force at every door of the controller.
 *
 * @param appliedAt the controller's wall time when it came into force
 */
@JsonClassDescription(
        "This list is in force at every door of the controller. The same is a record of its " + "journal.")
public record AccessReceipt(Revision revision, Hash digest, Instant appliedAt) implements Message {
    public AccessReceipt {
        requireNonNull(revision, "revision");
        requireNonNull(digest, "digest");
        requireNonNull(appliedAt, "appliedAt");
    }

    @Override
    public Channel channel() {
        return Channel.ACCESS_RECEIPT;
    }
}

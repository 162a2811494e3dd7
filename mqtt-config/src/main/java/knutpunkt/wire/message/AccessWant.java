package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;

/**
 * What a controller has, asking for what comes after it. Sent at every connection, and when an update did not fit.
 *
 * @param nonce fresh for every want; only updates that hold the newest are taken
 */
public record AccessWant(Revision revision, Hash digest, Challenge nonce, BootId boot, JournalId journal)
        implements Message {
    public AccessWant {
        requireNonNull(revision, "revision");
        requireNonNull(digest, "digest");
        requireNonNull(nonce, "nonce");
        requireNonNull(boot, "boot");
        requireNonNull(journal, "journal");
    }

    @Override
    public Channel channel() {
        return Channel.ACCESS_WANT;
    }
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;

/**
 * What a controller has in force, asking for what comes after it. Sent at every connection, and when an update did not fit.
 * It is sent again, with the same nonce, while an update of many parts comes: how far that has come lets the next parts go.
 *
 * @param nonce fresh for every question; only updates that hold the newest are taken
 * @param seal that came with the list it has, by which a restored service knows it for its own; empty when none came
 * @param whole whether only a whole list helps: changes to the one it has made another than they should
 * @param received how many parts of the update over this nonce have come in order; 0 for a question
 */
@JsonClassDescription("What list a controller has in force, asking for what comes after it. Sent at every "
        + "connection, when an update did not fit, and while an update of many parts comes, to say "
        + "how far it has come.")
public record AccessWant(
        Revision revision,
        Hash digest,
        Challenge nonce,
        BootId boot,
        JournalId journal,
        Optional<Seal> seal,
        boolean whole,
        int received)
        implements Message {
    /** After so many parts of one update the controller says how far it has come. */
    public static final int TOLD_EVERY = 8;

    public AccessWant {
        requireNonNull(revision, "revision");
        requireNonNull(digest, "digest");
        requireNonNull(nonce, "nonce");
        requireNonNull(boot, "boot");
        requireNonNull(journal, "journal");
        requireNonNull(seal, "seal");
        if (received < 0) {
            throw new IllegalArgumentException("received [" + received + "] must be 0 or more");
        }
    }

    /** A question, of whose answer nothing has come. */
    public AccessWant(
            Revision revision, Hash digest, Challenge nonce, BootId boot, JournalId journal, Optional<Seal> seal) {
        this(revision, digest, nonce, boot, journal, seal, false, 0);
    }

    /** Of a list that came without a seal, and of none at all. */
    public AccessWant(Revision revision, Hash digest, Challenge nonce, BootId boot, JournalId journal) {
        this(revision, digest, nonce, boot, journal, Optional.empty());
    }

    @Override
    public Channel channel() {
        return Channel.ACCESS_WANT;
    }
}

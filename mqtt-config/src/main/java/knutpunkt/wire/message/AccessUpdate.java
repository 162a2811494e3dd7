package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;

/**
 * The way from one revision to a later one, in one part or several.
 *
 * @param nonce of the want it answers; pushed changes hold the newest want's
 * @param from what it builds upon; empty for a snapshot, which builds upon nothing
 * @param to what the list is after the last part
 * @param digest of the whole list after the last part
 * @param part 1 to {@code parts}
 * @param put items to add or replace
 * @param removed keys of items to take away
 * @param seal over {@code to} and the digest, to be kept with the list; empty from a service that makes none
 */
@JsonClassDescription("The way from one revision of the access list to a later one, or a whole list, in one "
        + "part or several. It is taken only over the nonce of the newest want, and only to a "
        + "higher revision.")
public record AccessUpdate(
        Challenge nonce,
        Optional<Revision> from,
        Revision to,
        Hash digest,
        int part,
        int parts,
        List<AccessItem> put,
        List<String> removed,
        Optional<Seal> seal)
        implements Message {
    public AccessUpdate {
        requireNonNull(nonce, "nonce");
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(digest, "digest");
        requireNonNull(seal, "seal");
        put = List.copyOf(put);
        removed = List.copyOf(removed);
        if (part < 1 || part > parts) {
            throw new IllegalArgumentException("part [" + part + "] must be 1 to parts [" + parts + "]");
        }
    }

    /** One without a seal, as a service from before there were seals sends it. */
    public AccessUpdate(
            Challenge nonce,
            Optional<Revision> from,
            Revision to,
            Hash digest,
            int part,
            int parts,
            List<AccessItem> put,
            List<String> removed) {
        this(nonce, from, to, digest, part, parts, put, removed, Optional.empty());
    }

    @Override
    public Channel channel() {
        return Channel.ACCESS_UPDATE;
    }
}

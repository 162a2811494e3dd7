package knutpunkt.kiosk.access;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;

/**
 * One entry of the change log.
 *
 * @param put items to add or replace; empty for a change that means nothing to doors, such as a new partner
 * @param removed keys of items to take away
 * @param digest of the whole list after this change
 */
public record AccessChange(Revision revision, Instant at, List<AccessItem> put, List<String> removed, Hash digest) {
    public AccessChange {
        requireNonNull(revision, "revision");
        requireNonNull(at, "at");
        requireNonNull(digest, "digest");
        put = List.copyOf(put);
        removed = List.copyOf(removed);
    }
}

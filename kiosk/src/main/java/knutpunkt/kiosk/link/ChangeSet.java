package knutpunkt.kiosk.link;

import static java.util.Objects.requireNonNull;

import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;

/**
 * All that leads from one revision to a later one, each key named once.
 *
 * @param digest of the whole list at {@code to}
 */
public record ChangeSet(Revision from, Revision to, Hash digest, List<AccessItem> put, List<String> removed) {
    public ChangeSet {
        requireNonNull(from, "from");
        requireNonNull(to, "to");
        requireNonNull(digest, "digest");
        put = List.copyOf(put);
        removed = List.copyOf(removed);
    }

    int size() {
        return put.size() + removed.size();
    }
}

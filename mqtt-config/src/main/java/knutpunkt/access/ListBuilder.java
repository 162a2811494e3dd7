package knutpunkt.access;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;

/**
 * A list that comes piece by piece, from nothing. What was added is packed now and then, so that building a list takes
 * little more memory than having it. Not thread-safe.
 */
public final class ListBuilder {
    /** How many wait to be packed: about 25 MB of persons with a grant, and a tenth of a second's work. */
    private static final int UNPACKED_MAX = 50_000;

    private final int unpackedMax;
    private final List<AccessItem> unpacked = new ArrayList<>();
    private Parts parts = Parts.NONE;

    public ListBuilder() {
        this(UNPACKED_MAX);
    }

    ListBuilder(int unpackedMax) {
        this.unpackedMax = unpackedMax;
    }

    /** Adds an item. Of two with one key the later counts. */
    public void add(AccessItem item) {
        unpacked.add(requireNonNull(item, "item"));
        if (unpacked.size() == unpackedMax) {
            pack();
        }
    }

    /** The list of all that was added. */
    public AccessList build(Revision revision) {
        pack();
        return new AccessList(requireNonNull(revision, "revision"), parts.digested());
    }

    private void pack() {
        parts = NextParts.undigested(parts, Changes.lastOfEach(unpacked));
        unpacked.clear();
    }
}

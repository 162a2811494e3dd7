package knutpunkt.controller.list;

import java.util.List;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;

/**
 * Where the list is kept. Each write is all or nothing and durable when it returns; a write that fails throws {@link
 * ListUnavailable} and leaves what was there. May be called from any thread.
 */
interface ListFile extends Keepsakes, AutoCloseable {

    /** A list as it was put there, with what it claims to be. */
    record Stored(Revision revision, Hash digest, List<AccessItem> items) {}

    /**
     * What is kept; empty when no list ever came.
     *
     * @throws ListDamaged when it cannot be what was put there
     */
    Optional<Stored> load() throws ListDamaged;

    /** Puts a whole list in place of the one there. */
    void replace(Revision revision, Hash digest, List<? extends AccessItem> items);

    /** Changes the list that is there. */
    void change(Revision to, Hash digest, List<? extends AccessItem> put, List<String> removedKeys);

    /** Moves what is there out of the way, for a technician, and begins with nothing. */
    void setAside();

    @Override
    void close();
}

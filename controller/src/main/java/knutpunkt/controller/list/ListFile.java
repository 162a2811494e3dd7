package knutpunkt.controller.list;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Seal;

/**
 * Where the list is kept. Each write is all or nothing and durable when it returns; a write that fails throws {@link
 * ListUnavailable} and leaves what was there. May be called from any thread.
 */
interface ListFile extends Keepsakes, AutoCloseable {

    /**
     * What a list claims to be.
     *
     * @param seal that came with it; empty when none did
     */
    record Claim(Revision revision, Hash digest, Optional<Seal> seal) {}

    /**
     * Hands over what is kept, item by item; empty, and nothing handed over, when no list ever came.
     *
     * @throws ListDamaged when it cannot be what was put there
     * @throws ListUnavailable when the disk does not give it now: nobody knows whether it is damaged
     */
    Optional<Claim> load(Consumer<AccessItem> into) throws ListDamaged;

    /**
     * Puts a whole list in place of the one there, and with it the numbers put and found in this run: a file that was set
     * aside has taken them along.
     *
     * @param seal that came with it; empty when none did
     */
    void replace(AccessList list, Optional<Seal> seal);

    /** Changes the list that is there. */
    void change(Claim to, List<? extends AccessItem> put, List<String> removedKeys);

    /**
     * Moves what is there out of the way, for a technician, and begins with nothing.
     *
     * @throws ListUnavailable if that cannot be done now; the next write tries again
     */
    void setAside();

    @Override
    void close();
}

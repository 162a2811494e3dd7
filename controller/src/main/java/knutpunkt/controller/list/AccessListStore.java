package knutpunkt.controller.list;

import java.nio.file.Path;
import java.util.random.RandomGenerator;
import knutpunkt.access.AccessList;
import knutpunkt.wire.message.AccessUpdate;

/**
 * The access list in force: on disk in a file of its own, decided on from memory. {@link #current} may be called from any
 * thread and never waits; the others are called by one thread, the link's.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class AccessListStore implements AutoCloseable {
    private AccessListStore() {}

    /**
     * Loads the list. A damaged one is set aside, and the controller starts with none, which refuses everybody.
     *
     * @param random for nonces: must not be guessable
     * @throws ListUnavailable when a newer version wrote the file, or it cannot be opened at all
     */
    public static AccessListStore open(Path file, RandomGenerator random) {
        return new AccessListStore();
    }

    /** The list to decide by. */
    public AccessList current() {
        throw new UnsupportedOperationException("being written");
    }

    /** Whether the list was found damaged at the start and none has come since. */
    public boolean lost() {
        throw new UnsupportedOperationException("being written");
    }

    /** Makes a fresh nonce: from now on only updates that hold it are taken. */
    public Wanted want() {
        throw new UnsupportedOperationException("being written");
    }

    /** Takes one verified part. When the last has come, the list is written to disk and then in force. */
    public Applied apply(AccessUpdate part) {
        throw new UnsupportedOperationException("being written");
    }

    /** Where the lease's age and the last known time are kept: the same file. */
    public Keepsakes keepsakes() {
        throw new UnsupportedOperationException("being written");
    }

    @Override
    public void close() {}
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.record.Storage;

/**
 * What a controller says of itself that somebody should look after before it stops the door.
 *
 * @param slowSyncs how many syncs took over a second since the start, whatever for: an entry that waits so long is refused
 * @param leaseLow little or nothing is left of the lease
 */
public record Health(Storage storage, long slowSyncs, boolean leaseLow) {
    public Health {
        requireNonNull(storage, "storage");
    }
}

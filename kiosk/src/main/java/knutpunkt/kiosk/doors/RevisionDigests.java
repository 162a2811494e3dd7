package knutpunkt.kiosk.doors;

import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.Hash;

/** What every revision's list digests to: a door has a revision only if it proves that digest. */
@FunctionalInterface
public interface RevisionDigests {
    /** Empty when this service never made that revision. Reads within the transaction it is given. */
    Optional<Hash> digest(Transaction transaction, Revision revision);
}

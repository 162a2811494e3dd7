package knutpunkt.kiosk.link;

import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;

/** What is known of the service having been restored from a backup. Safe for use by several threads. */
public interface Recovery {
    /** Whether nothing may go out yet, because controllers may still hold revocations that the service lacks. */
    boolean isGathering();

    /** Nobody is waited for any longer. */
    void gathered();

    /** A controller has been heard and has, as far as can be, handed over what it holds. */
    void settled(ControllerId controller);

    /** Whether everybody who is enrolled is settled. */
    boolean isComplete();

    /** The newest revision that the backup had; empty when the service was never restored. */
    Optional<Revision> last();

    /**
     * Whether the newest restore is why that controller has what this service knows nothing of. It is not once the controller
     * has confirmed a list that was made since: then the service runs on an older copy that nobody told it of.
     */
    boolean explains(ControllerId controller);

    /**
     * The newest list that this service and one that it lost have in common, as far as it can know; empty when the service
     * was never restored. It may take as long as the change log is long.
     */
    Optional<AccessList> common(Revision lost);

    /** Whether the revocations of that list have been taken over, whoever held it. */
    boolean hasTaken(Revision revision, Hash digest);

    /**
     * Takes over what a list that this service lost revokes, and grants nothing that it grants. The newest revision is after
     * that list's from then on.
     *
     * @param common what the lost list is compared with
     * @param lost the list; its own revision does not count
     * @param revision of the lost list
     */
    void takeOver(ControllerId controller, Revision revision, AccessList common, AccessList lost);
}

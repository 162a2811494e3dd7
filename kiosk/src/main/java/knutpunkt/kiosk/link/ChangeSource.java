package knutpunkt.kiosk.link;

import java.util.Optional;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.RevisionDigests;

/** The access list and how it came about. Safe for use by several threads. */
public interface ChangeSource extends RevisionDigests {
    /** The newest committed list. */
    AccessList current();

    /** A list of its, cut into parts for whoever takes it whole. */
    default SnapshotCut cut(AccessList list) {
        return SnapshotCut.of(list);
    }

    /** What leads from a revision to the newest; empty when it is unknown or too long ago. */
    Optional<ChangeSet> since(Revision revision);
}

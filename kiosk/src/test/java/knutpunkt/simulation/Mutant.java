package knutpunkt.simulation;

/** A mistake that the program could have, put in on purpose: a simulation that does not find it shows nothing. */
enum Mutant {
    /** The program as it is. */
    NONE,
    /** What is written is not synced: disks say that they did, and did not. */
    SYNCS_REMOVED,
    /** A reading that a reader held back, because it was away, looks as if it came just now. */
    READINGS_LOOK_FRESH,
    /** Presence is worked out after the commit of the records it follows from, and a few are forgotten on the way. */
    PRESENCE_OUTSIDE_THE_TRANSACTION,
    /** A strike that is not renewed stays released. */
    LEASE_NEVER_ENDS
}

package knutpunkt.controller.door;

/** What came of a command to release a door. */
public enum ReleaseOutcome {
    /** Recorded, and then the strike was released. */
    RELEASED,
    /** No command releases a door in lockdown. */
    IN_LOCKDOWN,
    ALREADY_RELEASED,
    STANDS_OPEN,
    /** No record could be made durable, so the strike was not touched. */
    NOT_RECORDED,
    /** The door came to it too late or its strike does not obey, and the strike is secured. */
    NOT_DONE
}

package knutpunkt.wire.record;

/** Why somebody's presence was corrected; a closed list, so that nobody's name or story is kept with it. */
public enum CorrectionReason {
    /** Went through without holding a badge to a reader. */
    NO_BADGE_READ,
    /** Whoever corrects it saw the person come, go or be there. */
    SEEN,
    /** The person said so. */
    TOLD,
    /** A reader, a contact or a clock was wrong. */
    DOOR_WRONG,
    UNKNOWN
}

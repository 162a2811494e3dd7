package knutpunkt.access;

/** Why a badge was refused: the word on the wire, in the log, as metric label, and what the screens translate. */
public enum Reason {
    /** The list does not know the badge. */
    UNKNOWN_BADGE,
    /** The badge is blocked; nothing overrides it. */
    BLOCKED,
    /** The person has no grant for this door. */
    NO_GRANT,
    /** There is a grant, but it starts later. */
    NOT_YET_VALID,
    /** There was a grant, and it has ended. */
    ENDED,
    /** There is a grant, but not at this hour. */
    OUT_OF_HOURS,
    /** The door is in lockdown and the person is not one who may enter then. */
    LOCKDOWN,
    /** The person must also give a PIN. */
    PIN_MISSING,
    /** The PIN was wrong. */
    PIN_WRONG,
    /** The service has not confirmed the list for too long. */
    LEASE_ENDED,
    /** The time is not known well enough to say. */
    CLOCK_UNTRUSTED,
    /** This controller has never had a list. */
    NO_LIST,
    /** The record that must come before the strike could not be made durable (invariant I4). */
    JOURNAL_UNAVAILABLE,
    /** That record was made durable, but so slowly that the strike is not released for it any more. */
    JOURNAL_SLOW,
    /** A controller newer than this service gave a reason that is not known here. */
    UNKNOWN
}

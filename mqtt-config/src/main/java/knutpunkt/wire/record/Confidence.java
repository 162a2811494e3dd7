package knutpunkt.wire.record;

/** How sure it is that a person went through. */
public enum Confidence {
    /** The contact opened after the grant. */
    CONFIRMED,
    /** The badge was granted while the door stood open. */
    MEDIUM,
    /** The door has no contact, or one that cannot be believed. */
    ASSUMED,
    UNKNOWN
}

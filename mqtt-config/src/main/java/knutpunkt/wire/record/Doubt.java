package knutpunkt.wire.record;

/** Why a door is less sure of a passage than its parts would let it be. */
public enum Doubt {
    /** The door has a contact, which is not believed: three grants in a row were followed by no opening. */
    CONTACT_SUSPECT,
    UNKNOWN
}

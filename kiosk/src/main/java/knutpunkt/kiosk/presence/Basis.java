package knutpunkt.kiosk.presence;

import java.util.Locale;

/** Why the confidence in somebody's presence is what it is. The word is kept in the database: never changed or reused. */
public enum Basis {
    /** The door opened after the badge was read. */
    DOOR_OPENED,
    /** The door stood open already. */
    DOOR_STOOD_OPEN,
    /** The door has no contact. */
    NO_CONTACT,
    /** The door's contact is not believed: it had not moved for three grants in a row. */
    CONTACT_SUSPECT,
    /** The door's clock was not trusted, so the time is that of arrival. */
    CLOCK_UNTRUSTED,
    /** A badge at a check-in point, which tells only that somebody came or left. */
    CHECKED_IN,
    /** The door did not say which way; doubt counts people in. */
    DIRECTION_UNKNOWN,
    /** The door said something this service does not know. */
    NOT_UNDERSTOOD,
    /** An administrator said so. */
    SAID,
    /** Nobody saw the person leave; the night's check-out took them off the wall. */
    NIGHT;

    /** As the API has it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

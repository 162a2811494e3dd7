package knutpunkt.kiosk.admin;

/** How far a role's right to do something goes. */
public enum Reach {
    NONE,
    /** The account's own partner. */
    OWN,
    ALL
}

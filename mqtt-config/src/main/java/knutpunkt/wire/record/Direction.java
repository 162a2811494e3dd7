package knutpunkt.wire.record;

/** Which way a reader faces: outside is in, inside is out. */
public enum Direction {
    IN,
    OUT,
    /** A check-in point, which opens no door: whoever is here leaves, and whoever is not comes. */
    TOGGLE,
    UNKNOWN
}

package knutpunkt.wire.record;

/** Which way a reader faces: outside is in, inside is out. */
public enum Direction {
    IN,
    OUT,
    UNKNOWN
}

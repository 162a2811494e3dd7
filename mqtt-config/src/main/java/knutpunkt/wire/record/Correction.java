package knutpunkt.wire.record;

/** What an administrator says of somebody's presence. */
public enum Correction {
    /** The person was on site at that time. */
    HERE,
    /** The person had left by that time. */
    LEFT,
    UNKNOWN
}

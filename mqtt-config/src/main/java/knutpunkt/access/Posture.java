package knutpunkt.access;

/** What a door is meant to be. It decides about entering only: nothing touches leaving (invariant I9). */
public enum Posture {
    NORMAL,
    LOCKDOWN,
    UNKNOWN
}

package knutpunkt.access;

/** How well a controller knows the time (invariant I12). */
public enum ClockTrust {
    /** Set by the network since this boot. */
    TRUSTED,
    /** The time is a lower bound: the last time known, plus uptime. */
    LOWER_BOUND,
    /** A lower bound for more than 24 h of uptime: too old to admit anybody by. */
    LOST,
    UNKNOWN
}

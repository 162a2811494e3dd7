package knutpunkt.access;

/** Whether the service has confirmed the list lately enough. */
public enum Lease {
    CURRENT,
    /** Run out: only persons marked essential are admitted. */
    ESSENTIAL_ONLY,
    /** Run out for so long that nobody is. */
    ENDED,
    UNKNOWN
}

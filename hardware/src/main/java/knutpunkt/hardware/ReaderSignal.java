package knutpunkt.hardware;

/** What a reader tells the person in front of it. */
public enum ReaderSignal {
    /** Waiting for a badge. */
    IDLE,
    /** Come in. */
    GRANTED,
    /** Not here, not now. */
    REFUSED,
    /** The next badge is learnt, not judged. */
    LEARNING,
    /** This is the reader that an installer is looking for. */
    IDENTIFY
}

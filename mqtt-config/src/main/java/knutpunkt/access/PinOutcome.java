package knutpunkt.access;

/** What came of asking for a PIN; checking one is slow and happens elsewhere. */
public enum PinOutcome {
    NOT_GIVEN,
    RIGHT,
    WRONG
}

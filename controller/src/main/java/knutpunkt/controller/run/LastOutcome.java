package knutpunkt.controller.run;

/** What the door last told somebody with a badge. */
public enum LastOutcome {
    NONE,
    GRANTED,
    REFUSED
}

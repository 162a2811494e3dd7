package knutpunkt.controller.door;

/** What a reader tells the person in front of it about the badge it has just read. */
public enum Outcome {
    GRANTED,
    REFUSED
}

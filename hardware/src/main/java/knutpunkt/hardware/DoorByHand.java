package knutpunkt.hardware;

/**
 * A door that somebody moves by hand although there is none: what a simulation or a browser panel does to it. Kept by
 * the simulated door and by mock pins, never by real ones. May be called from any thread.
 */
public interface DoorByHand {
    /** Pushes the leaf open, whether or not the strike is released: a secured door is forced. */
    void open();

    /** Lets the leaf fall shut. */
    void close();

    /** Presses the request-to-exit button and lets it go. */
    void pressExit();

    boolean strikeReleased();

    /** What the contact says, which need not be the truth; unknown for a door without one. */
    DoorContact.Position contact();
}

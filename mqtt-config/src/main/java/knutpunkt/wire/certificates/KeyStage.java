package knutpunkt.wire.certificates;

/** How far the change of one of the site's own keys has come. */
public enum KeyStage {
    /** There is one, and nothing is under way. */
    STEADY,
    /** The next one is there for everybody to learn; the one before is used. */
    OFFERED,
    /** The next one is used; the one before is believed until nobody needs it. */
    IN_USE
}

package knutpunkt.controller.door;

import java.time.Duration;

/**
 * How long things may take at a door. Each is more than zero and at most {@link #MAX}, so that every release and every
 * wait has an end.
 *
 * @param unlock how long the strike stays released after a grant
 * @param unlockExtended the same for those who need longer
 * @param heldOpen how long the door may stand open before that is reported
 * @param exit how long after an exit reading or the exit button an opening counts as leaving
 * @param samePresentation within this time the same badge at the same reader is one presentation
 * @param readAge the oldest a badge reading may be when the strike is released for it (invariant I13)
 */
public record DoorTimes(
        Duration unlock,
        Duration unlockExtended,
        Duration heldOpen,
        Duration exit,
        Duration samePresentation,
        Duration readAge) {
    public static final Duration MAX = Duration.ofMinutes(5);

    /** The strike is not released for a record that took longer: its disk is about to fail, and nobody knows when it will. */
    public static final Duration RECORDED_WITHIN = Duration.ofSeconds(1);

    /** What holds where the configuration says nothing else. */
    public static final DoorTimes DEFAULTS = new DoorTimes(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofSeconds(2));

    public DoorTimes {
        require("unlock", unlock);
        require("unlock-extended", unlockExtended);
        require("held-open", heldOpen);
        require("exit", exit);
        require("same-presentation", samePresentation);
        require("read-age", readAge);
    }

    private static void require(String name, Duration time) {
        if (!time.isPositive() || time.compareTo(MAX) > 0) {
            throw new IllegalArgumentException(name + " [" + time + "] must be more than zero and at most " + MAX);
        }
    }
}

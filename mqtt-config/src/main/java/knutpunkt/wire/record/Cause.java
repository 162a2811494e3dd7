package knutpunkt.wire.record;

/** Why a door opened, as far as its controller can know. */
public enum Cause {
    /** The strike was released for somebody. */
    GRANT,
    /** The strike was released by a command, and for nobody's badge. */
    COMMAND,
    /** The exit button or an exit reader came before. */
    EXIT,
    /** Nothing came before: forced, or left by the handle where no exit button tells. */
    FORCED,
    UNKNOWN
}

package knutpunkt.controller.door;

import knutpunkt.access.Decision;

/** Something that waits for its record to be durable before anything is done about it. */
public sealed interface Attempt {

    /** One that the strike is released for. */
    sealed interface Release extends Attempt {}

    /** A badge that the list lets in. */
    record Entry(Signal.Presented presented, Decision.Granted granted) implements Release {}

    /** A command to release the door once. */
    record Command(Signal.ReleaseCommanded commanded) implements Release {}

    /** A badge at a check-in point, which opens nothing. */
    record CheckIn(Signal.Presented presented, Decision.Granted granted) implements Attempt {}

    /** A badge at the inside; it is shown green whatever becomes of the record. */
    record Exit(Signal.ExitPresented presented) implements Attempt {}
}

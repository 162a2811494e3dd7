package knutpunkt.controller.door;

import java.util.List;
import java.util.Optional;

/** What a door is doing, as far as its controller can know. The strike is energised in {@link Released} only (I1). */
public sealed interface Condition {

    /** The contact has not been read: the process has just started, or the contact cannot be read. */
    record Unknown() implements Condition {}

    record Secured() implements Condition {}

    /**
     * The strike is released for somebody, or by a command, and nobody has opened yet.
     *
     * @param until when it is secured again unless the door opens first
     * @param grants whom it is released for, oldest first; empty only if it is by a command
     * @param command the release that was commanded
     */
    record Released(Uptime until, List<Pending> grants, Optional<Commanded> command) implements Condition {
        public Released {
            grants = List.copyOf(grants);
        }
    }

    /** Standing open, for a reason. */
    record Open(Uptime heldFrom) implements Condition {}

    /** Standing open for too long. */
    record Held() implements Condition {}

    /** Opened although nothing came before. */
    record Forced() implements Condition {}
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import knutpunkt.wire.DoorId;

/** A door's parts as its controller sees them now. */
public record DoorState(DoorId door, Strike strike, Contact contact, Condition condition) {
    public DoorState {
        requireNonNull(door, "door");
        requireNonNull(strike, "strike");
        requireNonNull(contact, "contact");
        requireNonNull(condition, "condition");
    }

    public enum Strike {
        RELEASED,
        SECURED,
        UNKNOWN
    }

    public enum Contact {
        OPEN,
        CLOSED,
        UNKNOWN
    }

    /** The state of the door's rules. */
    public enum Condition {
        SECURED,
        RELEASED,
        OPEN,
        HELD,
        FORCED,
        UNKNOWN
    }
}

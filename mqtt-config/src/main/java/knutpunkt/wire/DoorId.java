package knutpunkt.wire;

/** A door's name on the wire. It cannot hold '/', '+' or '#', so it cannot widen a topic. */
public record DoorId(String text) {
    public DoorId {
        Name.require("door id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package knutpunkt.wire;

/** One command: a controller that has seen it never acts upon it again (invariant I7). */
public record CommandId(String text) {
    public CommandId {
        Name.require("command id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

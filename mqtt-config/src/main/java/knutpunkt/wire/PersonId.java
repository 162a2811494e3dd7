package knutpunkt.wire;

/** A person as machines know one: opaque, never a name (invariant I6). */
public record PersonId(String text) {
    public PersonId {
        Name.require("person id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

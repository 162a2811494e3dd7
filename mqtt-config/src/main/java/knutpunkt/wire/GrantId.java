package knutpunkt.wire;

/** The right that let somebody in, so that a record can say which. */
public record GrantId(String text) {
    public GrantId {
        Name.require("grant id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package knutpunkt.wire;

/** One run of a controller's process: uptimes of different boots cannot be compared. */
public record BootId(String text) {
    public BootId {
        Name.require("boot id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package knutpunkt.wire;

/** Where badges are read, unique within its controller: a door's outside or inside reader. */
public record PointId(String text) {
    public PointId {
        Name.require("point id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package knutpunkt.wire;

/** A schedule of the site's. */
public record ScheduleId(String text) {
    public ScheduleId {
        Name.require("schedule id", text);
    }

    @Override
    public String toString() {
        return text;
    }
}

package knutpunkt.controller.run;

import static java.util.Objects.requireNonNull;

import knutpunkt.hardware.BadgeReader;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;

/** A reader where it is mounted: outside is in, inside is out, and a check-in point, which opens nothing, is either. */
public record ReadPoint(PointId id, Direction direction, BadgeReader reader) {
    public ReadPoint {
        requireNonNull(id, "id");
        requireNonNull(reader, "reader");
        if (direction == Direction.UNKNOWN) {
            throw new IllegalArgumentException("point [" + id + "] must face in or out, or be a check-in point");
        }
    }
}

package knutpunkt.controller.run;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.Strike;
import knutpunkt.wire.record.Direction;

/**
 * The metal of one door. The loop it is given to owns it from then on, and closes it.
 *
 * @param points at most {@link #POINTS_MAX}
 * @param contact empty for a door without one: its passages are assumed
 */
public record DoorParts(
        List<ReadPoint> points, Strike strike, Optional<DoorContact> contact, Optional<ExitButton> exitButton) {
    public static final int POINTS_MAX = 8;

    public DoorParts {
        points = List.copyOf(points);
        requireNonNull(strike, "strike");
        requireNonNull(contact, "contact");
        requireNonNull(exitButton, "exitButton");
        if (points.size() > POINTS_MAX
                || points.stream().map(ReadPoint::id).distinct().count() != points.size()) {
            throw new IllegalArgumentException("a door has at most " + POINTS_MAX + " points, each with its own id");
        }
        boolean opens = !(strike instanceof NoStrike);
        for (ReadPoint point : points) {
            if (opens == (point.direction() == Direction.TOGGLE)) {
                throw new IllegalArgumentException(
                        "point [" + point.id() + "]: a check-in point, and no other, opens nothing");
            }
        }
    }

    /** A reader that opens nothing: badges there turn people around. */
    public static DoorParts checkIn(ReadPoint point) {
        return new DoorParts(List.of(point), new NoStrike(), Optional.empty(), Optional.empty());
    }

    boolean opensNothing() {
        return strike instanceof NoStrike;
    }
}

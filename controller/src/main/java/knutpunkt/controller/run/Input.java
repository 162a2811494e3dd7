package knutpunkt.controller.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.access.BadgeToken;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.wire.PointId;

/** What others offer to a door's loop. */
sealed interface Input {
    record Read(PointId point, BadgeRead read) implements Input {}

    record Health(PointId point, ReaderHealth health) implements Input {}

    record ContactMoved(DoorContact.Position position, long atNanos) implements Input {}

    record ExitPressed(long atNanos) implements Input {}

    record Learn(PointId point, Duration within, Consumer<Optional<BadgeToken>> heard) implements Input {}

    record Identify(PointId point) implements Input {}

    /** Nothing but a reason to wake up. */
    record Wake() implements Input {}
}

package knutpunkt.controller.run;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import knutpunkt.access.BadgeToken;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.PointId;

/** What others offer to a door's loop. */
sealed interface Input {
    /** The loop ends before it came to this: whoever waits for an answer is told. */
    default void leave() {}

    record Read(PointId point, BadgeRead read) implements Input {}

    record Health(PointId point, ReaderHealth health) implements Input {}

    record ContactMoved(DoorContact.Position position, long atNanos) implements Input {}

    record ExitPressed(long atNanos) implements Input {}

    record Learn(PointId point, Duration within, Consumer<Optional<BadgeToken>> heard) implements Input {
        @Override
        public void leave() {
            heard.accept(Optional.empty());
        }
    }

    record Release(CommandId command, long untilNanos, Consumer<ReleaseOutcome> heard) implements Input {
        @Override
        public void leave() {
            heard.accept(ReleaseOutcome.NOT_DONE);
        }
    }

    record Identify(PointId point) implements Input {}
}

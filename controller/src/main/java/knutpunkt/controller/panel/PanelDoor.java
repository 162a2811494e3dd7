package knutpunkt.controller.panel;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import knutpunkt.controller.run.LastOutcome;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.simulated.SimulatedReader;
import knutpunkt.wire.DoorId;

/**
 * One door as the panel moves and shows it. May be used from any thread.
 *
 * @param name what people call it
 * @param hand moves its leaf and presses its button
 * @param readers those it has; a real one is empty, for only a real badge can be held to it
 * @param lastOutcome what a reader showed last, at either side
 */
public record PanelDoor(
        DoorId id,
        String name,
        DoorByHand hand,
        Map<Side, Optional<SimulatedReader>> readers,
        Supplier<LastOutcome> lastOutcome) {
    private static final Duration OUTCOME_WAIT_MAX = Duration.ofSeconds(2);

    /** What came of a tap. */
    enum Tapped {
        SHOWN,
        /** The reader showed nothing in time. */
        NOTHING_SHOWN,
        /** That reader is a real one: a hand must hold a real badge to it. */
        REAL_READER,
        NO_READER
    }

    public PanelDoor {
        readers = Map.copyOf(readers);
    }

    boolean canBeTapped(Side side) {
        return readers.containsKey(side) && readers.get(side).isPresent();
    }

    /** Holds a badge to a reader and waits until that shows something, at most 2 s. */
    Tapped tap(Side side, BadgeRead read) {
        if (!readers.containsKey(side)) {
            return Tapped.NO_READER;
        }
        Optional<SimulatedReader> reader = readers.get(side);
        if (reader.isEmpty()) {
            return Tapped.REAL_READER;
        }
        return reader.get().tapAndAwait(read, OUTCOME_WAIT_MAX).isPresent() ? Tapped.SHOWN : Tapped.NOTHING_SHOWN;
    }

    /** The door as it is now, in the words of the panel's JSON. */
    View view() {
        return new View(
                id.text(),
                hand.strikeReleased() ? "released" : "secured",
                word(hand.contact()),
                word(lastOutcome.get()));
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }

    /**
     * A door in the panel's JSON.
     *
     * @param strike {@code released} or {@code secured}
     * @param contact {@code open} or {@code closed}; {@code unknown} where mock pins have none that could say
     * @param lastOutcome {@code none}, {@code granted} or {@code refused}
     */
    record View(String door, String strike, String contact, String lastOutcome) {}
}

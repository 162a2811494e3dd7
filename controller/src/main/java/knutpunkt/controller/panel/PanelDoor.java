package knutpunkt.controller.panel;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.hardware.simulated.SimulatedReader;
import knutpunkt.wire.DoorId;

/**
 * One door as the panel moves and shows it. Readers are added before the panel starts; after that every method may be
 * called from any thread.
 */
public final class PanelDoor {
    private static final Duration OUTCOME_WAIT_MAX = Duration.ofSeconds(2);

    private final DoorId id;
    private final String name;
    private final DoorByHand hand;
    private final Map<Side, Reader> readers = new EnumMap<>(Side.class);
    private volatile Outcome lastOutcome = Outcome.NONE;

    /** What a reader showed last, at either side. */
    enum Outcome {
        NONE,
        GRANTED,
        REFUSED
    }

    /** What came of a tap. */
    enum Tapped {
        SHOWN,
        /** The reader showed nothing in time. */
        NOTHING_SHOWN,
        /** That reader is a real one: a hand must hold a real badge to it. */
        REAL_READER,
        NO_READER
    }

    /** A reader of the door; a real one has nothing to tap with. */
    private record Reader(Optional<SimulatedReader> simulated) {}

    /** A door whose leaf and button are moved by {@code hand}; {@code name} is what people call it. */
    public PanelDoor(DoorId id, String name, DoorByHand hand) {
        this.id = id;
        this.name = name;
        this.hand = hand;
    }

    /** Adds a reader that can be tapped, and answers the one to give to the door in its place. */
    public BadgeReader simulated(Side side, SimulatedReader reader) {
        readers.put(side, new Reader(Optional.of(reader)));
        return new Watched(reader);
    }

    /** Adds a reader that only a real badge can be held to, and answers the one to give to the door in its place. */
    public BadgeReader real(Side side, BadgeReader reader) {
        readers.put(side, new Reader(Optional.empty()));
        return new Watched(reader);
    }

    DoorId id() {
        return id;
    }

    String name() {
        return name;
    }

    DoorByHand hand() {
        return hand;
    }

    boolean canBeTapped(Side side) {
        return readers.containsKey(side) && readers.get(side).simulated().isPresent();
    }

    /** Holds a badge to a reader and waits until that shows something, at most 2 s. */
    Tapped tap(Side side, BadgeRead read) {
        Reader reader = readers.get(side);
        if (reader == null) {
            return Tapped.NO_READER;
        }
        if (reader.simulated().isEmpty()) {
            return Tapped.REAL_READER;
        }
        return reader.simulated().get().tapAndAwait(read, OUTCOME_WAIT_MAX).isPresent()
                ? Tapped.SHOWN
                : Tapped.NOTHING_SHOWN;
    }

    /** The door as it is now, in the words of the panel's JSON. */
    View view() {
        String contact = switch (hand.contact()) {
            case OPEN -> "open";
            case CLOSED -> "closed";
            case UNKNOWN -> "unknown";
        };
        return new View(
                id.text(),
                hand.strikeReleased() ? "released" : "secured",
                contact,
                lastOutcome.name().toLowerCase(Locale.ROOT));
    }

    /**
     * A door in the panel's JSON.
     *
     * @param strike {@code released} or {@code secured}
     * @param contact {@code open} or {@code closed}; {@code unknown} for a door without one
     * @param lastOutcome {@code none}, {@code granted} or {@code refused}
     */
    record View(String door, String strike, String contact, String lastOutcome) {}

    /** A reader whose outcomes the panel sees, before the reader itself shows them. */
    private final class Watched implements BadgeReader {
        private final BadgeReader reader;

        Watched(BadgeReader reader) {
            this.reader = reader;
        }

        @Override
        public void start(Listener listener) {
            reader.start(listener);
        }

        @Override
        public void show(ReaderSignal signal) {
            switch (signal) {
                case GRANTED -> lastOutcome = Outcome.GRANTED;
                case REFUSED -> lastOutcome = Outcome.REFUSED;
                case IDLE, LEARNING, IDENTIFY -> {}
            }
            reader.show(signal);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}

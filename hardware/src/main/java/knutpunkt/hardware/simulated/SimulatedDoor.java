package knutpunkt.hardware.simulated;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.HardwareFailure;

/**
 * The simulated parts of one door, and the hand that moves it. A person who opens a secured door forces it; the simulation
 * does not hold the leaf. The parts are closed one by one, by whoever owns them.
 */
public final class SimulatedDoor implements DoorByHand {
    private final SimulatedStrike strike;
    private final SimulatedContact contact = new SimulatedContact();
    private final SimulatedExitButton exitButton = new SimulatedExitButton();
    private final Map<String, SimulatedReader> readers = new LinkedHashMap<>();

    /**
     * A closed and secured door.
     *
     * @param points where badges are read, such as {@code entry} and {@code exit}
     * @param nanoClock monotonic nanoseconds, for the strike's lease
     * @param faults hears, on another thread, that the strike cannot be secured; it must only offer
     */
    public SimulatedDoor(List<String> points, LongSupplier nanoClock, Consumer<HardwareFailure> faults) {
        strike = new SimulatedStrike(nanoClock, faults);
        points.forEach(point -> readers.put(point, new SimulatedReader(point)));
    }

    public SimulatedStrike strike() {
        return strike;
    }

    /** The contact itself, with its faults; {@link #contact} is what it says. */
    public SimulatedContact doorContact() {
        return contact;
    }

    public SimulatedExitButton exitButton() {
        return exitButton;
    }

    public Set<String> points() {
        return Set.copyOf(readers.keySet());
    }

    /**
     * The reader at a point.
     *
     * @throws IllegalArgumentException if the door has no such point
     */
    public SimulatedReader reader(String point) {
        var reader = readers.get(point);
        if (reader == null) {
            throw new IllegalArgumentException("point [" + point + "] is none of " + readers.keySet());
        }
        return reader;
    }

    @Override
    public void open() {
        contact.move(DoorContact.Position.OPEN);
    }

    @Override
    public void close() {
        contact.move(DoorContact.Position.CLOSED);
    }

    @Override
    public void pressExit() {
        exitButton.press();
    }

    @Override
    public boolean strikeReleased() {
        return strike.isReleased();
    }

    @Override
    public DoorContact.Position contact() {
        return contact.position();
    }
}

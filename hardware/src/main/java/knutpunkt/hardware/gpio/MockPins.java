package knutpunkt.hardware.gpio;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.DoorContact;

/**
 * Moves the mock pins of one door, so that the real drivers see a door where there is none. A level is settled as on real
 * pins: what {@link #contact} says follows {@link #open} by about 25 ms.
 *
 * @param contacts the door's contact; empty for a door without one
 * @param exitButtons the door's exit buttons; pressing presses the first
 */
public record MockPins(GpioBoard board, GpioStrike strike, List<GpioContact> contacts, List<GpioExitButton> exitButtons)
        implements DoorByHand {
    private static final int PRESS_LOOKS_MAX = 100;
    private static final long PRESS_LOOK_NANOS = Duration.ofMillis(5).toNanos();

    public MockPins {
        contacts = List.copyOf(contacts);
        exitButtons = List.copyOf(exitButtons);
    }

    @Override
    public void open() {
        contacts.forEach(contact -> board.mockLevel(contact.pin(), contact.isHighWhenOpen()));
    }

    @Override
    public void close() {
        contacts.forEach(contact -> board.mockLevel(contact.pin(), !contact.isHighWhenOpen()));
    }

    /** Holds the button until that is seen, and lets it go until that is seen; at most half a second each. */
    @Override
    public void pressExit() {
        if (exitButtons.isEmpty()) {
            return;
        }
        var button = exitButtons.getFirst();
        hold(button, true);
        hold(button, false);
    }

    private void hold(GpioExitButton button, boolean pressed) {
        board.mockLevel(button.pin(), button.isHighWhenPressed() == pressed);
        for (int i = 0; i < PRESS_LOOKS_MAX && button.isPressed() != pressed; i++) {
            LockSupport.parkNanos(PRESS_LOOK_NANOS);
        }
    }

    @Override
    public boolean strikeReleased() {
        return board.outputHigh(strike.pin());
    }

    @Override
    public DoorContact.Position contact() {
        return contacts.isEmpty()
                ? DoorContact.Position.UNKNOWN
                : contacts.getFirst().position();
    }
}

package knutpunkt.controller;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.controller.panel.Side;
import knutpunkt.hardware.gpio.GpioProvider;
import knutpunkt.hardware.gpio.GpioPull;
import knutpunkt.hardware.serial.SerialReaderKind;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;

/**
 * One door as configured.
 *
 * @param name what people call it
 * @param entry the reader outside
 * @param exit the reader inside
 * @param unlockTime how long a grant releases the strike
 * @param heldTime how long the door may stand open before that is reported
 * @param highRisk admits nobody while the clock is not trusted
 */
record DoorConfig(
        DoorId id,
        String name,
        Optional<Reader> entry,
        Optional<Reader> exit,
        Parts parts,
        Duration unlockTime,
        Duration heldTime,
        boolean highRisk) {

    /** How badges are read at a point. */
    sealed interface Reader {
        /** Tapped from the panel. */
        record Simulated() implements Reader {}

        /** On the serial line at the path {@code port}. */
        record Serial(SerialReaderKind kind, String port) implements Reader {}
    }

    /** What moves and feels the door: all in memory, or all on pins. */
    sealed interface Parts {
        /** Without a contact, passages are assumed. */
        boolean hasContact();

        record Simulated(boolean hasContact, boolean hasExitButton) implements Parts {}

        record Pins(GpioProvider provider, int strike, Optional<ContactPin> contact, Optional<ExitButtonPin> exitButton)
                implements Parts {
            @Override
            public boolean hasContact() {
                return contact.isPresent();
            }

            boolean areReal() {
                return switch (provider) {
                    case MOCK -> false;
                    case GPIOD -> true;
                };
            }
        }
    }

    /** A normally closed one conducts while the door is closed, so that a cut wire reads as open. */
    record ContactPin(int pin, GpioPull pull, boolean normallyClosed) {}

    record ExitButtonPin(int pin, GpioPull pull) {}

    Optional<Reader> reader(Side side) {
        return switch (side) {
            case ENTRY -> entry;
            case EXIT -> exit;
        };
    }

    /** The name of a reader on the wire, unique within the controller: the door's and the side's. */
    PointId point(Side side) {
        return new PointId(id.text() + "-" + side.word());
    }

    boolean isOnRealPins() {
        return parts instanceof Parts.Pins pins && pins.areReal();
    }
}

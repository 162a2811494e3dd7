package knutpunkt.controller;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import knutpunkt.controller.DoorConfig.Parts;
import knutpunkt.controller.DoorConfig.Reader;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.panel.PanelDoor;
import knutpunkt.controller.panel.Side;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.LastOutcome;
import knutpunkt.controller.run.ReadPoint;
import knutpunkt.hardware.BadgeReader;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.gpio.GpioBoard;
import knutpunkt.hardware.gpio.GpioProvider;
import knutpunkt.hardware.gpio.MockPins;
import knutpunkt.hardware.serial.SerialReader;
import knutpunkt.hardware.simulated.SimulatedDoor;
import knutpunkt.hardware.simulated.SimulatedReader;
import knutpunkt.settings.Closing;
import knutpunkt.wire.record.Direction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One door's parts made from its configuration, and the hand that moves it where there is no metal.
 *
 * @param hand empty for a door on real pins
 * @param taps the readers it has, for the panel: a real one is empty
 */
record Doorway(
        DoorConfig config,
        DoorParts parts,
        Optional<? extends DoorByHand> hand,
        Map<Side, Optional<SimulatedReader>> taps) {
    private static final Logger LOG = LoggerFactory.getLogger(Doorway.class);

    /** Boards by who moves their pins, each opened when the first door needs it. */
    static final class Boards {
        private final Map<GpioProvider, GpioBoard> open = new EnumMap<>(GpioProvider.class);
        private final LongSupplier uptimeNanos;
        private final Closing closing;

        Boards(LongSupplier uptimeNanos, Closing closing) {
            this.uptimeNanos = uptimeNanos;
            this.closing = closing;
        }

        GpioBoard of(GpioProvider provider) {
            return open.computeIfAbsent(provider, one -> closing.add(GpioBoard.open(one, uptimeNanos)));
        }
    }

    /** What moves and feels a door, and the hand where there is one. */
    private record Body(
            Strike strike,
            Optional<DoorContact> contact,
            Optional<ExitButton> exitButton,
            Optional<? extends DoorByHand> hand) {}

    /**
     * Opens the parts.
     *
     * @throws HardwareFailure if a pin cannot be had
     */
    static Doorway open(DoorConfig config, Boards boards, LongSupplier uptimeNanos) {
        Consumer<HardwareFailure> faults =
                failure -> LOG.error("door [{}]: {}", config.id(), failure.getMessage(), failure);
        Body body = switch (config.parts()) {
            case Parts.Simulated simulated -> simulated(simulated, uptimeNanos, faults);
            case Parts.Pins pins -> pinned(pins, boards.of(pins.provider()), faults);
        };
        var points = new ArrayList<ReadPoint>();
        var taps = new EnumMap<Side, Optional<SimulatedReader>>(Side.class);
        for (Side side : Side.values()) {
            config.reader(side).ifPresent(configured -> {
                BadgeReader reader = reader(side, configured, uptimeNanos);
                points.add(new ReadPoint(config.point(side), direction(side), reader));
                taps.put(side, reader instanceof SimulatedReader one ? Optional.of(one) : Optional.empty());
            });
        }
        var parts = new DoorParts(points, body.strike(), body.contact(), body.exitButton());
        return new Doorway(config, parts, body.hand(), taps);
    }

    /** What is configured besides the parts. */
    DoorSetup setup() {
        var standard = DoorTimes.DEFAULTS;
        var times = new DoorTimes(
                config.unlockTime(),
                config.unlockTime().multipliedBy(2),
                config.heldTime(),
                standard.exit(),
                standard.samePresentation(),
                standard.readAge());
        return new DoorSetup(config.id(), times, config.highRisk());
    }

    /** The door as the panel moves it; empty for one on real pins, which no browser may move. */
    Optional<PanelDoor> panelDoor(Supplier<LastOutcome> lastOutcome) {
        return hand.map(one -> new PanelDoor(config.id(), config.name(), one, taps, lastOutcome));
    }

    private static Body simulated(Parts.Simulated parts, LongSupplier uptimeNanos, Consumer<HardwareFailure> faults) {
        var door = new SimulatedDoor(List.of(), uptimeNanos, faults);
        return new Body(
                door.strike(),
                parts.hasContact() ? Optional.of(door.doorContact()) : Optional.empty(),
                parts.hasExitButton() ? Optional.of(door.exitButton()) : Optional.empty(),
                Optional.of(door));
    }

    private static Body pinned(Parts.Pins pins, GpioBoard board, Consumer<HardwareFailure> faults) {
        var strike = board.strike(pins.strike(), faults);
        var contact = pins.contact().map(one -> board.contact(one.pin(), one.pull(), one.normallyClosed()));
        var button = pins.exitButton().map(one -> board.exitButton(one.pin(), one.pull()));
        Optional<MockPins> hand = pins.areReal()
                ? Optional.empty()
                : Optional.of(new MockPins(
                        board,
                        strike,
                        contact.stream().toList(),
                        button.stream().toList()));
        return new Body(strike, contact.map(one -> one), button.map(one -> one), hand);
    }

    private static BadgeReader reader(Side side, Reader reader, LongSupplier uptimeNanos) {
        return switch (reader) {
            case Reader.Simulated _ -> new SimulatedReader(side.word());
            case Reader.Serial(var kind, String port) -> new SerialReader(port, kind, uptimeNanos);
        };
    }

    private static Direction direction(Side side) {
        return switch (side) {
            case ENTRY -> Direction.IN;
            case EXIT -> Direction.OUT;
        };
    }
}

package knutpunkt.hardware.gpio;

import static knutpunkt.hardware.DoorContact.Position.CLOSED;
import static knutpunkt.hardware.DoorContact.Position.OPEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.DoorContactContract;
import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.ExitButtonContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GpioInputsTest {
    private final GpioBoard board = GpioBoard.open(GpioProvider.MOCK, System::nanoTime);

    @AfterEach
    void closeBoard() {
        board.close();
    }

    /** All six ways to wire a contact: which level is an open door. */
    @ParameterizedTest
    @CsvSource({
        "UP, true, true", "UP, false, false",
        "EXTERNAL_UP, true, true", "EXTERNAL_UP, false, false",
        "DOWN, true, false", "DOWN, false, true"
    })
    void aContactReadsEveryWiring(GpioPull pull, boolean normallyClosed, boolean highWhenOpen) {
        var contact = board.contact(5, pull, normallyClosed);

        board.mockLevel(5, highWhenOpen);
        await().untilAsserted(() -> assertThat(contact.position()).isEqualTo(OPEN));
        board.mockLevel(5, !highWhenOpen);
        await().untilAsserted(() -> assertThat(contact.position()).isEqualTo(CLOSED));
    }

    @Test
    void theCutWireOfANormallyClosedContactReadsAsAnOpenDoor() {
        var contact = board.contact(5, GpioPull.UP, true);
        assertThat(contact.position()).isEqualTo(CLOSED);

        board.mockLevel(5, true); // Nothing but the resistor that pulls up is left.

        await().untilAsserted(() -> assertThat(contact.position()).isEqualTo(OPEN));
    }

    @Test
    void aBouncingContactIsToldOnce() {
        var contact = board.contact(5, GpioPull.UP, true);
        var told = new CopyOnWriteArrayList<DoorContact.Position>();
        contact.onChange(told::add);

        for (int i = 0; i < 101; i++) {
            board.mockLevel(5, i % 2 == 0);
        }

        await().untilAsserted(() -> assertThat(told).containsExactly(OPEN));
        await().during(Duration.ofMillis(100)).until(() -> told.size() == 1);
    }

    @Test
    void aButtonHeldForLongIsOnePress() {
        var button = board.exitButton(6, GpioPull.UP);
        var presses = new CopyOnWriteArrayList<String>();
        button.onPress(() -> presses.add("press"));

        board.mockLevel(6, false);

        await().untilAsserted(() -> assertThat(presses).hasSize(1));
        await().during(Duration.ofMillis(500)).until(() -> presses.size() == 1);
    }

    @Test
    void mockPinsMoveAWholeDoor() {
        var strike = board.strike(17, _ -> {});
        var pins = new MockPins(
                board, strike, List.of(board.contact(5, GpioPull.UP, true)), List.of(board.exitButton(6, GpioPull.UP)));
        var presses = new CopyOnWriteArrayList<String>();
        pins.exitButtons().getFirst().onPress(() -> presses.add("press"));
        assertThat(pins.contact()).isEqualTo(CLOSED);

        pins.open();
        await().untilAsserted(() -> assertThat(pins.contact()).isEqualTo(OPEN));
        pins.close();
        await().untilAsserted(() -> assertThat(pins.contact()).isEqualTo(CLOSED));
        pins.pressExit();
        await().untilAsserted(() -> assertThat(presses).hasSize(1));
        strike.release();
        assertThat(pins.strikeReleased()).isTrue();
    }

    @Test
    void mockPinsOfADoorWithoutContactKnowNoPosition() {
        var pins = new MockPins(board, board.strike(17, _ -> {}), List.of(), List.of());

        pins.open();
        pins.pressExit();

        assertThat(pins.contact()).isEqualTo(DoorContact.Position.UNKNOWN);
    }

    @Nested
    class AContact extends DoorContactContract {
        private final GpioContact contact = board.contact(5, GpioPull.UP, true);

        @Override
        protected DoorContact contact() {
            return contact;
        }

        @Override
        protected void move(DoorContact.Position position) {
            board.mockLevel(5, position == OPEN);
        }
    }

    @Nested
    class AnExitButton extends ExitButtonContract {
        private final GpioExitButton button = board.exitButton(6, GpioPull.UP);

        @Override
        protected ExitButton button() {
            return button;
        }

        @Override
        protected void press() {
            board.mockLevel(6, false);
            await().pollDelay(Duration.ofMillis(60)).until(() -> true);
            board.mockLevel(6, true);
            await().pollDelay(Duration.ofMillis(60)).until(() -> true);
        }
    }
}

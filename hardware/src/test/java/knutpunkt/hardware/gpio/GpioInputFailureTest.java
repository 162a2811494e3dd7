package knutpunkt.hardware.gpio;

import static knutpunkt.hardware.DoorContact.Position.CLOSED;
import static knutpunkt.hardware.DoorContact.Position.OPEN;
import static knutpunkt.hardware.DoorContact.Position.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import java.util.ArrayList;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.ManualNanos;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A Pi4J input in states that a mock pin cannot be brought into: held before the start, or failing. */
class GpioInputFailureTest {
    private final ManualNanos clock = new ManualNanos();
    private final DigitalInput pi4j = mock(DigitalInput.class);
    private final ArrayList<DoorContact.Position> told = new ArrayList<>();

    @BeforeEach
    void startsLow() {
        when(pi4j.state()).thenReturn(DigitalState.LOW);
    }

    @Test
    void aContactThatCannotBeReadIsUnknownUntilItCan() {
        var input = new GpioInput(5, GpioPull.UP, pi4j, clock, () -> {});
        var contact = new GpioContact(input, true);
        contact.onChange(told::add);

        when(pi4j.state()).thenThrow(new Pi4JException("no such line"));
        settle(input);
        assertThat(contact.position()).isEqualTo(UNKNOWN);
        reads(DigitalState.HIGH);
        settle(input);

        assertThat(told).containsExactly(UNKNOWN, OPEN);
    }

    @Test
    void aContactThatCannotBeReadAtTheStartIsUnknown() {
        when(pi4j.state()).thenThrow(new Pi4JException("no such line"));
        var input = new GpioInput(5, GpioPull.UP, pi4j, clock, () -> {});
        var contact = new GpioContact(input, true);
        contact.onChange(told::add);
        assertThat(contact.position()).isEqualTo(UNKNOWN);

        reads(DigitalState.LOW);
        settle(input);

        assertThat(told).containsExactly(CLOSED);
    }

    @Test
    void aLevelThatRisesOnlyWhenTheCableIsChargedIsTheFirstOne() {
        when(pi4j.state()).thenReturn(DigitalState.LOW, DigitalState.LOW, DigitalState.HIGH);

        var input = new GpioInput(5, GpioPull.UP, pi4j, clock, () -> {});

        assertThat(new GpioContact(input, true).position()).isEqualTo(OPEN);
    }

    @Test
    void aLevelThatNeverSettlesAtTheStartIsUnknown() {
        var high = new boolean[1];
        when(pi4j.state()).thenAnswer(_ -> {
            high[0] = !high[0];
            return high[0] ? DigitalState.HIGH : DigitalState.LOW;
        });

        var input = new GpioInput(5, GpioPull.UP, pi4j, clock, () -> {});

        assertThat(new GpioContact(input, true).position()).isEqualTo(UNKNOWN);
    }

    @Test
    void aButtonThatIsHeldAtTheStartMustBeLetGoFirst() {
        var input = new GpioInput(6, GpioPull.UP, pi4j, clock, () -> {});
        var button = new GpioExitButton(input);
        var presses = new ArrayList<String>();
        button.onPress(() -> presses.add("press"));
        settle(input);

        reads(DigitalState.HIGH);
        settle(input);
        assertThat(presses).isEmpty();
        reads(DigitalState.LOW);
        settle(input);

        assertThat(presses).hasSize(1);
    }

    @Test
    void aButtonThatBecomesUnreadableIsNotPressedByThat() {
        reads(DigitalState.HIGH);
        var input = new GpioInput(6, GpioPull.UP, pi4j, clock, () -> {});
        var button = new GpioExitButton(input);
        var presses = new ArrayList<String>();
        button.onPress(() -> presses.add("press"));

        reads(DigitalState.UNKNOWN);
        settle(input);
        reads(DigitalState.HIGH);
        settle(input);

        assertThat(presses).isEmpty();
    }

    private void reads(DigitalState state) {
        doReturn(state).when(pi4j).state();
    }

    private void settle(GpioInput input) {
        input.look();
        clock.advance(Settling.STILL);
        input.look();
    }
}

package knutpunkt.hardware.simulated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.DoorContactContract;
import knutpunkt.hardware.ExitButton;
import knutpunkt.hardware.ExitButtonContract;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.ManualNanos;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.StrikeContract;
import knutpunkt.hardware.simulated.SimulatedStrike.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SimulatedDoorTest {
    private final ManualNanos nanos = new ManualNanos();
    private final List<HardwareFailure> faults = new CopyOnWriteArrayList<>();
    private final SimulatedDoor door = new SimulatedDoor(List.of("entry", "exit"), nanos, faults::add);

    @AfterEach
    void closeStrike() {
        door.strike().fail(Fault.NONE);
        door.strike().close();
    }

    @Test
    void itStartsClosedAndSecured() {
        assertThat(door.contact()).isEqualTo(DoorContact.Position.CLOSED);
        assertThat(door.strikeReleased()).isFalse();
        assertThat(door.points()).containsExactlyInAnyOrder("entry", "exit");
    }

    @Test
    void anUnknownPointIsRefusedByName() {
        assertThatThrownBy(() -> door.reader("roof")).hasMessage("point [roof] is none of [entry, exit]");
    }

    @Test
    void aHandOpensASecuredDoorAndTheContactSaysSo() {
        var told = new ArrayList<DoorContact.Position>();
        door.doorContact().onChange(told::add);

        door.open();
        door.close();

        assertThat(told).containsExactly(DoorContact.Position.OPEN, DoorContact.Position.CLOSED);
    }

    @Test
    void aStuckContactSaysTheTruthWhenItComesLoose() {
        var told = new ArrayList<DoorContact.Position>();
        door.doorContact().onChange(told::add);
        door.doorContact().stick(true);

        door.open();
        assertThat(told).isEmpty();
        assertThat(door.contact()).isEqualTo(DoorContact.Position.CLOSED);

        door.doorContact().stick(false);
        assertThat(told).containsExactly(DoorContact.Position.OPEN);
    }

    @Test
    void aJammedStrikeIsEnergisedButItsBoltIsNotFree() {
        door.strike().fail(Fault.JAMMED);

        door.strike().release();

        assertThat(door.strikeReleased()).isTrue();
        assertThat(door.strike().isBoltFree()).isFalse();
    }

    @Test
    void aStrikeThatRefusesToReleaseSaysSo() {
        door.strike().fail(Fault.RELEASE_FAILS);

        assertThatThrownBy(() -> door.strike().release()).isInstanceOf(HardwareFailure.class);

        assertThat(door.strikeReleased()).isFalse();
    }

    @Test
    void aStrikeThatRefusesToSecureIsReportedAtTheEndOfItsLease() {
        door.strike().release();
        door.strike().fail(Fault.SECURE_FAILS);

        nanos.advance(Strike.LEASE);

        await().untilAsserted(() -> assertThat(faults).hasSize(1));
        assertThat(door.strikeReleased()).isTrue();
    }

    @Test
    void aBrokenExitButtonDoesNothing() {
        var presses = new ArrayList<String>();
        door.exitButton().onPress(() -> presses.add("press"));

        door.exitButton().breakWire(true);
        door.pressExit();
        door.exitButton().breakWire(false);
        door.pressExit();

        assertThat(presses).hasSize(1);
    }

    @Nested
    class TheStrike extends StrikeContract {
        private SimulatedStrike last;

        @Override
        protected Strike open(LongSupplier nanoClock) {
            last = new SimulatedStrike(nanoClock, faults::add);
            return last;
        }

        @Override
        protected boolean isEnergised() {
            return last.isEnergised();
        }
    }

    @Nested
    class TheContact extends DoorContactContract {
        @Override
        protected DoorContact contact() {
            return door.doorContact();
        }

        @Override
        protected void move(DoorContact.Position position) {
            door.doorContact().move(position);
        }
    }

    @Nested
    class TheExitButton extends ExitButtonContract {
        @Override
        protected ExitButton button() {
            return door.exitButton();
        }

        @Override
        protected void press() {
            door.pressExit();
        }
    }
}

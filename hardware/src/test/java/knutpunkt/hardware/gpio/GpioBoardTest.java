package knutpunkt.hardware.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.StrikeContract;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GpioBoardTest {
    private final List<HardwareFailure> faults = new CopyOnWriteArrayList<>();
    private final GpioBoard board = GpioBoard.open(GpioProvider.MOCK, System::nanoTime);

    @AfterEach
    void close() {
        board.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 28, -1})
    void aStrikeOnAPinThatBootsPulledUpIsRefused(int pin) {
        assertThatThrownBy(() -> board.strike(pin, faults::add))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "strike pin [" + pin + "] must be 9..27: GPIO 0-8 boot pulled up and would release the lock");
    }

    @Test
    void everyOtherPinTakesAStrike() {
        for (int pin = 9; pin <= 27; pin++) {
            board.strike(pin, faults::add);
            assertThat(board.outputHigh(pin)).isFalse();
        }
    }

    @Test
    void onePinCannotBeUsedTwice() {
        board.strike(17, faults::add);
        board.contact(4, GpioPull.UP, true);

        assertThatThrownBy(() -> board.strike(17, faults::add))
                .hasMessage("strike pin [17] is in use on this board already: strike");
        assertThatThrownBy(() -> board.contact(17, GpioPull.UP, true))
                .hasMessage("contact pin [17] is in use on this board already: strike");
        assertThatThrownBy(() -> board.exitButton(4, GpioPull.UP))
                .hasMessage("exit button pin [4] is in use on this board already: contact");
    }

    @Test
    void anInputThatDoesNotExistIsRefused() {
        assertThatThrownBy(() -> board.contact(28, GpioPull.UP, true)).hasMessage("contact pin [28] must be 0..27");
    }

    @Test
    void closingTheBoardSecuresItsStrikes() {
        var strike = board.strike(17, faults::add);
        strike.release();
        assertThat(board.outputHigh(17)).isTrue();

        board.close();
        board.close();

        assertThat(board.outputHigh(17)).isFalse();
        assertThat(strike.isReleased()).isFalse();
        assertThatThrownBy(strike::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aClosedBoardHandsOutNoPins() {
        board.close();

        assertThatThrownBy(() -> board.strike(17, faults::add)).hasMessage("the board is closed");
    }

    @Test
    void onlyAnInputTakesALevelAndOnlyAnOutputHasOne() {
        board.strike(17, faults::add);
        board.exitButton(4, GpioPull.UP);

        assertThatThrownBy(() -> board.mockLevel(17, true)).hasMessage("pin [17] is no input of this board");
        assertThatThrownBy(() -> board.outputHigh(4)).hasMessage("pin [4] is no output of this board");
    }

    @Test
    void aMachineWithoutPinsIsRefusedRatherThanSimulated() {
        assumeThat(Path.of("/dev/gpiochip0")).doesNotExist();

        assertThatThrownBy(() -> {
                    try (var real = GpioBoard.open(GpioProvider.GPIOD, System::nanoTime)) {
                        real.strike(17, faults::add);
                    }
                })
                .isInstanceOf(HardwareFailure.class);
    }

    @Nested
    class AStrike extends StrikeContract {
        private GpioBoard itsBoard;

        @Override
        protected Strike open(LongSupplier nanoClock) {
            if (itsBoard != null) {
                itsBoard.close();
            }
            itsBoard = GpioBoard.open(GpioProvider.MOCK, nanoClock);
            return itsBoard.strike(17, faults::add);
        }

        @Override
        protected boolean isEnergised() {
            return itsBoard.outputHigh(17);
        }

        @AfterEach
        void closeItsBoard() {
            itsBoard.close();
        }
    }
}

package knutpunkt.hardware.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.atLeast;
import static org.mockito.Mockito.clearInvocations;
import static org.mockito.Mockito.doReturn;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.hardware.HardwareFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A Pi4J output that throws, which no mock pin can be made to do. */
class GpioStrikeFailureTest {
    private final DigitalOutput output = mock(DigitalOutput.class);
    private final List<HardwareFailure> faults = new CopyOnWriteArrayList<>();
    private final GpioStrike strike = new GpioStrike(17, output, System::nanoTime, faults::add);

    @AfterEach
    void close() {
        doReturn(output).when(output).low();
        strike.close();
    }

    @Test
    void anOutputThatThrowsAtHighIsAFailureAndNotReleased() {
        doThrow(new IOException("no such line")).when(output).high();

        assertThatThrownBy(strike::release)
                .isInstanceOf(HardwareFailure.class)
                .hasMessage("strike [gpio 17] refused to release")
                .hasRootCauseMessage("no such line");

        assertThat(strike.isReleased()).isFalse();
    }

    @Test
    void anOutputThatThrowsAtBothLevelsIsNotReleasedAndTriedOn() {
        doThrow(new IOException("gone")).when(output).high();
        doThrow(new IOException("gone")).when(output).low();
        clearInvocations(output);

        assertThatThrownBy(strike::release).isInstanceOf(HardwareFailure.class);

        assertThat(strike.isReleased()).isFalse();
        await().untilAsserted(() -> verify(output, atLeast(4)).low());
        assertThat(faults).hasSize(1);
    }

    @Test
    void anOutputThatThrowsAtLowIsAFailureAndSecuredWhenItRecovers() {
        strike.release();
        doThrow(new IOException("stuck")).when(output).low();

        assertThatThrownBy(strike::secure).hasMessage("strike [gpio 17] refused to secure");
        assertThat(strike.isReleased()).isTrue();
        await().untilAsserted(() -> assertThat(faults).hasSize(1));

        doReturn(output).when(output).low();
        await().untilAsserted(() -> assertThat(strike.isReleased()).isFalse());
    }
}

package knutpunkt.hardware.gpio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

import com.pi4j.io.exception.IOException;
import com.pi4j.io.gpio.digital.DigitalOutput;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.hardware.HardwareFailure;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;

/**
 * A Pi4J output that throws, which no mock pin can be made to do.
 *
 * <p>The strike's own thread calls the output too, so what throws is a set that both threads may read: a mock may not
 * be stubbed while another thread calls it.
 */
class GpioStrikeFailureTest {
    private final Set<String> failing = ConcurrentHashMap.newKeySet();
    private final AtomicInteger lows = new AtomicInteger();
    private final DigitalOutput output = mock(DigitalOutput.class, this::answer);
    private final List<HardwareFailure> faults = new CopyOnWriteArrayList<>();
    private final GpioStrike strike = new GpioStrike(17, output, System::nanoTime, faults::add);

    @AfterEach
    void close() {
        failing.clear();
        strike.close();
    }

    @Test
    void anOutputThatThrowsAtHighIsAFailureAndNotReleased() {
        failing.add("high");

        assertThatThrownBy(strike::release)
                .isInstanceOf(HardwareFailure.class)
                .hasMessage("strike [gpio 17] refused to release")
                .hasRootCauseMessage("no such line");

        assertThat(strike.isReleased()).isFalse();
    }

    @Test
    void anOutputThatThrowsAtBothLevelsIsNotReleasedAndTriedOn() {
        failing.add("high");
        failing.add("low");
        int before = lows.get();

        assertThatThrownBy(strike::release).isInstanceOf(HardwareFailure.class);

        assertThat(strike.isReleased()).isFalse();
        await().untilAsserted(() -> assertThat(lows).hasValueGreaterThanOrEqualTo(before + 4));
        assertThat(faults).hasSize(1);
    }

    @Test
    void anOutputThatThrowsAtLowIsAFailureAndSecuredWhenItRecovers() {
        strike.release();
        failing.add("low");

        assertThatThrownBy(strike::secure).hasMessage("strike [gpio 17] refused to secure");
        assertThat(strike.isReleased()).isTrue();
        await().untilAsserted(() -> assertThat(faults).hasSize(1));

        failing.remove("low");
        await().untilAsserted(() -> assertThat(strike.isReleased()).isFalse());
    }

    private Object answer(InvocationOnMock call) {
        String level = call.getMethod().getName();
        if (level.equals("low")) {
            lows.incrementAndGet();
        }
        if (failing.contains(level)) {
            throw new IOException("no such line");
        }
        return output;
    }
}

package knutpunkt.kiosk.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

final class SteadyClockTest {
    private Instant now = Instant.parse("2026-11-23T03:59:00Z");
    private long nanos = -7;
    private final SteadyClock clock = new SteadyClock(() -> now, () -> nanos);

    private void pass(Duration time) {
        now = now.plus(time);
        nanos += time.toNanos();
    }

    @Test
    void aClockIsSteadyWhenItHasGoneEvenlyForThreeMinutes() {
        assertThat(clock.isSteady()).isFalse();
        pass(Duration.ofMinutes(3).minusNanos(1));
        assertThat(clock.isSteady()).isFalse();
        pass(Duration.ofNanos(1));
        assertThat(clock.isSteady()).isTrue();
        pass(Duration.ofDays(400));
        assertThat(clock.isSteady()).isTrue();
    }

    @Test
    void afterItWasSetItIsNotSteadyForThreeMinutes() {
        assertThat(clock.isSteady()).isFalse();
        pass(Duration.ofMinutes(5));
        for (Duration step : new Duration[] {Duration.ofSeconds(30), Duration.ofDays(-1)}) {
            now = now.plus(step);
            assertThat(clock.isSteady()).as("set by %s", step).isFalse();
            pass(Duration.ofMinutes(3));
            assertThat(clock.isSteady()).isTrue();
        }
    }

    @Test
    void aClockThatIsKeptInStepIsSteady() {
        assertThat(clock.isSteady()).isFalse();
        pass(Duration.ofMinutes(3));
        now = now.minusMillis(400);

        assertThat(clock.isSteady()).isTrue();
    }
}

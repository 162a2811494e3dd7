package knutpunkt.kiosk.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import knutpunkt.loop.Rest;
import org.junit.jupiter.api.Test;

final class SteadyLookTest {
    private final KeptTurns turns = new KeptTurns();
    private Instant now = Instant.parse("2026-11-23T03:59:00Z");
    private long nanos;
    private int looks;
    private boolean failing;

    private void startAndPassThreeMinutes() throws InterruptedException {
        SteadyLook.start("look", turns, () -> now, () -> nanos, this::look);
        for (int minute = 0; minute < 3; minute++) {
            takeAndPassAMinute();
        }
        assertThat(looks).isZero();
    }

    private void look() {
        looks++;
        if (failing) {
            throw new IllegalStateException("as if the disk failed");
        }
    }

    private void takeAndPassAMinute() throws InterruptedException {
        assertThat(turns.take()).isEqualTo(Rest.upTo(Duration.ofMinutes(1)));
        now = now.plus(Duration.ofMinutes(1));
        nanos += Duration.ofMinutes(1).toNanos();
    }

    @Test
    void itIsLookedEveryMinuteOnceTheClockIsSteady() throws InterruptedException {
        startAndPassThreeMinutes();

        takeAndPassAMinute();
        takeAndPassAMinute();

        assertThat(looks).isEqualTo(2);
    }

    @Test
    void aLookThatFailsIsMadeAgainAMinuteLater() throws InterruptedException {
        startAndPassThreeMinutes();
        failing = true;

        takeAndPassAMinute();
        takeAndPassAMinute();

        assertThat(looks).isEqualTo(2);
    }
}

package knutpunkt.hardware.serial;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ArrivalTest {
    private static final long START = Long.MAX_VALUE - 10;
    private static final long QUIET = Duration.ofMillis(100).toNanos();
    private static final long HELD_UP = Duration.ofSeconds(3).toNanos();

    private final Arrival arrival = new Arrival(START);

    @Test
    void bytesAreDatedWhenTheyWereRead() {
        assertThat(arrival.date(14, 256, START + QUIET)).isEqualTo(START + QUIET);
        assertThat(arrival.date(14, 256, START + 2 * QUIET)).isEqualTo(START + 2 * QUIET);
    }

    @Test
    void bytesThatWaitedWhileTheProcessWasHeldUpAreDatedToBeforeIt() {
        assertThat(arrival.date(14, 256, START + HELD_UP)).isEqualTo(START);
        assertThat(arrival.date(14, 256, START + HELD_UP + QUIET)).isEqualTo(START + HELD_UP + QUIET);
    }

    @Test
    void allOfALongBacklogIsOld() {
        assertThat(arrival.date(256, 256, START + HELD_UP)).isEqualTo(START);
        assertThat(arrival.date(256, 256, START + HELD_UP + 1)).isEqualTo(START);
        assertThat(arrival.date(10, 256, START + HELD_UP + 2)).isEqualTo(START);
        assertThat(arrival.date(14, 256, START + HELD_UP + 3)).isEqualTo(START + HELD_UP + 3);
    }
}

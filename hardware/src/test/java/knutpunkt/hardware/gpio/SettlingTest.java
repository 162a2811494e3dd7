package knutpunkt.hardware.gpio;

import static knutpunkt.hardware.gpio.Level.HIGH;
import static knutpunkt.hardware.gpio.Level.LOW;
import static knutpunkt.hardware.gpio.Level.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SettlingTest {
    private static final long MS = Duration.ofMillis(1).toNanos();
    private static final long START = Long.MAX_VALUE - 30 * MS; // The clock overflows during a test.

    private final Settling settling = new Settling(LOW, START);

    @Test
    void aChangeCountsAfterStandingStillForTwentyMilliseconds() {
        assertThat(edgeThenLook(HIGH, 0)).isEqualTo(LOW);
        assertThat(look(HIGH, 19)).isEqualTo(LOW);
        assertThat(look(HIGH, 20)).isEqualTo(HIGH);
        assertThat(settling.isRestless()).isFalse();
    }

    @Test
    void aBounceStartsTheWaitAnew() {
        edgeThenLook(HIGH, 0);

        assertThat(edgeThenLook(HIGH, 15)).isEqualTo(LOW);
        assertThat(look(HIGH, 34)).isEqualTo(LOW);
        assertThat(look(HIGH, 35)).isEqualTo(HIGH);
    }

    @Test
    void aGlitchIsNoChange() {
        edgeThenLook(HIGH, 0);

        assertThat(edgeThenLook(LOW, 5)).isEqualTo(LOW);
        assertThat(look(LOW, 100)).isEqualTo(LOW);
        assertThat(settling.isRestless()).isFalse();
    }

    @Test
    void aChangeWhoseEdgeWasMissedCountsToo() {
        assertThat(look(HIGH, 50)).isEqualTo(LOW);
        assertThat(look(HIGH, 70)).isEqualTo(HIGH);
    }

    @Test
    void aLevelThatWillNotSettleIsUnknownUntilItDoes() {
        int ms = 0;
        for (; ms < 1_000; ms += 10) {
            assertThat(edgeThenLook(ms % 20 == 0 ? HIGH : LOW, ms)).isEqualTo(LOW);
        }

        assertThat(edgeThenLook(HIGH, ms)).isEqualTo(UNKNOWN);
        assertThat(look(HIGH, ms + 20)).isEqualTo(HIGH);
    }

    @Test
    void aLevelThatCannotBeReadIsUnknownAfterTheSameWait() {
        assertThat(look(UNKNOWN, 0)).isEqualTo(LOW);
        assertThat(look(UNKNOWN, 20)).isEqualTo(UNKNOWN);
    }

    @Test
    void onlyTheFirstEdgeOfAStormWakesTheThread() {
        assertThat(settling.edge(START)).isTrue();
        assertThat(settling.edge(START + 1)).isFalse();
        look(HIGH, 1);

        assertThat(settling.edge(START + 2 * MS)).isFalse();
        look(HIGH, 30);

        assertThat(settling.edge(START + 40 * MS)).isTrue();
    }

    private Level edgeThenLook(Level level, int atMillis) {
        settling.edge(START + atMillis * MS);
        return look(level, atMillis);
    }

    private Level look(Level level, int atMillis) {
        return settling.look(level, START + atMillis * MS);
    }
}

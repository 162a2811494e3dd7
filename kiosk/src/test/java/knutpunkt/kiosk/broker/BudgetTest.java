package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BudgetTest {
    private static final long START = Long.MAX_VALUE - 5; // a monotonic clock may begin anywhere, and turn over
    private static final long SECOND = 1_000_000_000;

    private final Budget budget = new Budget(10, Duration.ofSeconds(2), START);

    @Test
    void whatWasSavedUpMayBeUsedAtOnceAndNoMore() {
        for (int i = 0; i < 20; i++) {
            assertThat(budget.use(1, START)).isZero();
        }

        assertThat(budget.use(1, START)).isEqualTo(SECOND / 10);
        assertThat(budget.use(10, START)).isEqualTo(SECOND * 11 / 10);
        assertThat(budget.overdrawn(after(SECOND * 11 / 10))).isZero();
        assertThat(budget.use(1, after(SECOND * 11 / 10))).isEqualTo(SECOND / 10);
    }

    @Test
    void inTheLongRunItGivesSoManyASecondAndNeverMakesAnybodyWaitForThat() {
        for (int i = 0; i < 1_000; i++) {
            assertThat(budget.use(1, after(i * SECOND / 10))).isZero();
        }
    }

    @Test
    void noMoreIsSavedUpThanItKeeps() {
        assertThat(budget.use(20, after(3_600 * SECOND))).isZero();
        assertThat(budget.isFull(after(3_600 * SECOND))).isFalse();
        assertThat(budget.isFull(after(3_602 * SECOND))).isTrue();
        assertThat(budget.use(1, after(3_600 * SECOND))).isPositive();
    }

    private static long after(long nanos) {
        return START + nanos;
    }
}

package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowancesTest {
    private static final int SMALL = 10;

    private long now;
    private final Allowances allowances = new Allowances(new Allowances.Rate(4, 1_000), () -> now);

    @Test
    void aSenderMaySayASecondsWorthAtOnceAndNoMore() {
        assertThat(said("c1", 10, SMALL)).isEqualTo(4);
    }

    @Test
    void whatWasUsedUpComesBackWithTime() {
        said("c1", 10, SMALL);

        passed(Duration.ofMillis(249));
        assertThat(said("c1", 10, SMALL)).isZero();
        passed(Duration.ofMillis(1));
        assertThat(said("c1", 10, SMALL)).isOne();
        passed(Duration.ofHours(1));
        assertThat(said("c1", 10, SMALL)).isEqualTo(4);
    }

    @Test
    void largeMessagesCountByTheirBytes() {
        assertThat(said("c1", 10, 400)).isEqualTo(2);

        passed(Duration.ofMillis(200));
        assertThat(said("c1", 10, 400)).isOne();
    }

    @Test
    void oneSendersFloodTakesNothingFromAnother() {
        said("c1", 1_000, SMALL);

        assertThat(said("c2", 10, SMALL)).isEqualTo(4);
    }

    @Test
    void namesThatAreNotEnrolledHaveOneAllowanceBetweenThemAndNoMemory() {
        int passed = IntStream.range(0, 100_000)
                .map(i -> allowances.allow("stranger-" + i, _ -> false, SMALL) ? 1 : 0)
                .sum();

        assertThat(passed).isEqualTo(4);
        assertThat(said("c1", 10, SMALL)).as("they take nobody's place").isEqualTo(4);
    }

    @Test
    void noMoreSendersAreRememberedThanThereIsRoomFor() {
        for (int i = 0; i < Allowances.SENDERS_MAX; i++) {
            assertThat(said("c-" + i, 10, SMALL)).isEqualTo(4);
        }

        assertThat(said("one-more", 10, SMALL)).isEqualTo(4);
        assertThat(said("another", 10, SMALL)).isZero();
    }

    private int said(String sender, int times, int bytes) {
        return IntStream.range(0, times)
                .map(_ -> allowances.allow(sender, _ -> true, bytes) ? 1 : 0)
                .sum();
    }

    private void passed(Duration time) {
        now += time.toNanos();
    }
}

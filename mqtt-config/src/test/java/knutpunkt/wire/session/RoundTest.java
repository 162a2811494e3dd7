package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import knutpunkt.wire.session.Round.Ending;
import org.junit.jupiter.api.Test;

class RoundTest {
    private static final Duration LONGEST = Duration.ofSeconds(10);

    @Test
    void aDeadBrokerCostsNoWaitBeforeTheNextOne() {
        var round = new Round(2, new Random(1));

        Duration wait = round.after(Ending.FAILED);

        assertThat(wait).isZero();
        assertThat(round.current()).isOne();
    }

    @Test
    void aWaitComesOnlyAfterAllHaveFailedAndGrowsFromRoundToRound() {
        var round = new Round(3, new Random(1));
        var waits = new ArrayList<Duration>();
        var tried = new ArrayList<Integer>();
        for (int i = 0; i < 12; i++) {
            tried.add(round.current());
            waits.add(round.after(Ending.FAILED));
        }

        assertThat(tried).containsExactly(0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2);
        List<Duration> whole = List.of(waits.get(2), waits.get(5), waits.get(8), waits.get(11));
        assertThat(waits).filteredOn(Duration::isPositive).isEqualTo(whole);
        for (int i = 0; i < whole.size(); i++) {
            assertThat(whole.get(i)).isBetween(Duration.ofMillis(200L << i), Duration.ofMillis(400L << i));
        }
    }

    @Test
    void noWaitIsLongerThanTenSecondsHoweverLongAllAreAway() {
        var round = new Round(1, new Random(1));
        for (int i = 0; i < 100; i++) {
            round.after(Ending.FAILED);
        }

        assertThat(round.after(Ending.FAILED)).isBetween(LONGEST.dividedBy(2), LONGEST);
    }

    @Test
    void whatHeldIsTriedAgainFirstAndSoon() {
        var round = new Round(2, new Random(1));
        round.after(Ending.FAILED);

        Duration wait = round.after(Ending.BROKE);

        assertThat(round.current()).isOne();
        assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void whatWasGivenUpIsTriedLast() {
        var round = new Round(2, new Random(1));

        Duration wait = round.after(Ending.GIVEN_UP);

        assertThat(round.current()).isOne();
        assertThat(wait).isLessThanOrEqualTo(Duration.ofMillis(200));
    }

    @Test
    void twoControllersDoNotKnockInStep() {
        assertThat(new Round(1, new Random(1)).after(Ending.FAILED))
                .isNotEqualTo(new Round(1, new Random(2)).after(Ending.FAILED));
    }
}

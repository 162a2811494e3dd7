package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PatienceTest {
    private static final Duration FIRST = Duration.ofSeconds(30);
    private static final Duration MAX = Duration.ofMinutes(10);

    private final Patience patience = new Patience(FIRST, MAX, new Random(1), 0);

    @Test
    void silenceIsToldOnceWhenItHasLastedTooLong() {
        assertThat(patience.isOver(FIRST.toNanos() - 1)).isFalse();
        assertThat(patience.isOver(FIRST.toNanos())).isTrue();
        assertThat(patience.isOver(FIRST.toNanos() + 1)).isFalse();
    }

    @Test
    void whoeverIsHeardGetsTheWholeWaitAgain() {
        patience.heard(FIRST.toNanos() - 1);

        assertThat(patience.isOver(2 * FIRST.toNanos() - 2)).isFalse();
        assertThat(patience.isOver(2 * FIRST.toNanos() - 1)).isTrue();
    }

    @Test
    void aNewConnectionIsGivenTheWholeWait() {
        patience.connected(FIRST.toNanos() - 1);

        assertThat(patience.isOver(2 * FIRST.toNanos() - 2)).isFalse();
    }

    @Test
    void eachRenewalInVainDoublesTheWaitUpToTenMinutes() {
        var waits = new ArrayList<Duration>();
        long last = 0;
        for (long now = 0; waits.size() < 8; now += Duration.ofSeconds(1).toNanos()) {
            if (patience.isOver(now)) {
                waits.add(Duration.ofNanos(now - last));
                last = now;
            }
        }

        Duration whole = FIRST;
        for (Duration wait : waits) {
            assertThat(wait).isBetween(whole.multipliedBy(3).dividedBy(4), whole.plusSeconds(1));
            whole = whole.multipliedBy(2).compareTo(MAX) > 0 ? MAX : whole.multipliedBy(2);
        }
        assertThat(waits.getLast()).isGreaterThan(Duration.ofMinutes(7));
    }

    @Test
    void onceHeardTheNextSilenceIsNoticedAsSoonAsTheFirst() {
        long now = 0;
        for (int i = 0; i < 5; i++) {
            now += MAX.toNanos();
            assertThat(patience.isOver(now)).isTrue();
        }

        patience.heard(now);

        assertThat(patience.isOver(now + FIRST.toNanos())).isTrue();
    }
}

package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.link.Freshness.Verdict;
import knutpunkt.wire.BootId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Heartbeat;
import org.junit.jupiter.api.Test;

class FreshnessTest {
    private static final Challenge UNHEARD_OF = new Challenge("e".repeat(32));

    private final FakeClock clock = new FakeClock();
    private final Freshness freshness = new Freshness(new Random(1), clock);

    @Test
    void whatRepeatsTheNewestNonceIsNewForFifteenSeconds() {
        Challenge nonce = freshness.next();

        passes(Freshness.STALE);
        assertThat(of(nonce)).isEqualTo(Verdict.NEW);
        passes(Duration.ofMillis(250));
        assertThat(of(nonce)).isEqualTo(Verdict.LATE);
    }

    @Test
    void anOlderControllerThatRepeatsNothingIsTakenAsItAlwaysWas() {
        freshness.next();
        passes(Duration.ofHours(1));

        assertThat(freshness.of(beat(Optional.empty()))).isEqualTo(Verdict.NEW);
    }

    @Test
    void theFirstHeartbeatsOfAConnectionCanShowNothingYet() {
        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.OPEN);
        freshness.next();
        passes(Duration.ofSeconds(5));
        freshness.next();
        passes(Duration.ofSeconds(10));

        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.OPEN);
        passes(Duration.ofMillis(250));
        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.UNPROVED);
    }

    @Test
    void aServiceThatStartedAnewDoesNotKnowTheNonceOfItsRunBeforeAndBlamesNobody() {
        assertThat(of(UNHEARD_OF)).isEqualTo(Verdict.OPEN);
        Challenge nonce = freshness.next();
        passes(Duration.ofSeconds(5));

        assertThat(of(UNHEARD_OF)).isEqualTo(Verdict.OPEN);
        assertThat(of(nonce)).isEqualTo(Verdict.NEW);
    }

    @Test
    void heartbeatsOfAnEarlierRunOfTheServiceThatAreLetOutOneByOneAreLate() {
        for (int i = 0; i < 3; i++) {
            assertThat(of(UNHEARD_OF)).isEqualTo(Verdict.OPEN);
            freshness.next();
            passes(Duration.ofSeconds(5));
        }
        passes(Duration.ofMillis(250));

        assertThat(of(UNHEARD_OF)).isEqualTo(Verdict.LATE);
    }

    @Test
    void aNewConnectionIsGivenItsFirstHeartbeatsAgain() {
        freshness.next();
        passes(Duration.ofMinutes(1));
        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.UNPROVED);

        freshness.answered();

        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void whileNothingIsSaidToItNothingCanBeRepeated() {
        freshness.answered();
        passes(Duration.ofMinutes(5));

        assertThat(of(Challenge.NONE)).isEqualTo(Verdict.OPEN);
    }

    @Test
    void whileTheServiceStandsStillNothingGrowsOld() {
        Challenge nonce = freshness.next();

        clock.pass(Duration.ofMinutes(10));
        freshness.tick();

        assertThat(of(nonce)).isEqualTo(Verdict.NEW);
    }

    @Test
    void fewNoncesAreKeptAndTheyReachBackLongEnoughHoweverManyLeasesAreSaid() {
        Challenge first = freshness.next();
        var different = new HashSet<Challenge>();
        for (Duration passed = Duration.ZERO; passed.compareTo(Freshness.STALE) < 0; passed = passed.plusMillis(250)) {
            for (int i = 0; i < 100; i++) {
                different.add(freshness.next());
            }
            passes(Duration.ofMillis(250));
        }

        assertThat(of(first)).isEqualTo(Verdict.NEW);
        assertThat(different).hasSizeLessThanOrEqualTo(Freshness.KEPT_MAX);
    }

    @Test
    void whatMustNotBeDoneTwiceNeedsANonceThatIsKnownAndYoung() {
        assertThat(freshness.isProved(Challenge.NONE)).isFalse();
        assertThat(freshness.isProved(UNHEARD_OF))
                .as("as open as it may be for a heartbeat")
                .isFalse();
        Challenge nonce = freshness.next();

        passes(Freshness.STALE);
        assertThat(freshness.isProved(nonce)).isTrue();
        passes(Duration.ofMillis(250));
        assertThat(freshness.isProved(nonce)).isFalse();
    }

    private Verdict of(Challenge echo) {
        return freshness.of(beat(Optional.of(echo)));
    }

    private static Heartbeat beat(Optional<Challenge> echo) {
        return new Heartbeat(
                new BootId("b"), 1, new Challenge("c".repeat(32)), Revision.NONE, 0, 0, 0, Optional.empty(), echo);
    }

    private void passes(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusMillis(250)) {
            clock.pass(Duration.ofMillis(250));
            freshness.tick();
        }
    }
}

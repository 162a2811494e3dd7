package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import knutpunkt.wire.message.Challenge;
import org.junit.jupiter.api.Test;

class ChallengesTest {
    private final ManualNanos nanos = new ManualNanos();
    private final Challenges challenges = new Challenges(new Random(1), nanos);

    @Test
    void theLastThreeAreLive() {
        var first = challenges.next();
        var second = challenges.next();
        var third = challenges.next();
        var fourth = challenges.next();

        assertThat(challenges.isLive(first)).isFalse();
        assertThat(challenges.isLive(second)).isTrue();
        assertThat(challenges.isLive(third)).isTrue();
        assertThat(challenges.isLive(fourth)).isTrue();
    }

    @Test
    void oneLivesForFifteenSeconds() {
        var challenge = challenges.next();

        nanos.advance(Duration.ofSeconds(15).minusNanos(1));
        assertThat(challenges.isLive(challenge)).isTrue();

        nanos.advance(Duration.ofNanos(1));
        assertThat(challenges.isLive(challenge)).isFalse();
    }

    @Test
    void oneThatWasNeverGivenIsNotLive() {
        challenges.next();

        assertThat(challenges.isLive(new Challenge("0".repeat(32)))).isFalse();
    }

    @Test
    void theNewestIsGivenAgainSoThatBirthsPushNothingOut() {
        var challenge = challenges.next();

        for (int i = 0; i < 10; i++) {
            assertThat(challenges.newest()).isEqualTo(challenge);
        }
    }

    @Test
    void theNewestIsANewOneWhenAllAreDead() {
        var dead = challenges.next();
        nanos.advance(Challenges.LIFE);

        var newest = challenges.newest();

        assertThat(newest).isNotEqualTo(dead);
        assertThat(challenges.isLive(newest)).isTrue();
    }

    @Test
    void noTwoAreTheSame() {
        assertThat(challenges.next()).isNotEqualTo(challenges.next());
    }
}

package knutpunkt.controller.run;

import static knutpunkt.controller.run.LoopUnderTest.ANNAS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.INSIDE;
import static knutpunkt.controller.run.LoopUnderTest.OUTSIDE;
import static knutpunkt.controller.run.LoopUnderTest.STRANGE_BADGE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.BadgeToken;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reader that is to learn a badge, or to show which one it is. */
class DoorLoopLearningTest {
    private final LoopUnderTest test = new LoopUnderTest();

    @BeforeEach
    void look() {
        test.look();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aLearntBadgeOpensNothingAndIsToldUnderTheNewestKey() {
        List<Optional<BadgeToken>> heard = new ArrayList<>();
        assertThat(test.loop.learn(OUTSIDE, Duration.ofSeconds(30), heard::add)).isTrue();
        drain();
        assertThat(test.outside.shown()).containsExactly(ReaderSignal.LEARNING);

        test.tap(ANNAS_BADGE);

        assertThat(heard).containsExactly(Optional.of(LoopUnderTest.NEW_KEY.token(LoopUnderTest.bits(ANNAS_BADGE))));
        assertThat(test.strike.releases).isZero();
        assertThat(test.recorded()).isEmpty();
        assertThat(test.outside.shown()).last().isEqualTo(ReaderSignal.IDLE);
    }

    @Test
    void afterALearntBadgeTheNextIsJudged() {
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), _ -> {});
        drain();
        test.tap(STRANGE_BADGE);

        test.tap(ANNAS_BADGE);

        assertThat(test.strike.isReleased()).isTrue();
    }

    @Test
    void learningAtOnePointLeavesTheOthersAlone() {
        test.loop.learn(INSIDE, Duration.ofSeconds(30), _ -> {});
        drain();

        test.tap(ANNAS_BADGE);

        assertThat(test.strike.isReleased()).isTrue();
    }

    @Test
    void learningEndsWithNothingWhenNobodyComes() {
        List<Optional<BadgeToken>> heard = new ArrayList<>();
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), heard::add);
        drain();

        test.pass(Duration.ofSeconds(30));

        assertThat(heard).containsExactly(Optional.empty());
    }

    @Test
    void aSecondLearningEndsTheFirstWithNothing() {
        List<Optional<BadgeToken>> first = new ArrayList<>();
        List<Optional<BadgeToken>> second = new ArrayList<>();
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), first::add);
        drain();
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), second::add);
        drain();

        test.tap(STRANGE_BADGE);

        assertThat(first).containsExactly(Optional.empty());
        assertThat(second)
                .hasSize(1)
                .first()
                .satisfies(token -> assertThat(token).isPresent());
    }

    @Test
    void anOldReadIsNotLearnt() {
        List<Optional<BadgeToken>> heard = new ArrayList<>();
        BadgeRead old = test.read(ANNAS_BADGE);
        test.pass(Duration.ofSeconds(3));
        test.loop.learn(OUTSIDE, Duration.ofSeconds(30), heard::add);
        drain();

        test.loop.turn(new Input.Read(OUTSIDE, old));

        assertThat(heard).isEmpty();
        assertThat(test.recorded(Event.StaleRead.class)).hasSize(1);
    }

    @Test
    void aPointTheDoorDoesNotHaveIsDeniedToLearnAndToShowItself() {
        assertThat(test.loop.learn(new PointId("other"), Duration.ofSeconds(1), _ -> {}))
                .isFalse();
        assertThat(test.loop.identify(new PointId("other"))).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> test.loop.learn(OUTSIDE, Duration.ofHours(1), _ -> {}));
    }

    @Test
    void aReaderShowsItselfWhenAsked() {
        assertThat(test.loop.identify(OUTSIDE)).isTrue();

        drain();

        assertThat(test.outside.shown()).containsExactly(ReaderSignal.IDENTIFY);
    }

    /** What was offered is heard, as the loop's thread would. */
    private void drain() {
        test.loop.turnAll();
    }
}

package knutpunkt.kiosk.confirming;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pure rule, and years of partners that answer or do not, at services that stop and clocks that are set. */
class StepTest {
    private static final Instant START = Instant.parse("2026-03-01T10:00:00Z");
    private static final int LOOKS = 4_000;

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    /** A partner at a service that looks, and how long its warning was really shown. */
    private static final class Life {
        private Answered answered = Answered.from(START);
        private Instant now = START;
        private Duration shown = Duration.ZERO;
        private Duration unanswered = Duration.ZERO;

        /** Some time passes, of which the service is up for that much. */
        void pass(Duration real, Duration set, boolean isUp) {
            now = now.plus(real).plus(set);
            unanswered = unanswered.plus(real);
            if (isUp && answered.warning().isPresent()) {
                shown = shown.plus(real);
            }
        }

        void confirm() {
            answered = new Answered(now, Optional.of(now), Optional.empty(), Optional.empty());
            shown = Duration.ZERO;
            unanswered = Duration.ZERO;
        }

        Step look(Rhythm rhythm) {
            Step step = Step.of(answered, rhythm, now);
            switch (step) {
                case Step.Nothing _ -> {}
                case Step.TakeBackWarning _ -> {
                    answered = with(Optional.empty());
                    shown = Duration.ZERO;
                }
                case Step.Warn(Answered.Warning warning) -> answered = with(Optional.of(warning));
                case Step.Suspend _ ->
                    answered = new Answered(
                            answered.countedFrom(), answered.confirmedAt(), Optional.empty(), Optional.of(now));
            }
            return step;
        }

        private Answered with(Optional<Answered.Warning> warning) {
            return new Answered(answered.countedFrom(), answered.confirmedAt(), warning, answered.suspendedSince());
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nobodyIsSuspendedBeforeTheWarningWasShownForSevenDays(long seed) {
        var random = new Random(seed);
        var life = new Life();
        var on = new Rhythm(Duration.ofDays(7), Optional.of(Duration.ofDays(14 + random.nextInt(60))));
        var off = new Rhythm(Duration.ofDays(7), Optional.empty());
        Rhythm rhythm = on;
        for (int i = 0; i < LOOKS; i++) {
            switch (random.nextInt(400)) {
                case 0 -> life.pass(Duration.ofDays(random.nextInt(60)), Duration.ZERO, false);
                case 1 -> life.pass(Duration.ofMinutes(60), Duration.ofDays(random.nextInt(2_000)), true);
                case 2 -> life.pass(Duration.ofMinutes(60), Duration.ofDays(-random.nextInt(400)), true);
                case 3 -> rhythm = random.nextBoolean() ? on : off;
                case 4 -> life.confirm();
                default -> life.pass(Duration.ofMinutes(50 + random.nextInt(20)), Duration.ZERO, true);
            }

            Step step = life.look(rhythm);

            if (step instanceof Step.Suspend) {
                assertThat(life.shown).as("seed %d look %d", seed, i).isGreaterThanOrEqualTo(Rhythm.WARNING);
                life.confirm();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whoNeverAnswersIsSuspendedOnTheDayThatWasSaid(long seed) {
        var random = new Random(seed);
        var life = new Life();
        Optional<Instant> said = Optional.empty();
        for (int i = 0; i < LOOKS && life.answered.suspendedSince().isEmpty(); i++) {
            life.pass(Duration.ofMinutes(50 + random.nextInt(20)), Duration.ZERO, true);
            life.look(Rhythm.DEFAULT);
            Optional<Instant> now = life.answered.warning().map(Answered.Warning::suspendsAt);
            if (said.isPresent() && now.isPresent()) {
                assertThat(now).as("the day that was said").isEqualTo(said);
            }
            said = now.or(() -> Optional.empty()).isPresent() ? now : said;
        }
        Instant day = START.plus(Duration.ofDays(30));
        assertThat(said.orElseThrow()).isBetween(day, day.plus(Duration.ofMinutes(70)));
        assertThat(life.answered.suspendedSince().orElseThrow())
                .isBetween(said.orElseThrow(), said.orElseThrow().plus(Duration.ofMinutes(70)));
    }

    @Test
    void aServiceThatWasStoppedForAMonthWarnsFirst() {
        Answered silent = Answered.from(START);

        Step first = Step.of(silent, Rhythm.DEFAULT, START.plus(Duration.ofDays(90)));

        assertThat(first)
                .isInstanceOfSatisfying(
                        Step.Warn.class,
                        warn -> assertThat(warn.warning().suspendsAt()).isEqualTo(START.plus(Duration.ofDays(97))));
    }

    @Test
    void aRuleThatIsOffEndsNothingAndTakesAWarningBack() {
        var off = new Rhythm(Duration.ofDays(7), Optional.empty());
        Instant late = START.plus(Duration.ofDays(900));
        var warned = new Answered(
                START, Optional.empty(), Optional.of(new Answered.Warning(START, START, START)), Optional.empty());

        assertThat(Step.of(Answered.from(START), off, late)).isInstanceOf(Step.Nothing.class);
        assertThat(Step.of(warned, off, late)).isInstanceOf(Step.TakeBackWarning.class);
        assertThat(Standing.of(Answered.from(START), off, late)).isInstanceOf(Standing.Due.class);
    }

    @Test
    void theQuestionIsDueAWeekAfterTheLastYes() {
        Answered answered = Answered.from(START);

        assertThat(Standing.of(
                        answered, Rhythm.DEFAULT, START.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isInstanceOf(Standing.Right.class);
        assertThat(Standing.of(answered, Rhythm.DEFAULT, START.plus(Duration.ofDays(7))))
                .isEqualTo(new Standing.Due(START.plus(Duration.ofDays(7))));
    }
}

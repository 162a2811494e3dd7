package knutpunkt.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import knutpunkt.simulation.disk.Quiet;
import knutpunkt.simulation.mutation.Mutated;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MutantTest {
    private static final int SEEDS_UNTIL_FOUND = 1_000;

    /** Of this thread's processor, so that whatever else the machine does is left out. */
    private static final Duration FOUND_WITHIN = Duration.ofSeconds(60);

    private static Quiet quiet;

    @BeforeAll
    static void beQuiet() {
        quiet = Quiet.logs();
    }

    @AfterAll
    static void speak() {
        quiet.close();
    }

    /** The seed that found it before is tried first; when the program has changed since, the others are searched. */
    @ParameterizedTest
    @EnumSource
    void theSimulationFinds(Mutant mutant) {
        Function<Long, Optional<String>> program = mutant.play();
        long from = processorNanos();
        long[] seeds = LongStream.concat(
                        LongStream.of(mutant.foundBefore()),
                        LongStream.rangeClosed(1, SEEDS_UNTIL_FOUND).filter(seed -> seed != mutant.foundBefore()))
                .toArray();
        int played = 0;
        Optional<String> found = Optional.empty();
        while (found.isEmpty() && played < SEEDS_UNTIL_FOUND && processorNanos() - from < FOUND_WITHIN.toNanos()) {
            found = program.apply(seeds[played]);
            played++;
        }

        System.out.printf(
                "%s is found after %d seeds and %.1f s of one thread's processor time: %s%n",
                mutant,
                played,
                (processorNanos() - from) / 1e9,
                found.flatMap(story -> story.lines().findFirst()).orElse("never"));
        assertThat(found).isPresent();
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** What finds mutants must find nothing in the program as it is, loaded in the same way. */
    @Test
    void withoutAMistakeNothingIsFound() {
        Function<Long, Optional<String>> program = new Mutated.Changes()
                .change(Mutant.A_SOURCE, "package ", "/* the same */ package ")
                .load(Mutant.SHARED)
                .function(Broken.class.getName());

        assertThat(program.apply(Mutant.RENEWALS_FORGOTTEN.foundBefore())).isEmpty();
    }

    @Test
    void aProgramThatFailsByItselfIsNotCountedAsFound() {
        Function<Long, Optional<String>> program = new Mutated.Changes()
                .change(
                        "kiosk/src/test/java/knutpunkt/simulation/Timeline.java",
                        "        next.what().run();",
                        "        if (happened > 0) throw new IllegalStateException(\"a turn that fails\");")
                .load(Mutant.SHARED)
                .function(Broken.class.getName());

        assertThatThrownBy(() -> program.apply(1L)).hasMessageContaining("a turn that fails");
    }

    @Test
    void aMistakeWhosePlaceIsGoneIsSaid() {
        var changes = new Mutated.Changes();

        assertThatThrownBy(() -> changes.change(Mutant.A_SOURCE, "this is nowhere", ""))
                .hasMessageContaining("exactly once");
    }

    /** A stranger can play it again and read what happened. */
    @Test
    void whatIsFoundIsToldWithItsCommandAndItsStory() {
        Mutant mutant = Mutant.REPEATED_COMMAND_DONE;

        List<String> lines =
                mutant.play().apply(mutant.foundBefore()).orElseThrow().lines().toList();

        assertThat(lines.getFirst()).startsWith("seed " + mutant.foundBefore() + ": door [");
        assertThat(lines.get(1)).isEqualTo("again: bin/simulate --seed " + mutant.foundBefore());
        assertThat(lines)
                .anySatisfy(line -> assertThat(line).matches("[0-9:.]{12}  .* is to be released by command .*"));
        assertThat(lines.getLast()).endsWith(" is released");
    }
}

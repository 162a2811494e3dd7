package knutpunkt.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import knutpunkt.simulation.disk.Quiet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SimulationTest {
    private static final Duration FRESH_FOR = Duration.ofSeconds(30);

    /** Each mutant is found within so many seeds. */
    private static final int SEEDS_UNTIL_FOUND = 1_000;

    private static Quiet quiet;

    @BeforeAll
    static void beQuiet() {
        quiet = Quiet.logs();
    }

    @AfterAll
    static void speak() {
        quiet.close();
    }

    @Test
    void inFairWeatherEverybodyComesInWhoMay() {
        try (var site = new SimulatedSite(1, 2, Mutant.NONE)) {
            site.run(Duration.ofMinutes(10), Weather.FAIR);
            site.heal();

            assertThat(site.releases()).isPositive();
        }
    }

    @Test
    void oneSeedAlwaysTellsTheSameStory() {
        assertThat(Seeds.play(7, Mutant.NONE)).isEqualTo(Seeds.play(7, Mutant.NONE));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void everyMutantIsFound(Mutant mutant) {
        long seed = 0;
        Optional<String> found = Optional.empty();
        while (found.isEmpty() && seed < SEEDS_UNTIL_FOUND) {
            seed++;
            found = broken(seed, mutant);
        }

        System.out.printf("%s is found by seed %d: %s%n", mutant, seed, found.orElse("never"));
        assertThat(found).isPresent();
    }

    private static Optional<String> broken(long seed, Mutant mutant) {
        try {
            Seeds.play(seed, mutant);
            return Optional.empty();
        } catch (AssertionError e) {
            return e.getMessage().lines().findFirst();
        }
    }

    /** Seeds that once broke a promise. */
    @ParameterizedTest
    @ValueSource(longs = {14, 26, 1795418523810L})
    void whatWasOnceFoundStaysMended(long seed) {
        assertThat(Seeds.play(seed, Mutant.NONE).records()).isPositive();
    }

    @Test
    void noFreshSeedBreaksAPromise() {
        long from = System.currentTimeMillis();

        Seeds.Total total = Seeds.playOn(from, Long.MAX_VALUE, FRESH_FOR);

        System.out.println(total);
        assertThat(total.releases()).isPositive();
    }
}

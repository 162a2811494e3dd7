package knutpunkt.kiosk.occupancy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SmallCountsTest {
    static LongStream seeds() {
        return LongStream.range(0, 500);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothingUnderThreeIsShownOrLeftOver(long seed) {
        var random = new Random(seed);
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        int many = random.nextInt(8);
        for (int i = 0; i < many; i++) {
            counts.put("p" + i, (long) random.nextInt(7));
        }
        long nobodys = random.nextInt(3);
        long total =
                nobodys + counts.values().stream().mapToLong(Long::longValue).sum();

        SmallCounts<String> told = SmallCounts.of(counts, nobodys);

        long shown = told.shown().values().stream().mapToLong(Long::longValue).sum();
        assertThat(told.shown().values()).as("seed %d", seed).allMatch(count -> count >= 3);
        assertThat(told.shown().entrySet()).isSubsetOf(counts.entrySet());
        assertThat(told.total().isPresent()).isEqualTo(total >= 3);
        assertThat(told.others().orElse(3L)).isGreaterThanOrEqualTo(3);
        told.total()
                .ifPresent(sum -> assertThat(shown + told.others().orElse(0L))
                        .isEqualTo(sum)
                        .isEqualTo(total));
        if (told.total().isEmpty()) {
            assertThat(told.shown()).isEmpty();
            assertThat(told.others()).isEmpty();
        }
    }

    @Test
    void noneTwoAndOneAreTheSame() {
        assertThat(SmallCounts.of(counts(0, 2), 0)).isEqualTo(SmallCounts.of(counts(0, 0), 0));
        assertThat(SmallCounts.of(counts(9, 2), 0).shown())
                .isEqualTo(SmallCounts.of(counts(9, 0), 0).shown());
    }

    @Test
    void whatIsLargeEnoughIsShownAsItIs() {
        SmallCounts<String> told = SmallCounts.of(counts(3, 8), 0);

        assertThat(told.shown()).isEqualTo(counts(3, 8));
        assertThat(told.others()).isEmpty();
        assertThat(told.total()).contains(11L);
    }

    private static SequencedMap<String, Long> counts(long one, long other) {
        SequencedMap<String, Long> counts = new LinkedHashMap<>();
        counts.put("one", one);
        counts.put("other", other);
        return counts;
    }
}

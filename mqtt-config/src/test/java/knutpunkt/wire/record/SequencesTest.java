package knutpunkt.wire.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SequencesTest {
    @Test
    void numbersThatFollowEachOtherAreWrittenAsARun() {
        assertThat(Sequences.of(1, 2, 3, 5, 8, 9).text()).isEqualTo("1-3,5,8-9");
    }

    @Test
    void anySetOfNumbersComesBackAsItWas() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            long[] numbers = LongStream.iterate(1, last -> last + 1 + random.nextInt(3))
                    .limit(1 + random.nextInt(40))
                    .toArray();

            var sequences = Sequences.of(numbers);

            assertThat(new Sequences(sequences.text()).stream())
                    .containsExactly(LongStream.of(numbers).boxed().toArray(Long[]::new));
            assertThat(sequences.count()).isEqualTo(numbers.length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ",",
                "0",
                "01",
                "-1",
                "1-",
                "1,",
                "2-1",
                "1-1",
                "1,2",
                "1-2,3",
                "3,1",
                "1, 3",
                "1-3-5",
                "x",
                "1-10001",
                "9999999999999999999",
                "1-999999999999999999"
            })
    void noOtherTextIsASetOfNumbers(String text) {
        assertThatThrownBy(() -> new Sequences(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTextAsLongAsARecordMayBeIsRefusedLikeAnyOther() {
        assertThatThrownBy(() -> new Sequences("1,3".repeat(80_000))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Sequences(",".repeat(250_000))).isInstanceOf(IllegalArgumentException.class);
    }
}

package knutpunkt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackedNameTest {
    private static final long SEED = Long.getLong("seed", new Random().nextLong());
    private static final String ALPHABET = "-0123456789abcdefghijklmnopqrstuvwxyz";

    @ParameterizedTest
    @ValueSource(strings = {"-", "z", "--", "zz", "---", "zzz", "a--", "p-17", "abcdefghijklmnopqrstuvwxyz-01234"})
    void aNameComesOutAsItWentIn(String name) {
        byte[] packed = PackedName.pack(name);

        assertThat(new String(PackedName.unpack(packed, 0, packed.length), StandardCharsets.US_ASCII))
                .isEqualTo(name);
        assertThat(packed).hasSize((name.length() + 2) / 3 * 2);
    }

    @Test
    void packedNamesAreOrderedAsTheNamesAre() {
        var random = new Random(SEED);
        for (int i = 0; i < 100_000; i++) {
            String one = name(random);
            String other = random.nextInt(3) == 0 ? one + name(random) : name(random);

            assertThat(Integer.signum(Arrays.compareUnsigned(PackedName.pack(one), PackedName.pack(other))))
                    .as("seed %d: %s and %s", SEED, one, other)
                    .isEqualTo(Integer.signum(one.compareTo(other)));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "a b", "å", "a/", "a\u0000", "ab{", "`", ":", "."})
    void aCharacterThatIsNotOfIdsIsRefused(String name) {
        assertThatThrownBy(() -> PackedName.pack(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbersComeOutAsTheyWentIn() {
        List<Integer> numbers = List.of(0, 1, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, Integer.MAX_VALUE);
        var out = new Octets();
        numbers.forEach(out::count);
        numbers.forEach(out::u32);
        out.u32(-1).u8(255);

        var in = new Octets.Reader(out.toArray(), 0);

        numbers.forEach(number -> assertThat(in.count()).isEqualTo(number));
        numbers.forEach(number -> assertThat(in.u32()).isEqualTo(number));
        assertThat(in.u32()).isEqualTo(-1);
        assertThat(in.u8()).isEqualTo(255);
    }

    private static String name(Random random) {
        var name = new StringBuilder();
        for (int i = random.nextInt(7); i >= 0; i--) {
            name.append(
                    ALPHABET.charAt(random.nextInt(3) == 0 ? random.nextInt(3) : random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}

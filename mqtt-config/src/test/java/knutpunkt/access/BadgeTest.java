package knutpunkt.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From what a badge says to the token that stands for it. */
class BadgeTest {
    private static final HexFormat HEX = HexFormat.of();
    private static final byte[] SECRET =
            HEX.parseHex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");

    /**
     * Computed apart from this code; the first sixteen bytes of, for example
     *
     * <pre>
     * printf '\x01\x00\x28\x01\x02\x03\x04\x05' | openssl dgst -sha256 -mac HMAC -macopt \
     *   hexkey:000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f
     * </pre>
     */
    static Stream<Arguments> vectors() {
        return Stream.of(
                Arguments.of(Technology.EM4100, 40, "0102030405", "7.d1f2aeef28b5bd02c9e88c48d5cc045d"),
                Arguments.of(Technology.WIEGAND, 26, "ffffffc0", "7.7854f80857021974f183d1a3b246ee67"),
                Arguments.of(Technology.CSN, 56, "04a1b2c3d4e5f6", "7.bdf3125181d7dadc4af1cfc03ea15798"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void aTokenIsTheKeyedHashOfTheCanonicalBytes(Technology technology, int bitCount, String bits, String token) {
        var badge = new BadgeBits(technology, bitCount, HEX.parseHex(bits));

        assertThat(new BadgeKey(7, SECRET).token(badge).text()).isEqualTo(token);
    }

    @Test
    void anotherKeyMakesAnotherToken() {
        var badge = new BadgeBits(Technology.EM4100, 40, HEX.parseHex("0102030405"));
        byte[] other = SECRET.clone();
        other[31] ^= 1;

        BadgeToken one = new BadgeKey(7, SECRET).token(badge);
        BadgeToken two = new BadgeKey(7, other).token(badge);

        assertThat(two.high()).isNotEqualTo(one.high());
    }

    @Test
    void badgesThatDifferInAnythingHaveDifferentTokens() {
        var key = new BadgeKey(7, SECRET);

        assertThat(Stream.of(
                                new BadgeBits(Technology.WIEGAND, 32, HEX.parseHex("01020304")),
                                new BadgeBits(Technology.CSN, 32, HEX.parseHex("01020304")),
                                new BadgeBits(Technology.WIEGAND, 31, HEX.parseHex("01020304")),
                                new BadgeBits(Technology.WIEGAND, 30, HEX.parseHex("01020304")),
                                new BadgeBits(Technology.WIEGAND, 32, HEX.parseHex("01020305")),
                                new BadgeBits(Technology.WIEGAND, 40, HEX.parseHex("0102030400")))
                        .map(key::token))
                .doesNotHaveDuplicates();
    }

    @Test
    void aKeyKeepsItsOwnCopyOfTheSecret() {
        byte[] secret = SECRET.clone();
        var key = new BadgeKey(7, secret);
        var badge = new BadgeBits(Technology.EM4100, 40, HEX.parseHex("0102030405"));
        BadgeToken before = key.token(badge);

        secret[0] ^= 1;

        assertThat(key.token(badge)).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 16, 31, 33, 64})
    void aKeyOfAnotherLengthIsRefused(int length) {
        assertThatThrownBy(() -> new BadgeKey(1, new byte[length])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 65_536})
    void aKeyIdOutOfRangeIsRefused(int id) {
        assertThatThrownBy(() -> new BadgeKey(id, SECRET)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new BadgeToken(id, 0, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingPrintsABadgeATokenOrAKey() {
        var badge = new BadgeBits(Technology.EM4100, 40, HEX.parseHex("0102030405"));
        var key = new BadgeKey(7, SECRET);

        assertThat(badge).hasToString("BadgeBits[EM4100, redacted]");
        assertThat(key).hasToString("BadgeKey[7, redacted]");
        assertThat(key.token(badge)).hasToString("BadgeToken[redacted]");
        assertThat(new AccessItem.Badge(key.token(badge), ListFixture.PERSON, false).toString())
                .doesNotContain("d1f2aeef");
    }

    /** Bits are from the top; those that the last byte does not use must be zero, or one badge would have two forms. */
    @ParameterizedTest
    @CsvSource({"26, ffffffc0", "1, 80", "1, 00", "8, ff", "9, ff80", "512, ''"})
    void bitsThatFillTheirBytesFromTheTopAreABadge(int bitCount, String bits) {
        byte[] bytes = bits.isEmpty() ? new byte[64] : HEX.parseHex(bits);

        assertThat(new BadgeBits(Technology.WIEGAND, bitCount, bytes).bits()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"26, ffffffe0", "26, ffffffc1", "1, 40", "9, ffff", "9, ff01", "7, 01"})
    void bitsBeyondTheCountAreRefused(int bitCount, String bits) {
        assertThatThrownBy(() -> new BadgeBits(Technology.WIEGAND, bitCount, HEX.parseHex(bits)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must be zero")
                .hasMessageNotContaining(bits);
    }

    @ParameterizedTest
    @CsvSource({"26, ffffff", "26, ffffffc000", "8, ffff", "8, ''", "513, ''", "0, ''", "-8, ff", "2147483647, ff"})
    void aCountThatIsNotThatOfTheBytesIsRefused(int bitCount, String bits) {
        assertThatThrownBy(() -> new BadgeBits(Technology.WIEGAND, bitCount, HEX.parseHex(bits)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bitsAreCopiedInAndOut() {
        byte[] bytes = {1, 2};
        var badge = new BadgeBits(Technology.WIEGAND, 16, bytes);

        bytes[0] = 9;
        badge.bits()[1] = 9;

        assertThat(badge).isEqualTo(new BadgeBits(Technology.WIEGAND, 16, new byte[] {1, 2}));
        assertThat(badge).hasSameHashCodeAs(new BadgeBits(Technology.WIEGAND, 16, new byte[] {1, 2}));
    }

    /** The code is part of every token ever made: these never change. */
    @Test
    void technologiesHaveTheCodesTheyAlwaysHad() {
        assertThat(Technology.values()).hasSize(3);
        assertThat(Technology.EM4100.code()).isEqualTo(1);
        assertThat(Technology.WIEGAND.code()).isEqualTo(2);
        assertThat(Technology.CSN.code()).isEqualTo(3);
    }

    @Test
    void aTokenReadsBackAsItWasWritten() {
        var random = new Random(Long.getLong("seed", new Random().nextLong()));
        for (int i = 0; i < 1_000; i++) {
            var token = new BadgeToken(1 + random.nextInt(65_535), random.nextLong(), random.nextLong());

            assertThat(BadgeToken.parse(token.text())).isEqualTo(token);
        }
    }

    @Test
    void tokensAreOrderedByKeyAndThenAsUnsignedBytes() {
        var ordered = List.of(
                new BadgeToken(1, 0, 0),
                new BadgeToken(1, 0, -1),
                new BadgeToken(1, 1, 0),
                new BadgeToken(1, -1, 0),
                new BadgeToken(2, 0, 0),
                new BadgeToken(10, 0, 0));

        assertThat(ordered).isSorted();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.",
                "0.00000000000000000000000000000000",
                "01.00000000000000000000000000000000",
                "65536.00000000000000000000000000000000",
                "1.0000000000000000000000000000000",
                "1.000000000000000000000000000000000",
                "1.0000000000000000000000000000000G",
                "1.0000000000000000000000000000000A",
                "1-00000000000000000000000000000000",
                "1.00000000000000000000000000000000\n",
                "+1.00000000000000000000000000000000",
                "١.00000000000000000000000000000000"
            })
    void whatIsNoTokenIsRefusedAndNotRepeated(String text) {
        assertThatThrownBy(() -> BadgeToken.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("000000000");
    }
}

package knutpunkt.hardware.serial;

import static knutpunkt.hardware.serial.FrameBytes.feed;
import static knutpunkt.hardware.serial.FrameBytes.frame;
import static knutpunkt.hardware.serial.FrameBytes.id12la;
import static knutpunkt.hardware.serial.FrameBytes.join;
import static knutpunkt.hardware.serial.FrameResult.BADGE;
import static knutpunkt.hardware.serial.FrameResult.BAD_CHECKSUM;
import static knutpunkt.hardware.serial.FrameResult.NEEDS_MORE;
import static knutpunkt.hardware.serial.FrameResult.NOISE;
import static knutpunkt.hardware.serial.FrameResult.REPEATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The frames of both modules: what is common to them first, then what is not. */
class BadgeFramesTest {
    private static final long NUMBER = 0x0123456789L;
    private static final long OTHER = 0x1122334455L;

    /** 62E3086CED, checksum 08, is the example of the RDM6300's data sheet; the others were worked out by hand. */
    @ParameterizedTest
    @CsvSource({
        "62E3086CED08, 62E3086CED",
        "012345678989, 0123456789",
        "000000000000, 0000000000",
        "FFFFFFFFFFFF, FFFFFFFFFF",
        "0A0B0C0D0E0E, 0A0B0C0D0E",
        "800000000181, 8000000001"
    })
    void aFrameGivesItsNumber(String digits, String number) {
        var id12la = new Id12laFrames();
        var rdm6300 = new Rdm6300Frames();

        assertThat(feed(id12la, 0, frame(digits, "\r\n\u0003"))).containsExactly(BADGE);
        assertThat(feed(rdm6300, 0, frame(digits, "\u0003"))).containsExactly(BADGE);

        assertThat(id12la.frame().number()).isEqualTo(Long.parseLong(number, 16));
        assertThat(rdm6300.frame().number()).isEqualTo(Long.parseLong(number, 16));
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void everyTruncationIsNoBadgeAndTheNextFrameIs(SerialReaderKind kind) {
        byte[] whole = bytes(kind, NUMBER);
        for (int length = 1; length < whole.length; length++) {
            var frames = kind.frames();

            assertThat(feed(frames, 0, Arrays.copyOf(whole, length)))
                    .as("length %d", length)
                    .isEmpty();
            assertThat(feed(frames, 0, bytes(kind, OTHER))).endsWith(BADGE).containsOnlyOnce(BADGE);

            assertThat(frames.frame().number()).isEqualTo(OTHER);
            assertThat(frames.frame().noiseBytes()).isEqualTo(length);
        }
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void aMissingByteAnywhereIsNoBadge(SerialReaderKind kind) {
        byte[] whole = bytes(kind, NUMBER);
        for (int missing = 0; missing < whole.length; missing++) {
            byte[] cut = join(Arrays.copyOf(whole, missing), Arrays.copyOfRange(whole, missing + 1, whole.length));

            assertThat(feed(kind.frames(), 0, cut))
                    .as("without byte %d", missing)
                    .doesNotContain(BADGE);
        }
    }

    /** XOR finds every single flipped bit within a byte pair, and lower case is refused: so none gives any badge at all. */
    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void noSingleFlippedBitGivesABadge(SerialReaderKind kind) {
        for (long number : new long[] {NUMBER, OTHER, 0, 0xFFFFFFFFFFL, 0xABCDEFABCDL}) {
            byte[] whole = bytes(kind, number);
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                var frames = kind.frames();

                assertThat(feed(frames, 0, flipped)).as("bit %d", bit).doesNotContain(BADGE);
                assertThat(feed(frames, 0, whole)).as("after bit %d", bit).endsWith(BADGE);
            }
        }
    }

    /** The limit of an XOR: the same bit flipped in two number bytes stands. It is a limit of the modules, not ours. */
    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void twoFlippedBitsThatCancelOutAreAnotherBadge(SerialReaderKind kind) {
        byte[] whole = bytes(kind, 0);
        whole[2] ^= 1;
        whole[4] ^= 1;
        var frames = kind.frames();

        assertThat(feed(frames, 0, whole)).containsExactly(BADGE);

        assertThat(frames.frame().number()).isEqualTo(0x0101000000L);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void aWrongChecksumIsCounted(SerialReaderKind kind) {
        byte[] wrong = bytes(kind, NUMBER);
        wrong[12] = (byte) (wrong[12] == '0' ? '1' : '0');
        var frames = kind.frames();

        assertThat(feed(frames, 0, wrong)).containsExactly(BAD_CHECKSUM);

        assertThat(frames.frame().checksumErrors()).isEqualTo(1);
        assertThat(frames.frame().framesRead()).isZero();
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void aStartHiddenInABrokenFrameBeginsTheNextOne(SerialReaderKind kind) {
        byte[] whole = bytes(kind, NUMBER);
        for (int hidden = 1; hidden < whole.length; hidden++) {
            var frames = kind.frames();

            var results = feed(frames, 0, join(Arrays.copyOf(whole, hidden), whole));

            assertThat(results).as("hidden at %d", hidden).containsExactly(NOISE, BADGE);
            assertThat(frames.frame().number()).isEqualTo(NUMBER);
        }
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void manyFalseStartsDoNotHideAFrame(SerialReaderKind kind) {
        byte[] starts = new byte[1_000];
        Arrays.fill(starts, (byte) 2);
        var frames = kind.frames();

        assertThat(feed(
                        frames,
                        0,
                        join(starts, Arrays.copyOfRange(bytes(kind, NUMBER), 1, bytes(kind, NUMBER).length))))
                .endsWith(BADGE);

        assertThat(frames.frame().noiseBytes()).isEqualTo(999);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void twoFramesInOneReadAreTwoBadges(SerialReaderKind kind) {
        assertThat(feed(kind.frames(), 0, join(bytes(kind, NUMBER), bytes(kind, OTHER))))
                .containsExactly(BADGE, BADGE);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void noiseAroundAFrameIsCountedAndDoesNotHideIt(SerialReaderKind kind) {
        byte[] noise = {0, (byte) 0xFF, (byte) 0x82, 'A', '\r', '\n', 3};
        var frames = kind.frames();

        assertThat(feed(frames, 0, join(noise, bytes(kind, NUMBER), noise))).contains(BADGE);

        assertThat(frames.frame().noiseBytes()).isEqualTo(2L * noise.length);
        assertThat(frames.frame().framesRead()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void lowerCaseDigitsAreNoise(SerialReaderKind kind) {
        byte[] lower = new String(bytes(kind, 0xABCDEF0123L), StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT)
                .getBytes(StandardCharsets.ISO_8859_1);

        assertThat(feed(kind.frames(), 0, lower)).doesNotContain(BADGE).contains(NOISE);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void aFrameWhoseRestComesTooLateIsDropped(SerialReaderKind kind) {
        byte[] whole = bytes(kind, NUMBER);
        long start = Long.MAX_VALUE - 5; // The clock may overflow between two bytes.
        var frames = kind.frames();

        feed(frames, start, Arrays.copyOf(whole, 8));
        var late = feed(frames, start + Duration.ofMillis(101).toNanos(), Arrays.copyOfRange(whole, 8, whole.length));

        assertThat(late).doesNotContain(BADGE);
        assertThat(frames.frame().noiseBytes()).isEqualTo(whole.length);
    }

    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void aFrameThatComesSlowlyIsABadge(SerialReaderKind kind) {
        var frames = kind.frames();
        var last = NEEDS_MORE;
        long atNanos = Long.MAX_VALUE - 5;

        for (byte next : bytes(kind, NUMBER)) {
            last = frames.accept(next, atNanos);
            atNanos += Duration.ofMillis(100).toNanos();
        }

        assertThat(last).isEqualTo(BADGE);
    }

    /** Random bytes, half of them drawn from the letters of a frame so that some get far. The seed replays a failure. */
    @ParameterizedTest
    @EnumSource(SerialReaderKind.class)
    void randomBytesNeverThrowAndEveryByteIsAccountedFor(SerialReaderKind kind) {
        var random = new Random(20_261_122);
        byte[] likely = "\u00020123456789ABCDEF\r\n\u0003".getBytes(StandardCharsets.ISO_8859_1);
        var frames = kind.frames();
        int fed = 100_000;

        IntStream.range(0, fed).forEach(i -> {
            byte next = random.nextBoolean() ? likely[random.nextInt(likely.length)] : (byte) random.nextInt(256);
            frames.accept(next, i);
        });
        frames.frame().drop();

        var frame = frames.frame();
        long whole = (frame.framesRead() + frame.checksumErrors()) * bytes(kind, 0).length;
        assertThat(frame.noiseBytes() + whole).isEqualTo(fed);
        assertThat(feed(frames, fed, bytes(kind, NUMBER))).containsExactly(BADGE);
    }

    @Test
    void theId12laTellsEachPresentation() {
        assertThat(feed(new Id12laFrames(), 0, join(id12la(NUMBER), id12la(NUMBER))))
                .containsExactly(BADGE, BADGE);
    }

    @Test
    void aBadgeHeldToTheRdm6300IsOnePresentation() {
        var frames = new Rdm6300Frames();
        var held = IntStream.range(0, 200)
                .mapToObj(i -> feed(frames, i * 65_000_000L, FrameBytes.rdm6300(NUMBER))
                        .getFirst())
                .toList();

        assertThat(held.getFirst()).isEqualTo(BADGE);
        assertThat(held.subList(1, held.size())).containsOnly(REPEATED);
        assertThat(frames.frame().framesRead()).isEqualTo(200);
    }

    @Test
    void aBadgeThatWasAwayForASecondIsANewPresentation() {
        var frames = new Rdm6300Frames();
        long second = Duration.ofSeconds(1).toNanos();

        assertThat(feed(frames, 0, FrameBytes.rdm6300(NUMBER))).containsExactly(BADGE);
        assertThat(feed(frames, second - 1, FrameBytes.rdm6300(NUMBER))).containsExactly(REPEATED);
        assertThat(feed(frames, 2 * second - 1, FrameBytes.rdm6300(NUMBER))).containsExactly(BADGE);
    }

    @Test
    void anotherBadgeAtTheRdm6300IsANewPresentationAtOnce() {
        var frames = new Rdm6300Frames();

        assertThat(feed(frames, 0, FrameBytes.rdm6300(NUMBER))).containsExactly(BADGE);
        assertThat(feed(frames, 1, FrameBytes.rdm6300(OTHER))).containsExactly(BADGE);
        assertThat(feed(frames, 2, FrameBytes.rdm6300(NUMBER))).containsExactly(BADGE);
    }

    @Test
    void aBadgeWithNumberZeroIsAPresentationToo() {
        assertThat(feed(new Rdm6300Frames(), 0, FrameBytes.rdm6300(0))).containsExactly(BADGE);
    }

    private static byte[] bytes(SerialReaderKind kind, long number) {
        return switch (kind) {
            case ID12LA -> id12la(number);
            case RDM6300 -> FrameBytes.rdm6300(number);
        };
    }
}

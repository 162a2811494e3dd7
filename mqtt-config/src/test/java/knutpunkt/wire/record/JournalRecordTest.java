package knutpunkt.wire.record;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The chain against values computed apart from this code, with Python:
 *
 * <pre>
 * import hashlib
 * h = lambda *p: hashlib.sha256(b''.join(p)).digest()
 * line = lambda *words: ('\n'.join(words) + '\n').encode()
 * salt = bytes.fromhex('00112233445566778899aabbccddeeff')
 * content = h(salt, '{"version":"0.1.0"}'.encode())
 * first = h(bytes(32), line('knutpunkt-record-1', 'j1', '1', 'b1', 'started', '1000', '1795357925123', 'TRUSTED'),
 *           content)
 * second = h(first, line('knutpunkt-record-1', 'j1', '2', 'b1', 'closed', '2500', '1795357926623', 'LOWER_BOUND'),
 *            h(salt, '{"door":"square","å":"ö"}'.encode()))
 * print(content.hex(), first.hex(), second.hex())
 * </pre>
 */
class JournalRecordTest {
    private static final JournalId JOURNAL = new JournalId("j1");
    private static final BootId BOOT = new BootId("b1");
    private static final Instant AT = Instant.parse("2026-11-22T14:32:05.123Z");
    private static final String SALT = "00112233445566778899aabbccddeeff";

    private static final Header FIRST_HEADER = new Header(JOURNAL, 1, BOOT, "started", 1_000, AT, ClockTrust.TRUSTED);
    private static final Header SECOND_HEADER =
            new Header(JOURNAL, 2, BOOT, "closed", 2_500, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND);
    private static final Content FIRST_CONTENT = new Content.Kept(SALT, "{\"version\":\"0.1.0\"}");
    private static final Content SECOND_CONTENT = new Content.Kept(SALT, "{\"door\":\"square\",\"å\":\"ö\"}");

    private final JournalRecord first = JournalRecord.following(Hash.ZERO, FIRST_HEADER, FIRST_CONTENT);
    private final JournalRecord second = JournalRecord.following(first.hash(), SECOND_HEADER, SECOND_CONTENT);

    static Stream<Header> headersThatDifferInOneField() {
        return Stream.of(
                new Header(new JournalId("j2"), 2, BOOT, "closed", 2_500, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 3, BOOT, "closed", 2_500, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 2, new BootId("b2"), "closed", 2_500, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 2, BOOT, "opened", 2_500, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 2, BOOT, "closed", 2_501, AT.plusMillis(1_500), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 2, BOOT, "closed", 2_500, AT.plusMillis(1_501), ClockTrust.LOWER_BOUND),
                new Header(JOURNAL, 2, BOOT, "closed", 2_500, AT.plusMillis(1_500), ClockTrust.TRUSTED));
    }

    @Test
    void theHashIsTheOneItsDescriptionGives() {
        assertThat(FIRST_CONTENT.hash().hex())
                .isEqualTo("b0125b62279fb431e2bf54cc5633c9c5d0bdfedef062df3e8f7788158ce760b1");
        assertThat(first.hash().hex()).isEqualTo("fa09b44e5be93f5bbeaafcc31d03317049ccfd9c0fc14e31ad2d06ee9ab5cd1a");
        assertThat(second.hash().hex()).isEqualTo("0242f3128c96ef02baee4055049b1f67ee6f0c2eb8a6abaefe3f3473633f12c0");
    }

    @Test
    void aRecordFollowsTheOneBeforeItAndNoOther() {
        assertThat(first.follows(Hash.ZERO)).isTrue();
        assertThat(second.follows(first.hash())).isTrue();

        assertThat(second.follows(Hash.ZERO)).isFalse();
        assertThat(second.follows(second.hash())).isFalse();
        assertThat(first.follows(second.hash())).isFalse();
    }

    @ParameterizedTest
    @MethodSource("headersThatDifferInOneField")
    void aChangedFieldOfTheHeaderBreaksTheChain(Header changed) {
        assertThat(new JournalRecord(changed, SECOND_CONTENT, second.hash()).follows(first.hash()))
                .isFalse();
    }

    @Test
    void everyFieldOfTheHeaderIsAmongThoseChanged() {
        assertThat(headersThatDifferInOneField()).hasSize(Header.class.getRecordComponents().length);
    }

    @Test
    void aChangedBodyOrSaltBreaksTheChain() {
        var body = new Content.Kept(SALT, "{\"door\":\"square\",\"å\":\"o\"}");
        var salt = new Content.Kept(SALT.replace('f', 'e'), "{\"door\":\"square\",\"å\":\"ö\"}");

        assertThat(new JournalRecord(SECOND_HEADER, body, second.hash()).follows(first.hash()))
                .isFalse();
        assertThat(new JournalRecord(SECOND_HEADER, salt, second.hash()).follows(first.hash()))
                .isFalse();
    }

    @Test
    void aRecordStillFollowsWhenItsBodyIsForgotten() {
        var forgotten = new JournalRecord(SECOND_HEADER, new Content.Disposed(SECOND_CONTENT.hash()), second.hash());

        assertThat(forgotten.follows(first.hash())).isTrue();
        assertThat(forgotten.content().hash()).isEqualTo(SECOND_CONTENT.hash());
        assertThat(forgotten).isNotEqualTo(second);
    }

    @Test
    void whatFollowsAForgottenRecordIsTheSame() {
        assertThat(JournalRecord.following(Hash.ZERO, FIRST_HEADER, new Content.Disposed(FIRST_CONTENT.hash()))
                        .hash())
                .isEqualTo(first.hash());
    }

    @Test
    void aMissingASwappedAndARepeatedRecordAreNoticed() {
        List<JournalRecord> chain = new ArrayList<>();
        Hash previous = Hash.ZERO;
        for (int sequence = 1; sequence <= 5; sequence++) {
            var header = new Header(JOURNAL, sequence, BOOT, "closed", 0, AT, ClockTrust.TRUSTED);
            chain.add(JournalRecord.following(previous, header, FIRST_CONTENT));
            previous = chain.getLast().hash();
        }
        assertThat(firstBreak(chain)).isEmpty();

        assertThat(firstBreak(List.of(chain.get(0), chain.get(1), chain.get(3), chain.get(4))))
                .contains(2);
        assertThat(firstBreak(List.of(chain.get(0), chain.get(2), chain.get(1))))
                .contains(1);
        assertThat(firstBreak(List.of(chain.get(0), chain.get(0)))).contains(1);
        assertThat(firstBreak(chain.subList(1, 5))).contains(0);
    }

    private static Optional<Integer> firstBreak(List<JournalRecord> chain) {
        Hash previous = Hash.ZERO;
        for (int i = 0; i < chain.size(); i++) {
            if (!chain.get(i).follows(previous)) {
                return Optional.of(i);
            }
            previous = chain.get(i).hash();
        }
        return Optional.empty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "a\n", "\na", "a\rb", "å", "a\0"})
    void aKindThatCouldBeTakenForAnotherLineIsRefused(String kind) {
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, kind, 0, AT, ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "A\n", "A B", "Å"})
    void aClockWordThatCouldBeTakenForAnotherLineIsRefused(String word) {
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, "closed", 0, AT, word))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aWordLongerThanAnyLaterOneNeedsToBeIsRefused() {
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, "k".repeat(65), 0, AT, ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aClockTrustOfANewerControllerIsHashedAsItCameAndTrustedByNobody() {
        var header = new Header(JOURNAL, 1, BOOT, "closed", 0, AT, "SATELLITE");

        assertThat(header.clock()).isEqualTo(ClockTrust.UNKNOWN);
        assertThat(new String(header.canonical(), UTF_8)).endsWith("\nSATELLITE\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1969-12-31T23:59:59.999Z", "+10000-01-01T00:00:00Z", "+1000000000-12-31T23:59:59Z"})
    void aTimeNoClockShowsIsRefused(Instant at) {
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, "closed", 0, at, ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("from 1970 to 9999");
    }

    @Test
    void aHeaderCannotHoldWhatItsHashWouldNot() {
        assertThatThrownBy(() -> new Header(JOURNAL, 0, BOOT, "closed", 0, AT, ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, "closed", -1, AT, ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Header(JOURNAL, 1, BOOT, "closed", 0, AT.plusNanos(1), ClockTrust.TRUSTED))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "00112233445566778899AABBCCDDEEFF", "00112233445566778899aabbccddeeff00"})
    void aSaltIsSixteenBytes(String salt) {
        assertThatThrownBy(() -> new Content.Kept(salt, "{}")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aHeadIsEmptyOrHasAHash() {
        assertThat(ChainHead.empty(JOURNAL)).isEqualTo(new ChainHead(JOURNAL, 0, Hash.ZERO));
        assertThatThrownBy(() -> new ChainHead(JOURNAL, 0, first.hash())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChainHead(JOURNAL, 1, Hash.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new ChainHead(JOURNAL, -1, first.hash())).isInstanceOf(IllegalArgumentException.class);
    }
}

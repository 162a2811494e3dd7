package knutpunkt.kiosk.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.log.LogExport.Contents;
import knutpunkt.verify.LogFile;
import knutpunkt.verify.NotGenuine;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is exported, and what the verifier that shares no code with it makes of every way to change it. */
final class LogExportTest {
    private static final JournalId J1 = new JournalId("j1");
    private static final JournalId J2 = new JournalId("j2");
    private static final Event HELD = new Event.Held(new DoorId("square"));

    /** Each is a proof of the whole file: what a second or two can afford. */
    private static final int FLIPS = 300;

    @TempDir
    static Path folder;

    /** One for all: what a test does to it is undone. */
    private static SignedLog site;

    private static byte[] exported;

    @BeforeAll
    static void open() {
        site = new SignedLog(folder);
        site.log.database().write(transaction -> {
            site.forget(transaction, J1, 2, 3, 5);
            site.forget(transaction, J2, 2);
            site.own(transaction, HELD);
            return 0;
        });
        exported = site.export();
    }

    @AfterAll
    static void close() {
        site.close();
    }

    private static List<String> lines(byte[] file) {
        return new ArrayList<>(new String(file, StandardCharsets.UTF_8).lines().toList());
    }

    private static byte[] file(List<String> lines) {
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static int lineOf(byte[] file, int position) {
        int line = 1;
        for (int i = 0; i < position; i++) {
            line += file[i] == '\n' ? 1 : 0;
        }
        return line;
    }

    private static NotGenuine found(byte[] changed) {
        return catchThrowableOfType(NotGenuine.class, () -> site.prove(changed));
    }

    private static boolean isRecord(String line) {
        return line.startsWith("{\"is\":\"record\"");
    }

    @ParameterizedTest
    @EnumSource(Contents.class)
    void whatIsExportedIsProvedJournalByJournal(Contents contents) throws NotGenuine {
        LogFile.Proof proof = site.prove(site.export(site.key, contents, Optional.empty()));

        assertThat(proof.site()).isEqualTo("torget");
        assertThat(proof.fingerprint()).isEqualTo(site.fingerprint());
        assertThat(proof.records()).isEqualTo(23);
        assertThat(proof.accounted()).isEqualTo(contents == Contents.ALL);
        assertThat(proof.heads())
                .containsEntry(
                        "j1", new LogFile.Head(12, site.first.head().hash().hex()))
                .containsEntry(
                        "j2", new LogFile.Head(7, site.second.head().hash().hex()))
                .hasSize(3);
    }

    @Test
    void aFileWithoutContentsTellsOfNobody() {
        String all = new String(exported, StandardCharsets.UTF_8);
        String none = new String(site.export(site.key, Contents.NONE, Optional.empty()), StandardCharsets.UTF_8);

        assertThat(all).contains("p-4");
        assertThat(none).doesNotContain("p-4").doesNotContain("body").doesNotContain("salt");
    }

    @Test
    void oneJournalCanBeExportedAlone() throws NotGenuine {
        LogFile.Proof proof = site.prove(site.export(site.key, Contents.ALL, Optional.of(J2)));

        assertThat(proof.journals()).extracting(LogFile.Journal::id).containsExactly("j2");
        assertThat(proof.journals()).extracting(LogFile.Journal::forgotten).containsExactly(1L);
    }

    @Test
    void aBitThatIsAnotherAnywhereIsFoundAndInARecordNamed() {
        byte[] file = exported.clone();
        List<String> lines = lines(file);
        var random = new Random(17);

        for (int i = 0; i < FLIPS; i++) {
            int position = random.nextInt(file.length);
            byte[] changed = file.clone();
            changed[position] ^= (byte) (1 << random.nextInt(8));
            NotGenuine found = found(changed);

            assertThat(found).as("byte %d of %d", position, file.length).isNotNull();
            int line = lineOf(file, position);
            if (isRecord(lines.get(line - 1))) {
                assertThat(found.line()).as("%s", found.getMessage()).isEqualTo(line);
                assertThat(found.sequence()).isPositive();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "T09:, t09:",
        "Z, z",
        "\\u0001, \\u001",
        "\\\", \\u0022",
        "å, \\u00E5",
        "\\n, \\u000A",
        "'\"clock\":', '\"clock\": '"
    })
    void theSameWrittenInAnotherWayIsFoundAndNamed(String one, String other) {
        List<String> lines = lines(exported);
        int last = 13;
        assertThat(lines.get(last)).contains(one);

        lines.set(last, lines.get(last).replace(one, other));

        assertThat(found(file(lines)).line()).isEqualTo(last + 1L);
        assertThat(found(file(lines)).sequence()).isEqualTo(12);
    }

    @Test
    void aLineThatIsTakenAwayIsFoundAndTheRecordNamed() {
        List<String> lines = lines(exported);
        for (int i = 0; i < lines.size(); i++) {
            var changed = new ArrayList<>(lines);
            String gone = changed.remove(i);
            NotGenuine found = found(file(changed));

            assertThat(found).as(gone).isNotNull();
            if (isRecord(gone)) {
                assertThat(found.line()).isEqualTo(i + 1);
                assertThat(gone)
                        .contains("\"journal\":\"" + found.journal() + "\",\"sequence\":" + found.sequence() + ",");
            }
        }
    }

    @Test
    void twoLinesThatChangePlacesAreFound() {
        List<String> lines = lines(exported);
        for (int i = 0; i + 1 < lines.size(); i++) {
            var changed = new ArrayList<>(lines);
            Collections.swap(changed, i, i + 1);

            NotGenuine found = found(file(changed));
            assertThat(found).as(lines.get(i)).isNotNull();
            assertThat(found.line()).isBetween(i + 1L, i + 2L);
        }
    }

    @Test
    void aLineThatStandsThereTwiceIsFound() {
        List<String> lines = lines(exported);
        for (int i = 0; i < lines.size(); i++) {
            var changed = new ArrayList<>(lines);
            changed.add(i, lines.get(i));

            NotGenuine found = found(file(changed));
            assertThat(found).as(lines.get(i)).isNotNull();
            assertThat(found.line()).isEqualTo(i + 2L);
        }
    }

    @Test
    void aFileThatEndsEarlierIsFoundWhereverItEnds() {
        byte[] file = exported.clone();
        for (int length = 0; length < file.length; length += 1 + length % 97) {
            assertThat(found(Arrays.copyOf(file, length)))
                    .as("first %d bytes", length)
                    .isNotNull();
        }
        assertThat(found(Arrays.copyOf(file, file.length - 1))).isNotNull();
    }

    @Test
    void whatIsAddedBehindTheEndIsFound() {
        List<String> lines = lines(exported);
        lines.add(lines.get(2));

        assertThat(found(file(lines)).fault()).contains("behind the last line");
    }

    @Test
    void recordsOfAnotherJournalInBetweenAreFound() {
        List<String> lines = lines(exported);
        String foreign = lines.stream()
                .filter(line -> line.contains("\"journal\":\"j2\",\"sequence\":4,"))
                .findFirst()
                .orElseThrow();
        lines.set(5, foreign);

        NotGenuine found = found(file(lines));

        assertThat(found.fault()).contains("it is of journal [j2]");
        assertThat(List.of(found.line(), found.sequence())).containsExactly(6L, 4L);
        assertThat(found.journal()).isEqualTo("j1");
    }

    @Test
    void whoeverSignsWithAnotherKeyIsFoundOut() throws NotGenuine {
        KeyPair other = SigningKeys.make(new SecureRandom());
        byte[] forged = site.export(other, Contents.ALL, Optional.empty());
        List<String> honest = lines(exported);
        List<String> mixed = lines(forged);
        mixed.set(0, honest.getFirst());

        assertThat(found(forged).fault()).contains("is not the one that was given");
        assertThat(found(file(mixed)).fault()).contains("the signature is not the site's");
        // Without a key to compare, a file can only say which key it was signed by.
        assertThat(SignedLog.prove(forged, Optional.empty(), Map.of()).fingerprint())
                .isEqualTo(SigningKeys.fingerprint(other.getPublic()).hex());
    }

    @Test
    void theSignatureOfAnotherJournalIsNoSignature() {
        List<String> lines = lines(exported);
        List<Integer> ends = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("{\"is\":\"end\"")) {
                ends.add(i);
            }
        }
        String one = lines.get(ends.get(0));
        String other = lines.get(ends.get(1));
        lines.set(ends.get(0), one.substring(0, one.indexOf("\"jws\"")) + other.substring(other.indexOf("\"jws\"")));

        assertThat(found(file(lines)).line()).isEqualTo(ends.get(0) + 1L);
    }

    @ParameterizedTest
    @CsvSource({
        "service, torget, knutpunkt-log-1-file",
        "service, torget, knutpunkt/v1/torget/controllers/c1/lease",
        "service, annat, knutpunkt-log-1-journal",
        "c1, torget, knutpunkt-log-1-journal"
    })
    void whatTheKeySignedForAnythingElseIsNoSignature(String sender, String of, String purpose) {
        List<String> lines = lines(exported);
        int end = 14;
        String head = site.first.head().hash().hex();
        byte[] payload = ("knutpunkt-log-1\ntorget\nj1\nc1\n12\n" + head + "\n").getBytes(StandardCharsets.UTF_8);
        String fields = lines.get(end).substring(0, lines.get(end).indexOf("\"jws\""));
        var honest = new Signer("service", new SiteId("torget"), site.key.getPrivate());
        var other = new Signer(sender, new SiteId(of), site.key.getPrivate());

        assertThat(lines.get(end))
                .isEqualTo(fields + "\"jws\":\"" + honest.sign("knutpunkt-log-1-journal", payload) + "\"}");
        lines.set(end, fields + "\"jws\":\"" + other.sign(purpose, payload) + "\"}");

        assertThat(found(file(lines)).line()).isEqualTo(end + 1L);
    }

    @Test
    void aLaterFileMustGoOnFromAnEarlierOne() throws NotGenuine {
        LogFile.Proof earlier = site.prove(exported);
        byte[] later = site.exportAfter(transaction -> site.own(transaction, HELD));

        assertThat(SignedLog.prove(later, Optional.empty(), earlier.heads()).records())
                .isEqualTo(earlier.records() + 1);
    }

    @Test
    void aSiteThatWroteItsLogAnewIsFoundOutByWhoeverHasAnEarlierFile(@TempDir Path elsewhere) throws NotGenuine {
        LogFile.Proof earlier = site.prove(exported);
        try (var rewritten = new SignedLog(elsewhere)) {
            byte[] other = rewritten.export(site.key, Contents.ALL, Optional.empty());

            assertThat(site.prove(other).records()).isEqualTo(20);
            NotGenuine found = catchThrowableOfType(
                    NotGenuine.class, () -> SignedLog.prove(other, Optional.empty(), earlier.heads()));
            assertThat(found.journal()).isEqualTo(site.ownJournal().text());
            assertThat(found.fault()).contains("the earlier file has it up to");
        }
    }

    @Test
    void aRecordThatIsAnotherThanInAnEarlierFileIsNamed() {
        var earlier = Map.of("j1", new LogFile.Head(4, "0".repeat(63) + "1"));

        NotGenuine found =
                catchThrowableOfType(NotGenuine.class, () -> SignedLog.prove(exported, Optional.empty(), earlier));

        assertThat(found.fault()).isEqualTo("the earlier file has another record here");
        assertThat(found.sequence()).isEqualTo(4);
    }

    @Test
    void aContentThatIsGoneWithoutADisposalIsNamed() {
        NotGenuine found = found(site.exportAfter(transaction -> site.blank(transaction, J1, 7, 9)));

        assertThat(found.fault()).contains("no disposal tells of it");
        assertThat(List.of(found.line(), found.sequence())).containsExactly(9L, 7L);
        assertThat(found.journal()).isEqualTo("j1");
    }

    @Test
    void aContentThatIsThereThoughItWasToldAsForgottenIsNamed() {
        NotGenuine found = found(site.exportAfter(transaction -> site.tell(transaction, J2, 4)));

        assertThat(found.fault()).contains("and it is not so");
        assertThat(found.journal()).isEqualTo("j2");
        assertThat(found.sequence()).isEqualTo(4);
    }

    @Test
    void aLogThatIsNotWholeIsNotSignedAnew() {
        String change = "UPDATE record SET at = at + 1 WHERE journal = 'j2' AND sequence = 3";

        assertThatThrownBy(() -> site.exportAfter(transaction -> transaction.update(change)))
                .isInstanceOf(LogExport.LogBroken.class)
                .hasMessageContaining("journal [j2] is not whole at record [3]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "{}\n",
                "{\"is\":\"file\"}\n",
                "{\"is\":\"file\",\"is\":\"file\"}\n",
                "{\"is\":{}}\n",
                "{\"is\":-1}\n",
                "{\"is\":01}\n",
                "{\"is\":1e9}\n",
                "{\"is\":99999999999999999999}\n",
                "{\"is\":\"\\u0041\"}\n",
                "{\"is\":\"\\ud800\"}\n",
                "{\"is\":\"\\",
                "{\"is\": \"file\"}\n",
                "PK\u0003\u0004\n"
            })
    void whatIsNoSuchFileIsRefusedInASentence(String text) {
        assertThat(found(text.getBytes(StandardCharsets.UTF_8)).getMessage()).startsWith("line 1: ");
    }

    @Test
    void deepNestingIsRefusedAtItsFirstStep() {
        assertThat(found(("{\"is\":" + "[".repeat(1_000_000)).getBytes(StandardCharsets.UTF_8))
                        .getMessage())
                .contains("line 1");
        assertThat(found(("{\"is\":" + "{\"is\":".repeat(100_000) + "\n").getBytes(StandardCharsets.UTF_8))
                        .fault())
                .contains("neither a text nor a whole number at character 7");
    }

    @Test
    void bytesByChanceAreRefused() {
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(3_000)];
            random.nextBytes(bytes);

            assertThat(found(bytes)).isNotNull();
        }
    }

    @Test
    void aLineWithoutEndIsRefusedBeforeItFillsTheMemory() {
        var endless = new InputStream() {
            private long given;

            @Override
            public int read() {
                given++;
                return 'a';
            }

            @Override
            public int read(byte[] into, int from, int length) {
                Arrays.fill(into, from, from + length, (byte) 'a');
                given += length;
                return length;
            }
        };

        assertThatThrownBy(() -> LogFile.prove(endless, Optional.empty(), Map.of()))
                .isInstanceOf(NotGenuine.class)
                .hasMessage("line 1: the line is longer than 1048576 bytes");
        assertThat(endless.given).isLessThan(2_000_000);
    }
}

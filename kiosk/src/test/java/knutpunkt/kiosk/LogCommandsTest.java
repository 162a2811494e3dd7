package knutpunkt.kiosk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.disposal.Holds;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.LogExport.Contents;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.settings.BadStart;
import knutpunkt.verify.LogFile;
import knutpunkt.verify.NotGenuine;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.signature.SigningKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T09:00:00Z");
    private static final PersonId PERSON = new PersonId("p-1");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private SiteKeys keys;
    private KioskConfig config;
    private LogCommands commands;

    @BeforeEach
    void open() throws IOException {
        Path file = Files.writeString(
                folder.resolve("kiosk.yaml"),
                "site: torget\ndata: data\nhttp: {port: 0}\nmqtt: {embedded: {port: 8883}}\n");
        config = KioskConfig.read(file);
        commands = commands(Duration.ZERO);
        keys = SiteKeys.openOrCreate(
                Files.createDirectories(config.data()).resolve(Service.KEYS),
                new SiteId("torget"),
                InstantSource.system(),
                new SecureRandom());
        try (var log = new SiteLog(config.data(), database -> List.of())) {
            log.enrol("c1");
            var journal = new FakeJournal("c1", "j1");
            for (int i = 0; i < 5; i++) {
                journal.add(
                        NOW.minusSeconds(60 - i),
                        new Event.ExitRead(new DoorId("square"), new PointId("square-exit"), Optional.of(PERSON)));
            }
            log.commit(journal);
        }
    }

    private LogCommands commands(Duration patience) {
        return new LogCommands(
                config, InstantSource.fixed(NOW), new PrintStream(said, true, StandardCharsets.UTF_8), patience);
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    private Database database() {
        return Database.open(config.data().resolve(Site.DATABASE));
    }

    private void change(String sql) {
        try (Database database = database()) {
            database.write(transaction -> transaction.update(sql));
        }
    }

    private List<Audit.Line> audited() {
        try (Database database = database()) {
            return database.read(t -> Audit.before(t, Optional.empty(), Long.MAX_VALUE, 10));
        }
    }

    private String fingerprint() {
        return SigningKeys.fingerprint(keys.signingPublicKey()).hex();
    }

    @Test
    void aWholeLogIsSaidToBeWholeWithItsKey() {
        assertThat(commands.verify()).isZero();

        assertThat(said().lines())
                .anyMatch(line -> line.startsWith("journal [j1] of [c1]: whole, 5 records, 0 without content"))
                .contains("the log is whole: 5 records in 1 journals")
                .anyMatch(line -> line.endsWith("are signed by " + fingerprint()));
    }

    @Test
    void aLogThatIsNotWholeIsNamedAndEndsWithOne() {
        change("UPDATE record SET at = at + 1 WHERE sequence = 3");

        assertThat(commands.verify()).isEqualTo(1);

        assertThat(said()).contains("journal [j1] of [c1]: BAD at record [3]").contains("THE LOG IS NOT WHOLE");
    }

    @Test
    void provingChangesNothingAndMakesNothing() throws IOException {
        byte[] before = Files.readAllBytes(config.data().resolve(Site.DATABASE));
        commands.verify();

        assertThat(Files.readAllBytes(config.data().resolve(Site.DATABASE))).isEqualTo(before);
        Files.delete(config.data().resolve(Site.DATABASE));
        assertThatThrownBy(commands::verify)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageStartingWith("there is no database");
        assertThat(config.data().resolve(Site.DATABASE)).doesNotExist();
    }

    @Test
    void whatCannotBeReadIsRefusedInASentence() throws IOException {
        Files.writeString(config.data().resolve(Site.DATABASE), "no database at all, whatever its name says");

        assertThatThrownBy(commands::verify)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("cannot be read");
    }

    @Test
    void aLogOfAnotherVersionIsNotJudged() {
        change("PRAGMA user_version = 1");

        assertThatThrownBy(commands::verify)
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("version [1]");
    }

    @Test
    void theServiceMayRunMeanwhile() {
        try (Database running = database()) {
            running.write(transaction -> transaction.update("UPDATE record SET uptime = uptime"));

            assertThat(commands.verify()).isZero();
        }
    }

    @Test
    void anExportedFileIsGenuineForTheOwnerOnlyAndAudited() throws IOException, NotGenuine {
        Path file = folder.resolve("log.jsonl");

        assertThat(commands.export(keys, file, Contents.ALL, Optional.empty(), Purpose.DISCLOSURE))
                .isZero();

        try (InputStream in = Files.newInputStream(file)) {
            assertThat(LogFile.prove(in, Optional.of(fingerprint()), Map.of()).records())
                    .isEqualTo(5);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(audited()).singleElement().satisfies(line -> {
            assertThat(line.deed()).isEqualTo(Deed.LOG_READ);
            assertThat(line.purpose()).contains(Purpose.DISCLOSURE);
            assertThat(line.after()).containsEntry("records", "5").containsEntry("contents", "ALL");
        });
    }

    private int verifier(String... arguments) {
        var to = new PrintStream(said, true, StandardCharsets.UTF_8);
        return knutpunkt.verify.Main.run(arguments, to, to);
    }

    @Test
    void whoeverHasTheFileProvesItByItself() throws IOException {
        Path file = folder.resolve("log.jsonl");
        Path later = folder.resolve("later.jsonl");
        commands.export(keys, file, Contents.ALL, Optional.empty(), Purpose.DISCLOSURE);
        commands.export(keys, later, Contents.NONE, Optional.empty(), Purpose.DISCLOSURE);
        Path changed = Files.writeString(
                folder.resolve("changed.jsonl"), Files.readString(file).replace("\"sequence\":4", "\"sequence\":5"));

        assertThat(verifier(file.toString(), "--key", fingerprint())).isZero();
        assertThat(said())
                .contains("genuine and whole: 5 records in 1 journals of site [torget]")
                .doesNotContain("ask the site");
        assertThat(verifier(later.toString(), "--after", file.toString(), "--key", fingerprint()))
                .isZero();
        assertThat(said()).doesNotContain("ask the site");
        assertThat(verifier(file.toString())).isZero();
        assertThat(said()).contains("ask the site");
        assertThat(verifier(file.toString(), "--key", "00")).isEqualTo(1);
        assertThat(verifier(changed.toString())).isEqualTo(1);
        assertThat(said()).contains("changed.jsonl], line 6, journal [j1], record [4]: the record is missing");
        assertThat(verifier(later.toString(), "--after", changed.toString())).isEqualTo(1);
        assertThat(verifier(folder.resolve("none").toString())).isEqualTo(2);
        assertThat(verifier()).isEqualTo(2);
        assertThat(verifier(file.toString(), "--keys", "00")).isEqualTo(2);
    }

    @Test
    void anEarlierFileAloneIsNobodysWordForTheKey() throws IOException {
        Path earlier = folder.resolve("earlier.jsonl");
        Path later = folder.resolve("later.jsonl");
        commands.export(keys, earlier, Contents.NONE, Optional.empty(), Purpose.DISCLOSURE);
        commands.export(keys, later, Contents.NONE, Optional.empty(), Purpose.DISCLOSURE);

        assertThat(verifier(later.toString(), "--after", earlier.toString())).isZero();

        assertThat(said()).contains("ask the site, by another way than this file, whether that is its key");
    }

    @Test
    void aLogThatIsNotWholeIsNotWrittenOut() throws IOException {
        change("UPDATE record SET at = at + 1 WHERE sequence = 3");
        Path file = Files.writeString(folder.resolve("log.jsonl"), "what was there before");

        assertThat(commands.export(keys, file, Contents.ALL, Optional.empty(), Purpose.FAULT))
                .isEqualTo(1);

        assertThat(file).hasContent("what was there before");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(each -> String.valueOf(each.getFileName())))
                    .containsExactlyInAnyOrder("data", "kiosk.yaml", "log.jsonl");
        }
        assertThat(audited()).isEmpty();
    }

    @Test
    void aFolderThatIsNotThereIsRefusedInASentence() {
        assertThatThrownBy(() -> commands.export(
                        keys, folder.resolve("no/log.jsonl"), Contents.NONE, Optional.empty(), Purpose.FAULT))
                .isInstanceOf(BadStart.class)
                .hasMessageContaining("cannot be written to");
    }

    @Test
    void aJournalThatIsNotThereIsRefusedAndWhatWasThereStays() throws IOException {
        Path file = Files.writeString(folder.resolve("log.jsonl"), "what was there before");

        assertThatThrownBy(() ->
                        commands.export(keys, file, Contents.ALL, Optional.of(new JournalId("j2")), Purpose.DISCLOSURE))
                .isInstanceOf(BadStart.class)
                .hasMessage("--journal [j2] is no journal in the log");

        assertThat(file).hasContent("what was there before");
        assertThat(audited()).isEmpty();
        assertThat(commands.export(keys, file, Contents.ALL, Optional.of(new JournalId("j1")), Purpose.DISCLOSURE))
                .isZero();
    }

    private Site site() {
        return Site.open(
                config.data(), keys.badgeKey(), config.told(), InstantSource.fixed(NOW), () -> 0, new Random(1));
    }

    /** Who reads the database sees it as it was, so what is forgotten must stay beside it for that long. */
    @Test
    void whoForgetsSomebodyWhileTheDatabaseIsReadIsToldThatItIsStillOnTheDisk() throws InterruptedException {
        try (Site site = site();
                Database reading = database()) {
            reading.read(transaction -> {
                assertThat(transaction.exists("SELECT 1 FROM record")).isTrue();
                assertThatThrownBy(() -> commands.forget(site, PERSON, "N7/26"))
                        .isInstanceOf(BadStart.class)
                        .hasMessageContaining("still on the disk");
                return 0;
            });
            assertThat(said()).contains("5 records were forgotten");

            assertThat(commands.forget(site, PERSON, "N7/26")).isZero();
            assertThat(config.data().resolve(Site.DATABASE + "-wal")).isEmptyFile();
        }
    }

    @Test
    void whoForgetsSomebodyWaitsForThoseWhoReadTheDatabase() throws InterruptedException {
        var reads = new CountDownLatch(1);
        try (Site site = site();
                Database reading = database()) {
            Thread reader = Thread.ofVirtual()
                    .start(() -> reading.read(transaction -> {
                        assertThat(transaction.exists("SELECT 1 FROM record")).isTrue();
                        reads.countDown();
                        await().until(() -> said().contains("5 records were forgotten"));
                        return 0;
                    }));
            reads.await();

            assertThat(commands(Duration.ofMinutes(1)).forget(site, PERSON, "N7/26"))
                    .isZero();

            assertThat(config.data().resolve(Site.DATABASE + "-wal")).isEmptyFile();
            reader.join();
        }
    }

    @Test
    void nothingIsForgottenHeldOrLiftedThatCannotBeNoted() {
        try (Site site = site()) {
            site.database().write(transaction -> {
                Holds.place(transaction, "h1", Optional.of(PERSON), NOW.minusSeconds(9), NOW.minusSeconds(8), NOW);
                return transaction.update(
                        "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN" + " SELECT raise(ABORT, 'no room'); END");
            });

            assertThatThrownBy(() -> commands.forget(site, PERSON, "N7/26")).hasMessageContaining("no room");
            assertThatThrownBy(() -> commands.hold(
                            site.database(), Optional.of(PERSON), NOW.minusSeconds(2), NOW, new Random(1)))
                    .hasMessageContaining("no room");
            assertThatThrownBy(() -> commands.lift(site.database(), "h1")).hasMessageContaining("no room");

            assertThat(site.database().read(Holds::all))
                    .extracting(Holds.Hold::id)
                    .containsExactly("h1");
        }
        commands.verify();
        assertThat(said()).contains("5 records, 0 without content");
    }

    @Test
    void onePersonIsForgottenByADecisionAndNobodyIsNamed() throws InterruptedException {
        try (Site site = site()) {
            assertThat(commands.forget(site, PERSON, "N7/26")).isZero();
        }

        assertThat(said()).contains("5 records were forgotten");
        assertThat(audited()).singleElement().satisfies(line -> {
            assertThat(line.deed()).isEqualTo(Deed.RECORDS_FORGOTTEN);
            assertThat(line.subject() + line.after()).doesNotContain("p-1").contains("N7/26");
        });
        assertThat(commands.verify()).isZero();
        assertThat(said()).contains("5 records, 5 without content");
    }

    private void command(String name, String... arguments) throws InterruptedException {
        Main.main(Stream.concat(
                        Stream.of(name, "--config", folder.resolve("kiosk.yaml").toString()), Stream.of(arguments))
                .toArray(String[]::new));
    }

    /** As whoever decides it types it. */
    @Test
    void whatIsHeldIsNotForgottenBeforeTheHoldIsLifted() throws InterruptedException {
        command(
                "hold-log",
                "--from",
                NOW.minus(Duration.ofDays(1)).toString(),
                "--until",
                NOW.plus(Duration.ofDays(1)).toString());
        command("forget-person", "--person", PERSON.text(), "--decision", "N7/26");
        commands.verify();
        assertThat(said()).contains("5 records, 0 without content");
        String id;
        try (Database database = database()) {
            id = database.read(Holds::all).getFirst().id();
        }

        command("lift-hold", "--id", id);
        command("forget-person", "--person", PERSON.text(), "--decision", "N7/26");

        commands.verify();
        assertThat(said()).contains("5 records, 5 without content");
        assertThat(audited())
                .extracting(Audit.Line::deed)
                .containsExactly(Deed.RECORDS_FORGOTTEN, Deed.HOLD_LIFTED, Deed.RECORDS_FORGOTTEN, Deed.HOLD_PLACED);
    }

    @Test
    void whatIsHeldIsToldAndCanBeLiftedOnce() {
        try (Database database = database()) {
            commands.hold(database, Optional.of(PERSON), NOW.minus(Duration.ofDays(1)), NOW, new Random(1));
            String id = said().replaceAll("(?s)hold \\[(.*?)].*", "$1");

            assertThat(said()).contains("p-1, from 2026-11-22T09:00:00Z until 2026-11-23T09:00:00Z");
            assertThat(commands.lift(database, id)).isZero();
            assertThatThrownBy(() -> commands.lift(database, id))
                    .isInstanceOf(BadStart.class)
                    .hasMessageContaining("is no hold");
        }
        assertThat(audited()).extracting(Audit.Line::deed).containsExactly(Deed.HOLD_LIFTED, Deed.HOLD_PLACED);
    }
}

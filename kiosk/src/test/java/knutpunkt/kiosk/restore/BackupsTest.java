package knutpunkt.kiosk.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BackupsTest {
    private static final String SECRET = "the-hash-of-a-session-that-was-ended-since";

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private Path file;
    private Path backup;

    @BeforeEach
    void name() {
        file = folder.resolve("site.db");
        backup = folder.resolve("backup.db");
    }

    private static long count(Transaction transaction, String table) {
        return transaction
                .one("SELECT count(*) AS n FROM " + table, row -> row.number("n"))
                .orElseThrow();
    }

    private static void addSignedIn(Transaction transaction) {
        transaction.update("INSERT INTO account (id, login, role, made_at) VALUES ('a-1', 'owner', 'OWNER', 1)");
        transaction.update(
                "INSERT INTO admin_session (token_hash, account, browser, made_at, seen_at, until)"
                        + " VALUES (?, 'a-1', 'a browser', 1, 1, 1)",
                SECRET);
        transaction.update(
                "INSERT INTO invitation (token_hash, account, until) VALUES (?, 'a-1', 1)", "link-" + SECRET);
        transaction.update(
                "INSERT INTO screen (id, name, place, token_hash, made_at) VALUES ('s-1', 'Wall', 'INDOORS', ?, 1)",
                "screen-" + SECRET);
    }

    /** Each commit adds one row to either of two tables: a copy between two of them has as many in both. */
    @Test
    void aBackupThatIsMadeWhileCommitsGoOnIsOneMomentOfThem() throws Exception {
        var committed = new AtomicLong();
        var stop = new AtomicBoolean();
        try (Database database = Database.open(file)) {
            Thread writer = Thread.ofVirtual().start(() -> {
                while (!stop.get()) {
                    long number = committed.get() + 1;
                    database.write(transaction -> {
                        transaction.update(
                                "INSERT INTO partner (id, name, visibility) VALUES (?, ?, 'NORMAL')",
                                "o-" + number,
                                "o-" + number);
                        transaction.update(
                                "INSERT INTO person (id, partner, visibility, alias) VALUES (?, ?, 'ALIAS', ?)",
                                "p-" + number,
                                "o-" + number,
                                "x".repeat(2_000));
                        return 0;
                    });
                    committed.set(number);
                }
            });
            await().until(() -> committed.get() > 20);
            long before = committed.get();

            Backups.make(file, backup, clock);

            long after = committed.get();
            await().until(() -> committed.get() > after);
            stop.set(true);
            writer.join();
            try (Database copy = Database.open(backup)) {
                long partners = copy.read(transaction -> count(transaction, "partner"));
                long people = copy.read(transaction -> count(transaction, "person"));
                assertThat(people).isEqualTo(partners);
                assertThat(partners).isBetween(before, after + 1);
                assertThat(copy.read(Restores::copiedAt)).contains(clock.instant());
            }
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(backup)))
                .isEqualTo("rw-------");
    }

    @Test
    void noSessionLinkOrScreenIsInABackupNotEvenAsWhatWasDeleted() throws IOException {
        try (Database database = Database.open(file)) {
            database.write(transaction -> {
                addSignedIn(transaction);
                return 0;
            });
        }
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains(SECRET);

        Backups.make(file, backup, clock);

        assertThat(Files.readString(backup, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
        assertThat(namesBeside(backup)).containsExactly("backup.db", "site.db");
        try (Database original = Database.open(file)) {
            long sessions = original.read(transaction -> count(transaction, "admin_session"));
            assertThat(sessions).isEqualTo(1);
            assertThat(original.read(Restores::copiedAt)).isEmpty();
        }
    }

    @Test
    void aFileThatIsThereIsNotWrittenOver() throws IOException {
        Database.open(file).close();
        Files.writeString(backup, "something else");

        assertThatThrownBy(() -> Backups.make(file, backup, clock))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("is there already");

        assertThat(Files.readString(backup)).isEqualTo("something else");
        assertThatThrownBy(() -> Backups.make(folder.resolve("none.db"), folder.resolve("new.db"), clock))
                .hasMessageContaining("there is no database");
        assertThat(folder.resolve("none.db")).doesNotExist();
    }

    @Test
    void whatWasThereIsKeptBesideWhatIsPutBackWithTheLogThatBelongsToIt() throws IOException {
        Database.open(file).close();
        Backups.make(file, backup, clock);
        // As a killed service leaves it: what it committed last is in the log beside the database.
        Database killed = Database.open(file);
        killed.write(transaction -> transaction.update("UPDATE wall SET meeting_point = 'after the backup'"));
        Path copies = Files.createDirectory(folder.resolve("copies"));
        for (String suffix : List.of("", "-wal")) {
            Files.copy(Path.of(file + suffix), copies.resolve("site.db" + suffix));
        }
        killed.close();
        Path left = copies.resolve("site.db");

        Backups.restore(backup, left, clock);

        try (Database restored = Database.open(left)) {
            assertThat(meetingPoint(restored)).isEmpty();
        }
        Path aside = copies.resolve("site.db.replaced-20261122-100000");
        try (Database replaced = Database.open(aside)) {
            assertThat(meetingPoint(replaced)).isEqualTo("after the backup");
        }
    }

    @Test
    void twoRestoresWithinASecondKeepWhatEachFound() throws IOException {
        Database.open(file).close();
        Backups.make(file, backup, clock);

        Backups.restore(backup, file, clock);
        Backups.restore(backup, file, clock);

        assertThat(namesBeside(file))
                .contains("site.db", "site.db.replaced-20261122-100000", "site.db.replaced-20261122-100000-2");
    }

    private static String meetingPoint(Database database) {
        return database.read(transaction ->
                        transaction.one("SELECT meeting_point FROM wall", row -> row.text("meeting_point")))
                .orElseThrow();
    }

    @Test
    void aDamagedBackupIsRefusedAndChangesNothing() throws IOException {
        try (Database database = Database.open(file)) {
            database.write(transaction -> {
                for (int n = 0; n < 200; n++) {
                    transaction.update(
                            "INSERT INTO partner (id, name, visibility) VALUES (?, ?, 'NORMAL')",
                            "o-" + n,
                            "n".repeat(500) + n);
                }
                return 0;
            });
        }
        Backups.make(file, backup, clock);
        try (var damaged = new RandomAccessFile(backup.toFile(), "rw")) {
            damaged.seek(damaged.length() / 2);
            damaged.write(new byte[20_000]);
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Backups.restore(backup, file, clock)).isInstanceOf(DatabaseUnusable.class);

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(namesBeside(file)).containsExactlyInAnyOrder("backup.db", "site.db");
    }

    @Test
    void whatIsNoDatabaseOfThisProgramIsRefusedAndChangesNothing() throws IOException, SQLException {
        Database.open(file).close();
        byte[] before = Files.readAllBytes(file);
        Path empty = Files.createFile(folder.resolve("empty.db"));
        Path anothers = folder.resolve("anothers.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + anothers);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE record (id INTEGER PRIMARY KEY)");
            statement.execute("PRAGMA user_version = 3");
        }

        for (Path foreign : List.of(empty, anothers)) {
            assertThatThrownBy(() -> Backups.restore(foreign, file, clock))
                    .isInstanceOf(DatabaseUnusable.class)
                    .hasMessageContaining("[" + foreign + "] is no database of this program");
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(namesBeside(file)).containsExactly("anothers.db", "empty.db", "site.db");
    }

    @Test
    void aBackupThatANewerServiceMadeIsRefusedAndChangesNothing() throws IOException {
        Database.open(file).close();
        Backups.make(file, backup, clock);
        try (Database newer = Database.open(backup)) {
            newer.write(transaction -> transaction.update("PRAGMA user_version = 999"));
        }
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> Backups.restore(backup, file, clock))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("the database has version [999]");

        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void aDatabaseWhoseRestoreWasBrokenOffRefusesToOpenUntilItIsDoneAgain() throws IOException {
        Database.open(file).close();
        Backups.make(file, backup, clock);
        Files.createFile(folder.resolve("site.db.restore-under-way"));

        assertThatThrownBy(() -> Database.open(file))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("run it again");

        clock.pass(Duration.ofSeconds(1));
        Backups.restore(backup, file, clock);
        Database.open(file).close();
    }

    @Test
    void aServiceOnABackupForgetsWhoWasSignedInAndBeginsAJournalOfItsOwn() {
        Instant made = clock.instant();
        try (Database database = Database.open(file)) {
            database.write(transaction -> {
                addSignedIn(transaction);
                transaction.update("UPDATE wall SET level_by_day = 2, level_at_night = 1");
                transaction.update(
                        "INSERT INTO controller (id, name, confirmed_epoch, confirmed_number, confirmed_since)"
                                + " VALUES ('c1', 'c1', 1, 1, 1)");
                return 0;
            });
            begin(database, true);
        }
        Backups.declare(file, clock);
        clock.pass(Duration.ofHours(1));

        try (Database database = Database.open(file)) {
            begin(database, false);
            begin(database, false);

            database.read(transaction -> {
                for (String table : List.of("admin_session", "invitation", "screen", "copied")) {
                    assertThat(count(transaction, table)).as(table).isZero();
                }
                assertThat(count(transaction, "restored")).as("once").isEqualTo(1);
                assertThat(transaction.exists("SELECT 1 FROM wall WHERE level_by_day = 0 AND level_at_night = 0"))
                        .isTrue();
                assertThat(transaction.exists("SELECT 1 FROM controller WHERE confirmed_epoch IS NOT NULL"))
                        .isFalse();
                assertThat(Restores.newest(transaction).orElseThrow().copiedAt())
                        .isEqualTo(made);
                assertThat(transaction.list(
                                "SELECT kind, sequence FROM record ORDER BY id",
                                row -> row.text("kind") + " " + row.number("sequence")))
                        .as("numbers that may have been given since the backup are not given again")
                        .containsExactly("started 1", "gap 1", "restored 2");
                return 0;
            });
        }
    }

    private void begin(Database database, boolean first) {
        AccessChanges changes = AccessChanges.open(database, clock, List.of());
        var journal = new SiteJournal(clock, clock, new Random(first ? 1 : 2), List.of());
        if (first) {
            database.write(transaction -> {
                changes.note(transaction);
                return journal.append(transaction, List.of(new Event.Started("1")));
            });
        }
        Restoring.completeIfRestored(database, changes, journal, new Audit(clock), clock);
    }

    private static List<String> namesBeside(Path file) throws IOException {
        try (Stream<Path> files = Files.list(file.toAbsolutePath().getParent())) {
            return files.map(one -> one.getFileName().toString()).sorted().toList();
        }
    }
}

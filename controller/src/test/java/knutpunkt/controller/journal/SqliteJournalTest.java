package knutpunkt.controller.journal;

import static knutpunkt.controller.journal.Chains.assertChained;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConnection;
import org.sqlite.core.DB;

class SqliteJournalTest extends JournalContract {
    private final Random random = new Random(20260615);

    @TempDir
    Path temp;

    private Path folder;
    private int lives;
    private SqliteJournal newest;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("life-0"));
    }

    @Override
    Journal openDisk() {
        newest = SqliteJournal.open(file(), BOOT, () -> wall, () -> clock, this::nanos, random);
        return newest;
    }

    private Path file() {
        return folder.resolve("journal.db");
    }

    /** What a killed process leaves is what its files hold at that moment; the old process, still open, sees nothing of it. */
    @Override
    void kill() {
        lives++;
        Path next = temp.resolve("life-" + lives);
        try (var files = Files.list(folder)) {
            Files.createDirectory(next);
            for (Path each : files.toList()) {
                if (!each.toString().endsWith("-shm")) {
                    Files.copy(each, next.resolve(each.getFileName()), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder = next;
    }

    /** A page of the records, not of the file's own bookkeeping. */
    @Override
    void damage() {
        overwrite(file(), 0.6, 64);
    }

    private static void overwrite(Path file, double where, int bytes) {
        try (var raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek((long) (raw.length() * where));
            raw.write(new byte[bytes]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void lose() {
        try {
            Files.delete(file());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    void fillDisk() {
        limitPages(40);
    }

    @Override
    void emptyDisk() {
        limitPages(1_000_000);
    }

    private void limitPages(int pagesMax) {
        try {
            newest.file().limitPages(pagesMax);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSetAside() throws IOException {
        var journal = open();
        appendMany(journal, 2);
        JournalId lost = journal.head().journal();
        journal.close();
        Files.writeString(file(), "this was never a database, whatever its name says; it is long enough to be one");

        var again = open();

        assertThat(again.head().journal()).isNotEqualTo(lost);
        assertThat(folder.resolve("journal.db.broken-1")).content().startsWith("this was never");
    }

    @Test
    void aCutOffFileIsSetAside() throws IOException {
        var journal = open();
        appendMany(journal, 100);
        JournalId lost = journal.head().journal();
        journal.close();
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.setLength(raw.length() / 2);
        }

        assertThat(open().head().journal()).isNotEqualTo(lost);
    }

    @Test
    void aRecordChangedByHandIsFoundAndSetAside() throws SQLException {
        var journal = open();
        appendMany(journal, 5);
        JournalId lost = journal.head().journal();
        journal.close();
        execute("update record set at_millis = at_millis + 1 where sequence = 3");

        assertThat(open().head().journal()).isNotEqualTo(lost);
    }

    @Test
    void aRecordTakenOutByHandIsFoundAndSetAside() throws SQLException {
        var journal = open();
        appendMany(journal, 5);
        JournalId lost = journal.head().journal();
        journal.close();
        execute("delete from record where sequence = 3");

        assertThat(open().head().journal()).isNotEqualTo(lost);
    }

    @Test
    void damageWhileRunningBeginsAnewWithoutLosingTheNewRecord() throws SQLException {
        var journal = open();
        appendMany(journal, 200);
        JournalId lost = journal.head().journal();
        journal.close();
        var running = open();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.execute("update journal set acknowledged = 1");
            overwrite(file(), 0.1, 60_000);
            // Another's write makes our connection read the file anew, instead of what it remembers.
            statement.execute("update journal set acknowledged = 2");
        }

        var made = running.append(new Event.Closed(DOOR));

        assertThat(running.head().journal()).isNotEqualTo(lost);
        assertThat(running.after(0, 10)).hasSize(2).last().isEqualTo(made);
        assertChained(Hash.ZERO, running.after(0, 10));
        assertThat(reopenedAfterKill().head()).isEqualTo(running.head());
    }

    @Test
    void aJournalWhoseIdCannotBeReadEitherIsStillAGap() throws IOException {
        var journal = open();
        appendMany(journal, 2);
        journal.close();
        lose();
        Files.writeString(folder.resolve("journal.id"), "NOT AN ID");

        assertThat(open().after(0, 10)).extracting(each -> each.header().kind()).containsExactly("gap");
    }

    @Test
    void aNewJournalThatCannotBeBegunIsBegunLater() throws IOException {
        var journal = open();
        appendMany(journal, 2);
        JournalId lost = journal.head().journal();
        // A folder in the way of the note about the new id.
        Files.createDirectory(folder.resolve("journal.id.new"));
        assertThatThrownBy(() -> journal.startAnew(lost, "the service has more"))
                .isInstanceOf(JournalUnavailable.class);
        assertThatThrownBy(() -> journal.append(new Event.Held(DOOR))).isInstanceOf(JournalUnavailable.class);

        Files.delete(folder.resolve("journal.id.new"));
        var made = journal.append(new Event.Held(DOOR));

        assertThat(made.header().sequence()).isEqualTo(2);
        assertThat(made.header().journal()).isNotEqualTo(lost);
        assertChained(Hash.ZERO, journal.after(0, 10));
    }

    @Test
    void howOftenANewJournalCannotBeBegunTheOldOneStaysWhereItWasSetAside() throws IOException, SQLException {
        var journal = open();
        appendMany(journal, 2);
        JournalId lost = journal.head().journal();
        Files.createDirectory(folder.resolve("journal.id.new"));

        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> journal.startAnew(lost, "the service has more"))
                    .isInstanceOf(JournalUnavailable.class);
            assertThatThrownBy(() -> journal.append(new Event.Held(DOOR))).isInstanceOf(JournalUnavailable.class);
        }

        assertThat(folder.resolve("journal.db.broken-2")).doesNotExist();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("journal.db.broken-1"));
                var statement = other.createStatement();
                var row = statement.executeQuery("select id, (select count(*) from record) from journal")) {
            assertThat(row.getString(1)).isEqualTo(lost.text());
            assertThat(row.getInt(2)).isEqualTo(2);
        }
    }

    @Test
    void writesThatFailLeaveNoStatementsBehind() throws ReflectiveOperationException {
        var journal = open();
        appendMany(journal, 10);
        fillDisk();
        failToAppend(journal);
        int before = statements();

        for (int i = 0; i < 20; i++) {
            failToAppend(journal);
        }

        assertThat(statements()).isEqualTo(before);
    }

    private static void failToAppend(Journal journal) {
        List<Event> batch = Collections.nCopies(5_000, new Event.Held(DOOR));
        assertThatThrownBy(() -> journal.append(batch)).isInstanceOf(JournalUnavailable.class);
    }

    /** How many the driver holds in SQLite, which nothing but the driver knows. */
    private int statements() throws ReflectiveOperationException {
        Field writer = JournalFile.class.getDeclaredField("writer");
        writer.setAccessible(true);
        Field held = DB.class.getDeclaredField("stmts");
        held.setAccessible(true);
        return ((Collection<?>) held.get(((SQLiteConnection) writer.get(newest.file())).getDatabase())).size();
    }

    @Test
    void whatIsForgottenAltogetherIsWrittenDownNoMore() throws IOException {
        var journal = open();
        appendMany(journal, 3);
        acknowledge(journal, 3);
        letPass(Journal.KEPT_AFTER_ACKNOWLEDGED);
        journal.lookAfter();
        journal.lookAfter();
        assertThat(journal.first()).isEqualTo(4);
        byte[] before = Files.readAllBytes(folder.resolve("journal.db-wal"));

        for (int hour = 0; hour < 3; hour++) {
            letPass(Duration.ofHours(1));
            journal.lookAfter();
        }

        assertThat(folder.resolve("journal.db-wal")).hasBinaryContent(before);
    }

    @Test
    void noMoreThanThreeDamagedJournalsAreKept() throws IOException {
        for (int i = 0; i < 5; i++) {
            appendMany(open(), 1);
            newest.close();
            Files.writeString(file(), "damage number " + i + " of a journal, long enough to look like a file");
        }
        open();

        try (var files = Files.list(folder)) {
            assertThat(files.filter(each -> each.toString().contains("broken"))).hasSize(3);
        }
        assertThat(folder.resolve("journal.db.broken-1")).content().startsWith("damage number 4");
    }

    @Test
    void aJournalOfANewerVersionRefusesToStart() throws SQLException {
        open().close();
        execute("pragma user_version = " + (JournalFile.VERSION + 1));

        assertThatThrownBy(this::open).isInstanceOf(JournalUnavailable.class).hasMessageContaining("newer version");
    }

    @Test
    void aFolderThatCannotBeWrittenToRefusesToStart() {
        folder = temp.resolve("missing");

        assertThatThrownBy(this::open).isInstanceOf(JournalUnavailable.class);
    }

    @Test
    void manyRecordsAreFoldedInAndForgottenInPortions() {
        var journal = open();
        for (int i = 0; i < 6; i++) {
            journal.append(Collections.nCopies(200, new Event.Held(DOOR)));
            journal.acknowledged(journal.head().sequence());
        }
        journal.lookAfter();
        letPass(Journal.KEPT_AFTER_ACKNOWLEDGED);

        journal.lookAfter();
        assertThat(journal.first()).isEqualTo(201);
        for (int i = 0; i < 6; i++) {
            journal.lookAfter();
        }
        assertThat(journal.first()).isEqualTo(1_201);
        assertThat(journal.hashOf(1_200)).isEqualTo(journal.head().hash());
    }

    @Test
    void aJournalOfTheFirstFormIsTakenOverAndKeepsWhatWasAcknowledgedForAnotherWeek() throws SQLException {
        var journal = open();
        List<JournalRecord> made = appendMany(journal, 3);
        journal.acknowledged(3);
        journal.close();
        execute("drop table mark");
        execute("alter table journal drop column counted_millis");
        execute("pragma user_version = 1");

        var again = open();

        assertThat(again.after(0, 10)).isEqualTo(made);
        assertThat(again.acknowledged()).isEqualTo(3);
        again.lookAfter();
        letPass(Duration.ofDays(6));
        again.lookAfter();
        assertThat(again.first()).isEqualTo(1);
        letPass(Duration.ofDays(1));
        again.lookAfter();
        assertThat(again.first()).isEqualTo(4);
    }

    @Test
    void aTornTailLosesOnlyWhatWasTorn() throws IOException {
        var journal = open();
        List<JournalRecord> made = appendMany(journal, 30);
        Path whole = folder;
        long length = Files.size(whole.resolve("journal.db-wal"));

        for (long cut = 0; cut < length; cut += 1_777) {
            folder = whole;
            kill();
            try (var raw = new RandomAccessFile(folder.resolve("journal.db-wal").toFile(), "rw")) {
                raw.setLength(raw.length() - cut);
            }
            try (Journal torn = openDisk()) {
                List<JournalRecord> kept = torn.after(0, 100);
                assertChained(Hash.ZERO, kept);
                boolean isSame = torn.head().journal().equals(journal.head().journal());
                assertThat(isSame ? kept.equals(made.subList(0, kept.size())) : kept.size() == 1)
                        .as("cut by %d: what is left of the journal, or a gap", cut)
                        .isTrue();
            }
        }
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

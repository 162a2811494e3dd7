package knutpunkt.kiosk.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DatabaseTest {
    @TempDir
    Path folder;

    private Database database;

    @BeforeEach
    void open() {
        database = Database.open(folder.resolve("site.db"));
        database.write(t -> t.update("CREATE TABLE thing (id INTEGER PRIMARY KEY, label TEXT, at INTEGER) STRICT"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static long things(Transaction transaction) {
        return transaction
                .one("SELECT count(*) AS n FROM thing", row -> row.number("n"))
                .orElseThrow();
    }

    private void add(String label) {
        database.write(t -> t.update("INSERT INTO thing (label) VALUES (?)", label));
    }

    @Test
    void whatIsWrittenIsThereAfterOpeningAgain() {
        add("one");
        database.close();

        database = Database.open(folder.resolve("site.db"));

        assertThat(database.read(DatabaseTest::things)).isEqualTo(1);
    }

    @Test
    void aThrowInTheMiddleLeavesNothingAndTheNextWriteWorks() {
        assertThatThrownBy(() -> database.write(t -> {
                    t.update("INSERT INTO thing (label) VALUES ('half')");
                    throw new IllegalStateException("in the middle");
                }))
                .hasMessage("in the middle");

        add("whole");

        List<String> labels = database.read(t -> t.list("SELECT label FROM thing", row -> row.text("label")));
        assertThat(labels).containsExactly("whole");
    }

    @Test
    void aRefusedStatementIsNamedAndLeavesNothing() {
        assertThatThrownBy(() -> database.write(t -> {
                    t.update("INSERT INTO thing (id, label) VALUES (1, 'first')");
                    return t.update("INSERT INTO thing (id, label) VALUES (1, 'twin')");
                }))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("UNIQUE constraint failed");

        assertThat(database.read(DatabaseTest::things)).isZero();
    }

    @Test
    void hooksRunAfterTheCommitAndOutsideTheWritersTurn() {
        var seen = new ArrayList<Long>();

        database.write(t -> {
            t.afterCommit(() -> {
                seen.add(database.read(DatabaseTest::things));
                add("from the hook");
            });
            t.update("INSERT INTO thing (label) VALUES ('one')");
            assertThat(seen).isEmpty();
            return 0;
        });

        assertThat(seen).containsExactly(1L);
        assertThat(database.read(DatabaseTest::things)).isEqualTo(2);
    }

    @Test
    void hooksOfARolledBackWriteNeverRun() {
        var ran = new ArrayList<String>();

        assertThatThrownBy(() -> database.write(t -> {
                    t.afterCommit(() -> ran.add("hook"));
                    throw new SQLException("no");
                }))
                .isInstanceOf(DatabaseUnusable.class);

        assertThat(ran).isEmpty();
    }

    @Test
    void aHookThatThrowsStopsNeitherTheNextNorTheWriter() {
        var ran = new ArrayList<String>();

        database.write(t -> {
            t.afterCommit(() -> {
                throw new IllegalStateException("a listener of the test fails");
            });
            t.afterCommit(() -> ran.add("second"));
            return 0;
        });

        assertThat(ran).containsExactly("second");
    }

    @Test
    void aReaderKeepsItsViewWhileOthersWrite() throws Exception {
        add("one");
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            long later = database.read(t -> {
                assertThat(things(t)).isEqualTo(1);
                waitFor(threads.submit(() -> add("two")));
                return things(t);
            });

            assertThat(later).isEqualTo(1);
        }
        assertThat(database.read(DatabaseTest::things)).isEqualTo(2);
    }

    @Test
    void aReadCannotWrite() {
        assertThatThrownBy(() -> database.read(t -> t.update("INSERT INTO thing (label) VALUES ('x')")))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("readonly");
        assertThat(database.read(DatabaseTest::things)).isZero();
    }

    @Test
    void manyWritersAndReadersAtOnceNeverMeetABusyDatabase() throws Exception {
        var start = new CountDownLatch(1);
        var jobs = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                jobs.add(threads.submit(() -> {
                    start.await();
                    for (int n = 0; n < 50; n++) {
                        add("n");
                        database.read(DatabaseTest::things);
                    }
                    return null;
                }));
            }
            start.countDown();
            for (Future<?> job : jobs) {
                job.get();
            }
        }

        assertThat(database.read(DatabaseTest::things)).isEqualTo(400);
    }

    @Test
    void writingWithinAWriteIsAMistakeThatIsNamed() {
        assertThatThrownBy(() -> database.write(t -> database.write(DatabaseTest::things)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("already writing");
    }

    @Test
    void everyKindOfValueComesBackAsItWent() {
        Instant at = Instant.parse("2026-11-22T10:15:30.123Z");
        database.write(t -> t.update(
                "INSERT INTO thing (id, label, at) VALUES (?, ?, ?), (?, ?, ?)",
                1L,
                Optional.of("label"),
                at,
                2,
                Optional.empty(),
                true));

        List<String> rows = database.read(t -> t.list(
                "SELECT id, label, at FROM thing ORDER BY id",
                row -> row.number("id") + " " + row.findText("label") + " " + row.time("at") + " " + row.flag("at")));

        assertThat(rows)
                .containsExactly(
                        "1 Optional[label] 2026-11-22T10:15:30.123Z true",
                        "2 Optional.empty 1970-01-01T00:00:00.001Z true");
    }

    @Test
    void foreignKeysHold() {
        assertThatThrownBy(() -> database.write(
                        t -> t.update("INSERT INTO door (id, controller, name) VALUES ('d', 'nobody', 'Door')")))
                .isInstanceOf(DatabaseUnusable.class)
                .hasMessageContaining("FOREIGN KEY");
    }

    @Test
    void onlyTheOwnerCanReadTheFiles() throws Exception {
        add("one");

        for (String name : List.of("site.db", "site.db-wal")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .isEqualTo("rw-------");
        }
    }

    @Test
    void everyCommitIsSyncedToAWriteAheadLog() {
        List<Long> settings = database.write(t -> List.of(
                t.one("PRAGMA synchronous", row -> row.number("synchronous")).orElseThrow(),
                t.one("PRAGMA foreign_keys", row -> row.number("foreign_keys")).orElseThrow()));

        assertThat(settings).containsExactly(2L, 1L);
        Optional<String> mode = database.read(t -> t.one("PRAGMA journal_mode", row -> row.text("journal_mode")));
        assertThat(mode).contains("wal");
    }

    @Test
    void aClosedDatabaseSaysSo() {
        database.close();

        assertThatThrownBy(() -> database.read(DatabaseTest::things)).hasMessage("the database is closed");
        assertThatThrownBy(() -> add("late")).hasMessage("the database is closed");
    }

    private static void waitFor(Future<?> job) {
        try {
            job.get();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}

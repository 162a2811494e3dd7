package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import knutpunkt.simulation.disk.Operation.Kind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The real SQLite on a simulated disk. */
class SqliteVfsTest {
    private static final int BUSY_MILLIS = 2_000;

    private final SimulatedDisk disk = SimulatedDisk.make(1);
    private final List<Connection> opened = new ArrayList<>();

    @AfterEach
    void closeAll() throws SQLException {
        for (Connection each : opened) {
            each.close();
        }
        disk.close();
    }

    private Connection open(String name) throws SQLException {
        return open(name, SQLiteConfig.JournalMode.WAL);
    }

    private Connection open(String name, SQLiteConfig.JournalMode mode) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(mode);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection =
                config.createConnection("jdbc:sqlite:" + disk.root().resolve(name));
        opened.add(connection);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static String answer(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? String.valueOf(row.getString(1)) : "none";
        }
    }

    private static void fill(Connection connection, int rows) throws SQLException {
        execute(
                connection,
                "insert into t with recursive n(i) as (select 1 union all select i + 1 from n where i < " + rows
                        + ") select i, hex(zeroblob(200)) from n");
    }

    private Connection withTable(String name) throws SQLException {
        Connection connection = open(name);
        execute(connection, "create table t (a integer, b text)");
        return connection;
    }

    @Test
    void whatOneConnectionCommitsAnotherReads() throws SQLException {
        Connection writer = withTable("x.db");
        Connection reader = open("x.db");
        fill(writer, 500);

        assertThat(answer(writer, "pragma journal_mode")).isEqualTo("wal");
        assertThat(answer(reader, "select count(*) from t")).isEqualTo("500");
        assertThat(answer(reader, "pragma integrity_check")).isEqualTo("ok");
    }

    @Test
    void aReaderKeepsItsViewWhileAnotherCommits() throws SQLException {
        Connection writer = withTable("x.db");
        Connection reader = open("x.db");
        execute(reader, "begin");
        assertThat(answer(reader, "select count(*) from t")).isEqualTo("0");

        fill(writer, 10);

        assertThat(answer(reader, "select count(*) from t")).isEqualTo("0");
        execute(reader, "commit");
        assertThat(answer(reader, "select count(*) from t")).isEqualTo("10");
    }

    @Test
    void twoWhoWriteKeepOutOfEachOthersWay() throws SQLException {
        Connection one = withTable("x.db");
        Connection other = open("x.db");
        execute(one, "begin immediate");

        assertThatThrownBy(() -> execute(other, "begin immediate"))
                .isInstanceOfSatisfying(
                        SQLiteException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_BUSY));
        execute(one, "commit");
        execute(other, "begin immediate");
        execute(other, "commit");
    }

    @Test
    void aRollbackJournalWorksToo() throws SQLException {
        Connection one = open("x.db", SQLiteConfig.JournalMode.DELETE);
        Connection other = open("x.db", SQLiteConfig.JournalMode.DELETE);
        execute(one, "create table t (a integer, b text)");
        fill(one, 100);
        execute(other, "begin");
        assertThat(answer(other, "select count(*) from t")).isEqualTo("100");

        assertThatThrownBy(() -> fill(one, 1))
                .isInstanceOf(SQLiteException.class)
                .hasMessageContaining("BUSY");

        execute(other, "commit");
        fill(one, 1);
        assertThat(answer(other, "select count(*) from t")).isEqualTo("101");
    }

    @Test
    void theLogIsFoldedInAndGoneWhenTheLastOneCloses() throws SQLException {
        Connection one = withTable("x.db");
        fill(one, 3_000);
        assertThat(disk.root().resolve("x.db-wal")).exists();

        execute(one, "pragma wal_checkpoint(truncate)");

        assertThat(disk.root().resolve("x.db-wal")).isEmptyFile();
        one.close();
        assertThat(disk.root().resolve("x.db-wal")).doesNotExist();
        assertThat(answer(open("x.db"), "select count(*) from t")).isEqualTo("3000");
    }

    @Test
    void aDatabaseIsCopiedByVacuumInto() throws SQLException {
        Connection one = withTable("x.db");
        fill(one, 3_000);

        execute(one, "vacuum into '" + disk.root().resolve("copy.db") + "'");

        assertThat(answer(open("copy.db"), "select count(*) from t")).isEqualTo("3000");
        execute(one, "vacuum");
        assertThat(answer(one, "pragma integrity_check")).isEqualTo("ok");
    }

    @Test
    void databasesInFoldersAndSeveralOfThemAtOnceWork() throws Exception {
        Files.createDirectories(disk.root().resolve("a/b"));
        Connection one = withTable("a/b/x.db");
        execute(one, "attach '" + disk.root().resolve("y.db") + "' as y");
        execute(one, "create table y.u (a)");

        execute(one, "begin");
        execute(one, "insert into t values (1, 'one')");
        execute(one, "insert into u values (1)");
        execute(one, "commit");

        assertThat(answer(open("y.db"), "select count(*) from u")).isEqualTo("1");
        assertThatThrownBy(() -> open("missing/x.db")).isInstanceOf(SQLException.class);
    }

    @Test
    void filesOfTheRealDiskAreWhereTheyWere(@TempDir Path temp) throws SQLException {
        Path file = temp.resolve("real.db");
        try (Connection real = new SQLiteConfig().createConnection("jdbc:sqlite:" + file)) {
            execute(real, "create table t (a integer, b text)");
            fill(real, 100);
        }

        assertThat(file).isRegularFile();
        assertThat(disk.root()).isEmptyDirectory();
    }

    @Test
    void timeForSqliteIsTheDisks() throws SQLException {
        var now = Instant.parse("2026-06-15T10:00:00Z");
        try (var other = SimulatedDisk.make(1, DiskTime.standingAt(now));
                var connection = new SQLiteConfig()
                        .createConnection("jdbc:sqlite:" + other.root().resolve("x.db"))) {
            execute(connection, "create table t (a)");

            assertThat(answer(connection, "select strftime('%Y-%m-%dT%H:%M:%SZ', 'now')"))
                    .isEqualTo(now.toString());
        }
    }

    @Test
    void whoWaitsForALockDoesSoInTheDisksTime() throws SQLException {
        var waited = new ArrayList<Duration>();
        var time = new DiskTime() {
            @Override
            public Instant now() {
                return Instant.EPOCH;
            }

            @Override
            public void pass(Duration duration) {
                waited.add(duration);
            }
        };
        try (var other = SimulatedDisk.make(1, time)) {
            String url = "jdbc:sqlite:" + other.root().resolve("x.db");
            var config = new SQLiteConfig();
            config.setJournalMode(SQLiteConfig.JournalMode.WAL);
            config.setBusyTimeout(BUSY_MILLIS);
            try (Connection one = config.createConnection(url);
                    Connection two = config.createConnection(url)) {
                execute(one, "begin immediate");
                waited.clear();

                assertThatThrownBy(() -> execute(two, "begin immediate")).isInstanceOf(SQLException.class);

                assertThat(waited.stream().reduce(Duration.ZERO, Duration::plus))
                        .isBetween(Duration.ofMillis(BUSY_MILLIS - 100), Duration.ofMillis(BUSY_MILLIS));
            }
        }
    }

    @Test
    void aCommitIsSyncedBeforeItIsAnswered() throws SQLException {
        Connection one = withTable("x.db");
        var kinds = new ArrayList<Kind>();
        disk.beforeEach(operation -> kinds.add(operation.kind()));

        execute(one, "insert into t values (1, 'one')");

        assertThat(kinds).contains(Kind.WRITE).last().isNotNull();
        assertThat(kinds.lastIndexOf(Kind.SYNC)).isGreaterThan(kinds.indexOf(Kind.WRITE));
    }

    @Test
    void afterACutWhatWasOpenFailsAndWhatIsOpenedAnewWorks() throws SQLException {
        Connection one = withTable("x.db");
        fill(one, 10);
        disk.cut(new Random(1));
        assertThatThrownBy(() -> fill(one, 1)).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> open("x.db")).isInstanceOf(SQLException.class);
        disk.start();

        Connection again = open("x.db");
        assertThatThrownBy(() -> fill(one, 1)).isInstanceOf(SQLException.class);
        fill(again, 1);
        one.close();

        assertThat(answer(again, "select count(*) from t")).isEqualTo("11");
        assertThat(answer(again, "pragma integrity_check")).isEqualTo("ok");
    }

    @Test
    void aKilledProcessLosesNothingItWrote() throws SQLException {
        Connection one = withTable("x.db");
        execute(one, "pragma synchronous = off");
        fill(one, 10);

        disk.kill();
        disk.start();

        assertThat(answer(open("x.db"), "select count(*) from t")).isEqualTo("10");
    }

    @Test
    void aSectorThatCannotBeReadIsAnIoError() throws SQLException {
        Connection one = withTable("x.db");
        fill(one, 3_000);
        one.close();
        disk.faults().spoil("x.db", 20);

        assertThatThrownBy(() -> answer(open("x.db"), "select max(length(b)) from t"))
                .isInstanceOfSatisfying(
                        SQLiteException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_IOERR_READ));
    }

    @Test
    void aFullDiskIsToldAsSuchAndWorksOnceThereIsSpace() throws SQLException {
        Connection one = withTable("x.db");
        fill(one, 10);
        disk.faults().capacity(100_000);

        assertThatThrownBy(() -> fill(one, 3_000))
                .isInstanceOfSatisfying(
                        SQLiteException.class,
                        e -> assertThat(e.getResultCode()).isEqualTo(SQLiteErrorCode.SQLITE_FULL));

        assertThat(answer(one, "select count(*) from t")).isEqualTo("10");
        disk.faults().capacity(10_000_000);
        fill(one, 3_000);
        assertThat(answer(one, "pragma integrity_check")).isEqualTo("ok");
    }

    @Test
    void aHookThatThrowsIsToldOfAtTheEnd() throws SQLException {
        var other = SimulatedDisk.make(1);
        var config = new SQLiteConfig();
        try (Connection connection =
                config.createConnection("jdbc:sqlite:" + other.root().resolve("x.db"))) {
            other.beforeEach(_ -> {
                throw new IllegalStateException("a hook's own failure");
            });
            assertThatThrownBy(() -> execute(connection, "create table t (a)")).isInstanceOf(SQLException.class);
        }

        assertThatThrownBy(other::close).hasRootCauseMessage("a hook's own failure");
    }
}

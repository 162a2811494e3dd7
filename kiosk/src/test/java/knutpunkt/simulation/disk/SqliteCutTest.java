package knutpunkt.simulation.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sqlite.SQLiteConfig;

/** What SQLite itself says that it survives, it survives on this disk: otherwise the disk would be worse than real ones. */
class SqliteCutTest {
    private static final int ROWS = 12;

    private static Connection open(SimulatedDisk disk) throws SQLException {
        return new SQLiteConfig().createConnection("jdbc:sqlite:" + disk.root().resolve("x.db"));
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Rows of several pages, each committed by itself, some of them changed again, and the file made smaller at the end. */
    private static EveryCut.Story<Long> inserting(String... settings) {
        return (disk, kept) -> {
            try (Connection connection = open(disk)) {
                for (String each : settings) {
                    execute(connection, each);
                }
                execute(connection, "create table t (a integer primary key, b blob)");
                for (long row = 1; row <= ROWS; row++) {
                    execute(connection, "insert into t values (" + row + ", randomblob(9000))");
                    kept.add(row);
                    execute(connection, "update t set b = randomblob(7000) where a = " + (row / 2));
                }
                execute(connection, "vacuum");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        };
    }

    private static List<Long> rows(SimulatedDisk disk) {
        var found = new ArrayList<Long>();
        try (Connection connection = open(disk);
                Statement statement = connection.createStatement()) {
            execute(connection, "create table if not exists t (a integer primary key, b blob)");
            try (ResultSet row = statement.executeQuery("select a from t order by a")) {
                while (row.next()) {
                    found.add(row.getLong(1));
                }
            }
            try (ResultSet row = statement.executeQuery("pragma integrity_check")) {
                assertThat(row.next()).isTrue();
                assertThat(row.getString(1)).isEqualTo("ok");
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        return found;
    }

    @Test
    void aRollbackJournalWhoseFolderIsSyncedLosesNothing() {
        int cuts = EveryCut.<Long>salted(1)
                .ofChanges()
                .tell(
                        inserting("pragma journal_mode = delete", "pragma synchronous = extra"),
                        (disk, kept) -> assertThat(rows(disk)).containsAll(kept));

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void aRollbackJournalWhoseFolderIsNotSyncedMayLoseTheLastCommitAndNoOther() {
        int cuts = EveryCut.<Long>salted(2)
                .ofChanges()
                .tell(
                        inserting("pragma journal_mode = delete", "pragma synchronous = full"),
                        (disk, kept) -> assertThat(rows(disk).size()).isGreaterThanOrEqualTo(kept.size() - 1));

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void aLogThatIsSyncedAtEveryCommitLosesNothing() {
        int cuts = EveryCut.<Long>salted(3)
                .ofChanges()
                .tell(
                        inserting(
                                "pragma journal_mode = wal",
                                "pragma synchronous = full",
                                "pragma wal_autocheckpoint = 10"),
                        (disk, kept) -> assertThat(rows(disk)).containsAll(kept));

        assertThat(cuts).isGreaterThan(100);
    }

    @Test
    void aLogThatIsSyncedNowAndThenLosesOnlyTheEnd() {
        var lost = new ArrayList<Long>();
        int cuts = EveryCut.<Long>salted(4)
                .ofChanges()
                .tell(
                        inserting(
                                "pragma journal_mode = wal",
                                "pragma synchronous = normal",
                                "pragma wal_autocheckpoint = 10"),
                        (disk, kept) -> {
                            List<Long> found = rows(disk);
                            for (int i = 0; i < found.size(); i++) {
                                assertThat(found.get(i)).isEqualTo(i + 1L);
                            }
                            kept.stream().filter(each -> !found.contains(each)).forEach(lost::add);
                        });

        assertThat(cuts).isGreaterThan(50);
        assertThat(lost).isNotEmpty();
    }
}

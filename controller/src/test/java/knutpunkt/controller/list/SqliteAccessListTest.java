package knutpunkt.controller.list;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.controller.list.Applied.InForce;
import knutpunkt.controller.list.Applied.NotTaken;
import knutpunkt.controller.list.Applied.Why;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

class SqliteAccessListTest extends AccessListContract {
    @TempDir
    Path temp;

    private Path folder;
    private int lives;
    private SqliteListFile newest;

    @BeforeEach
    void makeFolder() throws IOException {
        folder = Files.createDirectory(temp.resolve("life-0"));
    }

    @Override
    ListFile openFile() {
        newest = SqliteListFile.open(file());
        return newest;
    }

    private Path file() {
        return folder.resolve("list.db");
    }

    @Override
    void kill() {
        lives++;
        Path next = temp.resolve("life-" + lives);
        try (var files = Files.list(folder)) {
            Files.createDirectory(next);
            for (Path each : files.toList()) {
                if (!each.toString().endsWith("-shm")) {
                    Files.copy(each, next.resolve(each.getFileName()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        folder = next;
    }

    @Override
    void damage() {
        overwrite(0.6, 64);
    }

    private void overwrite(double where, int bytes) {
        try (var raw = new RandomAccessFile(file().toFile(), "rw")) {
            raw.seek((long) (raw.length() * where));
            raw.write(new byte[bytes]);
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
            newest.limitPages(pagesMax);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsSetAside() throws IOException {
        openWith(list(3)).close();
        Files.writeString(file(), "this was never a database, whatever its name says; it is long enough to be one");

        var again = open();

        assertThat(again.current().revision()).isEqualTo(Revision.NONE);
        assertThat(folder.resolve("list.db.broken-1")).content().startsWith("this was never");
        assertThat(again.apply(snapshot(again.want().nonce(), list(4)))).isInstanceOf(InForce.class);
    }

    @Test
    void aDatabaseWithoutAListIsSetAside() throws SQLException {
        openWith(list(3)).close();
        execute("drop table item");

        assertThat(open().current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void anItemChangedByHandIsFound() throws SQLException {
        openWith(list(3)).close();
        execute("update item set item = replace(item, '\"blocked\":false', '\"blocked\":true')");

        assertThat(open().current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void anItemTakenOutByHandIsFound() throws SQLException {
        openWith(list(3)).close();
        execute("delete from item where key like 'badge/%'");

        assertThat(open().current().revision()).isEqualTo(Revision.NONE);
    }

    @Test
    void damageWhileRunningIsWrittenAnewFromMemory() throws SQLException {
        openWith(bigList(400, new Revision(1, 3))).close();
        var running = open();
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = other.createStatement()) {
            statement.execute("update list set one = 1");
            overwrite(0.1, 60_000);
            // Another's write makes our connection read the file anew, instead of what it remembers.
            statement.execute("update list set digest = digest || ''");
        }
        var next = bigList(401, new Revision(1, 4));

        assertThat(running.apply(snapshot(running.want().nonce(), next))).isInstanceOf(InForce.class);

        assertSame(reopenedAfterKill().current(), next);
    }

    @Test
    void aListThatDidNotFitInPlaceOfADamagedOneIsWrittenWhollyWithTheNextChange() {
        var file = new FailingListFile(openFile());
        var store = opened(file);
        store.apply(snapshot(store.want().nonce(), list(3)));
        store.keepsakes().put(Map.of("one", 1L));
        file.failWith(SQLiteErrorCode.SQLITE_CORRUPT, SQLiteErrorCode.SQLITE_FULL);

        assertThat(store.apply(blocking(store.want().nonce(), store.current()))).isEqualTo(new NotTaken(Why.STORAGE));
        assertThat(store.apply(blocking(store.want().nonce(), store.current()))).isInstanceOf(InForce.class);

        var again = reopenedAfterKill();
        assertSame(again.current(), store.current());
        assertThat(again.keepsakes().find("one")).hasValue(1);
    }

    @Test
    void afterTheWholeListWasWrittenChangesAreEnoughAgain() {
        var file = new FailingListFile(openFile());
        var store = opened(file);
        store.apply(snapshot(store.want().nonce(), list(3)));
        file.failWith(SQLiteErrorCode.SQLITE_CORRUPT);

        store.apply(blocking(store.want().nonce(), store.current()));
        store.apply(unblocking(store.want().nonce(), store.current()));

        assertThat(file.changes()).isOne();
        assertSame(reopenedAfterKill().current(), store.current());
    }

    @Test
    void aSettingAsideThatFailedIsFinishedByTheNextWrite() throws IOException {
        openWith(list(3));
        Files.writeString(folder.resolve("list.db.broken-1"), "an older one");
        Path inTheWay = Files.createDirectories(folder.resolve("list.db.broken-2/full"));
        assertThatThrownBy(newest::setAside).isInstanceOf(ListUnavailable.class);
        assertThatThrownBy(() -> newest.put(Map.of("one", 1L))).isInstanceOf(ListUnavailable.class);

        Files.delete(inTheWay);
        newest.put(Map.of("one", 1L));
        newest.replace(list(4), Optional.empty());

        assertThat(folder.resolve("list.db.broken-2")).content().isEqualTo("an older one");
        assertThat(folder.resolve("list.db.broken-1")).isNotEmptyFile();
        var again = reopenedAfterKill();
        assertSame(again.current(), list(4));
        assertThat(again.keepsakes().find("one")).hasValue(1);
    }

    @Test
    void nothingIsWrittenAfterTheEnd() {
        var file = openFile();
        file.close();

        assertThatThrownBy(() -> file.put(Map.of("one", 1L))).isInstanceOf(ListUnavailable.class);
    }

    @Test
    void aFileFromBeforeThereWereSealsIsReadAndTakesThem() throws SQLException {
        openWith(list(3)).close();
        execute("alter table list drop column seal");
        execute("pragma user_version = 1");

        var store = open();

        assertSame(store.current(), list(3));
        assertThat(store.want().seal()).isEmpty();
        assertThat(store.apply(snapshot(store.want().nonce(), list(4)))).isInstanceOf(InForce.class);
    }

    @Test
    void aListOfANewerVersionRefusesToStart() throws SQLException {
        open().close();
        execute("pragma user_version = 3");

        assertThatThrownBy(this::openFile).isInstanceOf(ListUnavailable.class).hasMessageContaining("newer version");
    }

    @Test
    void aFolderThatCannotBeWrittenToRefusesToStart() {
        folder = temp.resolve("missing");

        assertThatThrownBy(this::openFile).isInstanceOf(ListUnavailable.class);
    }

    private void execute(String sql) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:sqlite:" + file());
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}

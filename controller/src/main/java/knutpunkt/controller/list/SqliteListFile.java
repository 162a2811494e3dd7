package knutpunkt.controller.list;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.controller.sqlite.ChangeLog;
import knutpunkt.controller.sqlite.DatabaseFiles;
import knutpunkt.controller.sqlite.Sql;
import knutpunkt.controller.sqlite.SqliteTrouble;
import knutpunkt.wire.Hash;
import knutpunkt.wire.message.Seal;
import knutpunkt.wire.message.WireJson;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The list as an SQLite file of its own, so that a big one never holds up the journal. */
final class SqliteListFile implements ListFile {
    /** The form of the tables. A file with a higher number was written by a newer version. */
    static final int VERSION = 2;

    /** How many damaged files are kept; the oldest make way. */
    static final int BROKEN_MAX = 2;

    private static final int BUSY_MILLIS = 2_000;
    private static final int READ_MAX = 3;
    private static final String SCHEMA = """
            create table list (
                one integer primary key check (one = 1),
                revision text not null,
                digest text not null,
                seal text
            ) strict;
            create table item (key text primary key, item text not null) strict, without rowid;
            create table keepsake (name text primary key, number integer not null) strict, without rowid;
            """;

    /** From the form before there were seals. */
    private static final String SINCE_1 = "alter table list add column seal text";

    private final Path path;
    private final DatabaseFiles files;
    private final ReentrantLock lock = new ReentrantLock();

    // All of these under the lock.
    private final Map<String, Long> keepsakes = new HashMap<>(); // those of this run, for the file after this one
    private Connection connection;
    private boolean toSetAside;
    private boolean closed;

    private SqliteListFile(Path path, Connection connection) {
        this.path = path;
        this.files = new DatabaseFiles(path, BROKEN_MAX);
        this.connection = connection;
    }

    static SqliteListFile open(Path file) {
        Path path = file.toAbsolutePath();
        try {
            return new SqliteListFile(path, connect(path));
        } catch (SQLException e) {
            if (!SqliteTrouble.isDamage(e)) {
                throw new ListUnavailable("the access list [" + path + "] cannot be opened", e);
            }
            // Nothing of it can be read. An open file without a list is the damaged case of load().
            return new SqliteListFile(path, unreadable(path, e));
        }
    }

    /** Stands in for a file that SQLite does not open: whatever is asked of it fails as damaged. */
    private static Connection unreadable(Path path, SQLException why) {
        try {
            return new SQLiteConfig().createConnection("jdbc:sqlite:" + path);
        } catch (SQLException e) {
            e.addSuppressed(why);
            throw new ListUnavailable("the access list [" + path + "] cannot be opened", e);
        }
    }

    private static Connection connect(Path path) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false); // nobody asks for them, and each would cost a second statement
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + path);
        try {
            int version = Sql.number(connection, "pragma user_version");
            if (version > VERSION) {
                throw new ListUnavailable("the access list [" + path + "] has form [" + version
                        + "] and was written by a newer version; this one knows " + VERSION);
            }
            if (version == 0 && Sql.number(connection, "select count(*) from sqlite_schema") == 0) {
                bringTo(connection, SCHEMA);
            }
            ChangeLog.beginAnew(connection);
            if (version == 1) {
                bringTo(connection, SINCE_1);
            }
            return connection;
        } catch (SQLException | ListUnavailable e) {
            connection.close();
            throw e;
        }
    }

    private static void bringTo(Connection connection, String script) throws SQLException {
        Sql.write(connection, () -> {
            Sql.execute(connection, script);
            Sql.execute(connection, "pragma user_version = " + VERSION);
        });
    }

    /** A database, but without our tables. */
    private static boolean isOfAnother(SQLException e) {
        return e instanceof SQLiteException sqlite && sqlite.getResultCode() == SQLiteErrorCode.SQLITE_ERROR;
    }

    @Override
    public Optional<Claim> load(Consumer<AccessItem> into) throws ListDamaged {
        lock.lock();
        try {
            return readSomehow(into);
        } catch (SQLException e) {
            if (SqliteTrouble.isDamage(e) || isOfAnother(e)) {
                throw new ListDamaged("[" + path + "] cannot be read", e);
            }
            throw new ListUnavailable(
                    "the access list [" + path + "] cannot be read now and is left as it is; the disk says ["
                            + e.getMessage() + "]: start again, and if that does not help, replace the disk",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ListDamaged("[" + path + "] does not hold a list", e);
        } catch (JsonProcessingException e) {
            throw new ListDamaged("[" + path + "] holds an item that is none", e);
        } finally {
            lock.unlock();
        }
    }

    /** A disk that once does not give what is on it may do so when asked again; what it gave before counts only once. */
    private Optional<Claim> readSomehow(Consumer<AccessItem> into)
            throws SQLException, JsonProcessingException, ListDamaged {
        for (int tries = 1; ; tries++) {
            try {
                return read(into);
            } catch (SQLException e) {
                if (SqliteTrouble.isDamage(e) || tries == READ_MAX) {
                    throw e;
                }
            }
        }
    }

    private Optional<Claim> read(Consumer<AccessItem> into) throws SQLException, JsonProcessingException, ListDamaged {
        try (Statement statement = connection.createStatement()) {
            Claim claim;
            try (ResultSet row = statement.executeQuery("select revision, digest, seal from list")) {
                if (!row.next()) {
                    return Optional.empty();
                }
                claim = new Claim(
                        Revision.parse(row.getString(1)),
                        new Hash(row.getString(2)),
                        Optional.ofNullable(row.getString(3)).map(Seal::new));
            }
            try (ResultSet row = statement.executeQuery("select key, item from item")) {
                while (row.next()) {
                    AccessItem item = WireJson.mapper().readValue(row.getString(2), AccessItem.class);
                    if (!item.key().equals(row.getString(1))) {
                        throw new ListDamaged("[" + path + "] holds an item under another's key");
                    }
                    into.accept(item);
                }
            }
            return Optional.of(claim);
        }
    }

    @Override
    public void replace(AccessList list, Optional<Seal> seal) {
        write(() -> {
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("delete from item");
            }
            put(list.items().iterator());
            standAt(new Claim(list.revision(), list.digest(), seal));
            keep(keepsakes);
        });
    }

    @Override
    public void change(Claim to, List<? extends AccessItem> put, List<String> removedKeys) {
        write(() -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from item where key = ?")) {
                for (String key : removedKeys) {
                    delete.setString(1, key);
                    delete.executeUpdate();
                }
            }
            put(put.iterator());
            standAt(to);
        });
    }

    private void put(Iterator<? extends AccessItem> items) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("insert or replace into item (key, item) values (?, ?)")) {
            while (items.hasNext()) {
                AccessItem item = items.next();
                insert.setString(1, item.key());
                insert.setString(2, jsonOf(item));
                insert.executeUpdate();
            }
        }
    }

    private static String jsonOf(AccessItem item) {
        try {
            return WireJson.mapper().writerFor(AccessItem.class).writeValueAsString(item);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a valid item must have a JSON form", e);
        }
    }

    private void standAt(Claim claim) throws SQLException {
        try (PreparedStatement stand = connection.prepareStatement(
                "insert or replace into list (one, revision, digest, seal) values (1, ?, ?, ?)")) {
            stand.setString(1, claim.revision().toString());
            stand.setString(2, claim.digest().hex());
            stand.setString(3, claim.seal().map(Seal::text).orElse(null));
            stand.executeUpdate();
        }
    }

    @Override
    public OptionalLong find(String name) {
        lock.lock();
        try (PreparedStatement select = connection.prepareStatement("select number from keepsake where name = ?")) {
            select.setString(1, name);
            try (ResultSet row = select.executeQuery()) {
                if (!row.next()) {
                    return OptionalLong.empty();
                }
                keepsakes.put(name, row.getLong(1));
                return OptionalLong.of(row.getLong(1));
            }
        } catch (SQLException e) {
            throw new ListUnavailable("[" + name + "] cannot be read from [" + path + "]", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void put(Map<String, Long> numbers) {
        lock.lock();
        try {
            write(() -> keep(numbers));
            keepsakes.putAll(numbers);
        } finally {
            lock.unlock();
        }
    }

    private void keep(Map<String, Long> numbers) throws SQLException {
        try (PreparedStatement put =
                connection.prepareStatement("insert or replace into keepsake (name, number) values (?, ?)")) {
            for (Map.Entry<String, Long> each : numbers.entrySet()) {
                put.setString(1, each.getKey());
                put.setLong(2, each.getValue());
                put.executeUpdate();
            }
        }
    }

    private void write(Sql.Writing writing) {
        lock.lock();
        try {
            connectAgain();
            Sql.write(connection, writing);
        } catch (SQLException | IOException e) {
            throw new ListUnavailable("[" + path + "] cannot be written now", e);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void setAside() {
        lock.lock();
        try {
            connection.close();
            toSetAside = true;
            connectAgain();
        } catch (SQLException | IOException e) {
            throw new ListUnavailable("the damaged access list [" + path + "] cannot be set aside", e);
        } finally {
            lock.unlock();
        }
    }

    /** Finishes a setting aside, of which a full disk may have kept us. */
    private void connectAgain() throws SQLException, IOException {
        if (toSetAside) {
            files.setAside();
            toSetAside = false;
        }
        if (connection.isClosed() && !closed) {
            connection = connect(path);
        }
    }

    /** Lets the file grow to so many pages, as a full disk would; for tests. */
    void limitPages(int pagesMax) throws SQLException {
        lock.lock();
        try {
            Sql.number(connection, "pragma max_page_count = " + pagesMax);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            connection.close();
        } catch (SQLException e) {
            throw new ListUnavailable("[" + path + "] does not close", e);
        } finally {
            lock.unlock();
        }
    }
}

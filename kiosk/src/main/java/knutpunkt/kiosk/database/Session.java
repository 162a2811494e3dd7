package knutpunkt.kiosk.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.sqlite.SQLiteConfig;

/** One connection with its prepared statements. Used by one thread at a time. */
final class Session implements AutoCloseable {
    /** How many statements stay prepared; the one not used for longest is closed first. */
    private static final int STATEMENTS_MAX = 128;

    /**
     * How long to wait for another process, such as a backup, that holds the file. Within this process nobody ever
     * waits here: there is one writer, and readers do not block it.
     */
    private static final int BUSY_MILLIS = 30_000;

    /** How long emptying the log may keep the writer from its work, waiting for those who read. */
    private static final int EMPTYING_MILLIS = 250;

    private final Connection connection;
    private final LinkedHashMap<String, PreparedStatement> statements = new LinkedHashMap<>(16, 0.75f, true);

    private Session(Connection connection) {
        this.connection = connection;
    }

    static Session writer(Path file) throws SQLException {
        return open(file, "PRAGMA query_only = OFF");
    }

    static Session reader(Path file) throws SQLException {
        return open(file, "PRAGMA query_only = ON");
    }

    /** For a look at a file that must stay as it is; it is not made, and its log is not written into it. */
    static Session viewer(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(BUSY_MILLIS);
        return new Session(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), config.toProperties()));
    }

    private static Session open(Path file, String last) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false); // nobody asks for them, and each would cost a second statement
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        // What is deleted is overwritten, so that nobody finds it in the file: some of it is about people.
        config.setPragma(SQLiteConfig.Pragma.SECURE_DELETE, "true");
        Properties properties = config.toProperties();
        var session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties));
        try {
            session.execute(last);
        } catch (SQLException e) {
            session.close();
            throw e;
        }
        return session;
    }

    /** Runs one statement or a whole script. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** Writes the log beside the file into the file and empties it; false when somebody else stood in the way. */
    boolean emptyLog() throws SQLException {
        execute("PRAGMA busy_timeout = " + EMPTYING_MILLIS);
        try (Statement statement = connection.createStatement();
                ResultSet results = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            return results.next() && results.getInt("busy") == 0;
        } finally {
            execute("PRAGMA busy_timeout = " + BUSY_MILLIS);
        }
    }

    /** Prepared earlier or now; whoever takes it uses it up before asking for the next. */
    PreparedStatement prepared(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known != null) {
            return known;
        }
        PreparedStatement fresh = connection.prepareStatement(sql);
        statements.put(sql, fresh);
        if (statements.size() > STATEMENTS_MAX) {
            Map.Entry<String, PreparedStatement> oldest = statements.firstEntry();
            statements.remove(oldest.getKey());
            oldest.getValue().close();
        }
        return fresh;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}

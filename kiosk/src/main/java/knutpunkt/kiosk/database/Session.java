package knutpunkt.kiosk.database;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
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

    private static Session open(Path file, String last) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.enforceForeignKeys(true);
        config.setBusyTimeout(BUSY_MILLIS);
        Properties properties = config.toProperties();
        var session = new Session(DriverManager.getConnection("jdbc:sqlite:" + file.toAbsolutePath(), properties));
        session.execute(last);
        return session;
    }

    /** Runs one statement or a whole script. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
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

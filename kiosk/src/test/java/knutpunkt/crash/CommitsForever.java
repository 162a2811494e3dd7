package knutpunkt.crash;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConfig;

/**
 * A process that commits one row after the other to the SQLite file it is given, as the journal does: write-ahead log, full
 * syncs, a second connection that reads. It writes each row's number to its output once the commit has returned.
 */
final class CommitsForever {
    /** Small, so that the log is folded into the file again and again. */
    private static final int CHECKPOINT_PAGES = 24;

    private static final int ROW_BYTES = 700;

    private CommitsForever() {}

    public static void main(String[] arguments) throws SQLException {
        try (Connection writer = connect(arguments[0]);
                Connection reader = connect(arguments[0])) {
            execute(writer, "create table if not exists kept (number integer primary key, text text not null)");
            for (long number = newest(reader) + 1; ; number++) {
                execute(writer, "insert into kept values (" + number + ", hex(randomblob(" + ROW_BYTES / 2 + ")))");
                if (newest(reader) != number) {
                    throw new IllegalStateException("row [" + number + "] is committed and must be seen");
                }
                System.out.println(number);
            }
        }
    }

    private static Connection connect(String file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        execute(connection, "pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
        return connection;
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            int _ = statement.executeUpdate(sql);
        }
    }

    private static long newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var row = statement.executeQuery("select coalesce(max(number), 0) from kept")) {
            return row.getLong(1);
        }
    }
}

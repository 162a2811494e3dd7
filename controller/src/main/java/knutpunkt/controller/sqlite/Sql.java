package knutpunkt.controller.sqlite;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** SQL without parameters. */
public final class Sql {
    private Sql() {}

    /** Several statements too. */
    public static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    /** The first number of the answer; 0 if there is none. */
    public static int number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    /** What belongs into one transaction. */
    public interface Writing {
        void run() throws SQLException;
    }

    /**
     * Keeps all of it or nothing, durable when this returns. Said in SQL, as the driver loses count of transactions that
     * SQLite itself rolled back.
     */
    public static void write(Connection connection, Writing writing) throws SQLException {
        execute(connection, "begin immediate");
        try {
            writing.run();
            execute(connection, "commit");
        } catch (SQLException e) {
            rollBack(connection, e);
            throw e;
        }
    }

    private static void rollBack(Connection connection, SQLException why) {
        try {
            execute(connection, "rollback");
        } catch (SQLException e) {
            why.addSuppressed(e); // SQLite has rolled back already, as on a full disk.
        }
    }
}

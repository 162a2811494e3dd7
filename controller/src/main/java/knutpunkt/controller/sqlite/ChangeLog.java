package knutpunkt.controller.sqlite;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** SQLite's log of changes beside a file, to which it appends what is committed, a sector at least with every sync. */
public final class ChangeLog {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeLog.class);

    private ChangeLog() {}

    /**
     * Folds into the file what the last run left in the log, so that the log is written from its beginning again. To be
     * called before the first commit: after a power cut the log may end within a sector, and a second cut while that sector
     * is written could take what was committed before it. A disk that cannot do it now is left as it is.
     */
    public static void beginAnew(Connection connection) {
        try (Statement statement = connection.createStatement()) {
            statement.execute("pragma wal_checkpoint(truncate)");
        } catch (SQLException e) {
            LOG.info("the log of changes goes on where it ended: {}", e.getMessage());
        }
    }
}

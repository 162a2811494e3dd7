package knutpunkt.controller.sqlite;

import java.sql.SQLException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** What is at fault when SQLite fails: the file's content, which is set aside, or the disk under it, which may pass. */
public final class SqliteTrouble {
    /** How SQLite's own check names what kept it from a page. */
    private static final Pattern ERROR_CODE = Pattern.compile("error code=([0-9]{1,9})");

    private SqliteTrouble() {}

    /** Whether the file's content is at fault, rather than the disk under it. */
    public static boolean isDamage(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (isDamage(sqlite.getResultCode().code)
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_READONLY_DBMOVED);
    }

    private static boolean isDamage(int code) {
        int primary = code & 0xFF;
        return primary == SQLiteErrorCode.SQLITE_CORRUPT.code || primary == SQLiteErrorCode.SQLITE_NOTADB.code;
    }

    /** Whether there was no room, so that giving some back may help. */
    public static boolean isFull(SQLException e) {
        return e instanceof SQLiteException sqlite
                && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_FULL
                        || sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_SHMSIZE);
    }

    /**
     * SQLite's check tells of a page that the disk did not give in so many words, as it tells of damage.
     *
     * @throws SQLException if that is what it said
     */
    public static void requireNoDiskError(String complaint) throws SQLException {
        Matcher code = ERROR_CODE.matcher(complaint);
        while (code.find()) {
            if (!isDamage(Integer.parseInt(code.group(1)))) {
                throw new SQLException("the disk does not let it be checked: " + complaint);
            }
        }
    }
}

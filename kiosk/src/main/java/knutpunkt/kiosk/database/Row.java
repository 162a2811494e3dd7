package knutpunkt.kiosk.database;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of an answer, valid only while its reader runs. Times are kept as milliseconds since 1970, truths as 0 and 1.
 * A method without {@code find} in its name refuses a null: it says that the column is never one.
 */
public final class Row {
    private final ResultSet results;

    Row(ResultSet results) {
        this.results = results;
    }

    public String text(String column) {
        return required(column, findText(column));
    }

    public Optional<String> findText(String column) {
        try {
            return Optional.ofNullable(results.getString(column));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    public long number(String column) {
        return required(column, findNumber(column));
    }

    public Optional<Long> findNumber(String column) {
        try {
            long number = results.getLong(column);
            return results.wasNull() ? Optional.empty() : Optional.of(number);
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    public Instant time(String column) {
        return Instant.ofEpochMilli(number(column));
    }

    public Optional<Instant> findTime(String column) {
        return findNumber(column).map(Instant::ofEpochMilli);
    }

    public boolean flag(String column) {
        return number(column) != 0;
    }

    public byte[] bytes(String column) {
        try {
            byte @Nullable [] bytes = results.getBytes(column);
            return required(column, Optional.ofNullable(bytes));
        } catch (SQLException e) {
            throw unreadable(column, e);
        }
    }

    private static <T> T required(String column, Optional<T> value) {
        return value.orElseThrow(() -> new DatabaseUnusable("column [" + column + "] is null and must not be"));
    }

    private static DatabaseUnusable unreadable(String column, SQLException cause) {
        return new DatabaseUnusable("column [" + column + "] cannot be read: " + cause.getMessage(), cause);
    }
}

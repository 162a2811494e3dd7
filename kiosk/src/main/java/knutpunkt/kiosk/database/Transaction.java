package knutpunkt.kiosk.database;

import static java.util.Objects.requireNonNull;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Work in progress that is kept whole or not at all. Valid only within the work it was given to, and only on that
 * thread. Values may be text, numbers, booleans, bytes, an {@link Instant}, an enum (by its name) or an
 * {@link Optional} of these; an empty one is null.
 */
public final class Transaction {
    private final Session session;
    private final boolean writes;
    private final List<Runnable> afterCommit = new ArrayList<>();

    Transaction(Session session, boolean writes) {
        this.session = session;
        this.writes = writes;
    }

    /** Makes a value of one row. */
    @FunctionalInterface
    public interface RowReader<T> {
        T read(Row row);
    }

    /** Inserts, updates or deletes; answers how many rows it touched. */
    public int update(String sql, Object... values) {
        try {
            PreparedStatement statement = session.prepared(sql);
            bind(statement, values);
            return statement.executeUpdate();
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /** Every row of the answer, in its order. Bound it with {@code limit} where the table may grow. */
    public <T> List<T> list(String sql, RowReader<T> reader, Object... values) {
        try {
            PreparedStatement statement = session.prepared(sql);
            bind(statement, values);
            var rows = new ArrayList<T>();
            try (ResultSet results = statement.executeQuery()) {
                var row = new Row(results);
                while (results.next()) {
                    rows.add(reader.read(row));
                }
            }
            return rows;
        } catch (SQLException e) {
            throw failed(sql, e);
        }
    }

    /**
     * The only row of the answer, or none.
     *
     * @throws IllegalStateException when there are several: the query does not say what it means
     */
    public <T> Optional<T> one(String sql, RowReader<T> reader, Object... values) {
        List<T> rows = list(sql, reader, values);
        if (rows.size() > 1) {
            throw new IllegalStateException("one row or none expected, not [" + rows.size() + "], from: " + sql);
        }
        return rows.stream().findFirst();
    }

    /** Whether there is any such row. */
    public boolean exists(String sql, Object... values) {
        return !list(sql, row -> true, values).isEmpty();
    }

    /**
     * Runs something once this is committed, outside the writer's turn, on the thread that did the work; never if it is
     * rolled back. Hooks of two transactions may run in either order, so a hook says that something changed, and
     * whoever hears it reads anew.
     */
    public void afterCommit(Runnable hook) {
        if (!writes) {
            throw new IllegalStateException("a read commits nothing: afterCommit belongs in a write");
        }
        afterCommit.add(requireNonNull(hook, "hook"));
    }

    List<Runnable> hooks() {
        return List.copyOf(afterCommit);
    }

    private static void bind(PreparedStatement statement, Object[] values) throws SQLException {
        for (int i = 0; i < values.length; i++) {
            bind(statement, i + 1, values[i]);
        }
    }

    private static void bind(PreparedStatement statement, int index, Object value) throws SQLException {
        switch (value) {
            case String text -> statement.setString(index, text);
            case Long number -> statement.setLong(index, number);
            case Integer number -> statement.setInt(index, number);
            case Boolean flag -> statement.setInt(index, flag ? 1 : 0);
            case Instant time -> statement.setLong(index, time.toEpochMilli());
            case Enum<?> word -> statement.setString(index, word.name());
            case byte[] bytes -> statement.setBytes(index, bytes);
            case Optional<?> optional when optional.isPresent() -> bind(statement, index, optional.get());
            case Optional<?> _ -> statement.setObject(index, null);
            default ->
                throw new IllegalArgumentException("value " + index + " has type ["
                        + value.getClass().getSimpleName() + "], which no column holds: give its text");
        }
    }

    private static DatabaseUnusable failed(String sql, SQLException cause) {
        return new DatabaseUnusable("the database refused [" + sql + "]: " + cause.getMessage(), cause);
    }
}

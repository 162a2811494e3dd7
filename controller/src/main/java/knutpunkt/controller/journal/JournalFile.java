package knutpunkt.controller.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.controller.sqlite.ChangeLog;
import knutpunkt.controller.sqlite.Sql;
import knutpunkt.controller.sqlite.SqliteTrouble;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Header;
import knutpunkt.wire.record.JournalRecord;
import org.sqlite.SQLiteConfig;

/**
 * One SQLite file and its SQL. A connection writes and another reads, so that sending old records never holds up the
 * record of a grant. Not thread-safe: the journal sees to one writer and one reader at a time.
 */
final class JournalFile implements AutoCloseable {
    /** The form of the tables. A file with a higher number was written by a newer version. */
    static final int VERSION = 2;

    private static final String SCHEMA = """
            create table journal (
                one integer primary key check (one = 1),
                id text not null,
                start_sequence integer not null,
                start_hash text not null,
                acknowledged integer not null,
                counted_millis integer not null default 0
            ) strict;
            create table mark (up_to integer primary key, at_millis integer not null) strict;
            create table record (
                sequence integer primary key,
                boot text not null,
                kind text not null,
                uptime_millis integer not null,
                at_millis integer not null,
                clock text not null,
                salt text not null,
                body text not null,
                hash text not null
            ) strict;
            """;

    /** From the first form, which kept records for a week after they were made rather than after they were acknowledged. */
    private static final String FROM_FIRST = """
            begin immediate;
            alter table journal add column counted_millis integer not null default 0;
            create table mark (up_to integer primary key, at_millis integer not null) strict;
            pragma user_version = 2;
            commit;
            """;

    /** The log of changes is folded into the file from elsewhere; this many pages are the backstop. */
    private static final int CHECKPOINT_PAGES = 4_000;

    private static final int BUSY_MILLIS = 2_000;

    private final Connection writer;
    private final Connection reader;
    private PreparedStatement insert;
    private PreparedStatement acknowledge;

    private JournalFile(Connection writer, Connection reader) throws SQLException {
        this.writer = writer;
        this.reader = reader;
        this.insert = insertion(writer);
        this.acknowledge = acknowledgement(writer);
    }

    private static PreparedStatement insertion(Connection writer) throws SQLException {
        return writer.prepareStatement("insert into record values (?, ?, ?, ?, ?, ?, ?, ?, ?)");
    }

    private static PreparedStatement acknowledgement(Connection writer) throws SQLException {
        return writer.prepareStatement("update journal set acknowledged = ?1 where acknowledged <> ?1");
    }

    /**
     * What the file says of itself.
     *
     * @param start the sequence and hash before the oldest kept record
     */
    record Standing(ChainHead start, ChainHead head, long acknowledged) {}

    /**
     * Opens a file that is there.
     *
     * @return empty when there is nothing in it: its making was interrupted
     */
    static Optional<JournalFile> open(Path file) throws SQLException {
        Connection writer = connect(file);
        try {
            int version = Sql.number(writer, "pragma user_version");
            if (version > VERSION) {
                throw new JournalUnavailable("the journal [" + file + "] has form [" + version
                        + "] and was written by a newer version; this one knows " + VERSION);
            }
            if (version == 0 && Sql.number(writer, "select count(*) from sqlite_schema") == 0) {
                writer.close();
                return Optional.empty();
            }
            ChangeLog.beginAnew(writer);
            if (version == 1) {
                Sql.execute(writer, FROM_FIRST);
            }
            return Optional.of(over(writer, file));
        } catch (SQLException | JournalUnavailable e) {
            writer.close();
            throw e;
        }
    }

    /** Makes the tables with their first records, all or nothing. */
    static JournalFile create(Path file, JournalId id, List<JournalRecord> first) throws SQLException {
        Connection writer = connect(file);
        try {
            Sql.execute(writer, "begin immediate");
            Sql.execute(writer, SCHEMA);
            Sql.execute(writer, "pragma user_version = " + VERSION);
            try (PreparedStatement row = writer.prepareStatement("insert into journal values (1, ?, 0, ?, 0, 0)")) {
                row.setString(1, id.text());
                row.setString(2, Hash.ZERO.hex());
                row.executeUpdate();
            }
            JournalFile made = over(writer, file);
            try {
                made.add(first);
                Sql.execute(writer, "commit");
            } catch (SQLException e) {
                made.reader.close();
                throw e;
            }
            return made;
        } catch (SQLException e) {
            writer.close();
            throw e;
        }
    }

    /** With a second connection, to read by. */
    private static JournalFile over(Connection writer, Path file) throws SQLException {
        Connection reader = connect(file);
        try {
            return new JournalFile(writer, reader);
        } catch (SQLException e) {
            reader.close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setGetGeneratedKeys(false); // nobody asks for them, and each would cost a second statement
        config.setBusyTimeout(BUSY_MILLIS);
        Connection connection = config.createConnection("jdbc:sqlite:" + file);
        try {
            Sql.execute(connection, "pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** Appends records and notes what is acknowledged, in one transaction; returns once it is synced. */
    void insert(List<JournalRecord> records, long acknowledged) throws SQLException {
        write(() -> {
            add(records);
            acknowledge.setLong(1, acknowledged);
            acknowledge.executeUpdate();
        });
    }

    private void add(List<JournalRecord> records) throws SQLException {
        for (JournalRecord each : records) {
            Header header = each.header();
            if (!(each.content() instanceof Content.Kept(var salt, var body))) {
                throw new IllegalStateException("a new record has its content");
            }
            insert.setLong(1, header.sequence());
            insert.setString(2, header.boot().text());
            insert.setString(3, header.kind());
            insert.setLong(4, header.uptimeMillis());
            insert.setLong(5, header.at().toEpochMilli());
            insert.setString(6, header.clockWord());
            insert.setString(7, salt);
            insert.setString(8, body);
            insert.setString(9, each.hash().hex());
            insert.executeUpdate();
        }
    }

    /** Forgets everything up to a sequence; its hash stays, for the record after it. */
    void deleteThrough(long sequence, Hash hash, long acknowledged) throws SQLException {
        write(() -> {
            try (PreparedStatement delete = writer.prepareStatement("delete from record where sequence <= ?")) {
                delete.setLong(1, sequence);
                delete.executeUpdate();
            }
            try (PreparedStatement start = writer.prepareStatement(
                    "update journal set start_sequence = ?, start_hash = ?, acknowledged = ?")) {
                start.setLong(1, sequence);
                start.setString(2, hash.hex());
                start.setLong(3, acknowledged);
                start.executeUpdate();
            }
        });
    }

    /** Notes how long what is acknowledged has been kept. */
    void note(Keeping.Written written, long acknowledged) throws SQLException {
        write(() -> {
            Sql.execute(writer, "delete from mark");
            try (PreparedStatement mark = writer.prepareStatement("insert into mark values (?, ?)")) {
                for (Map.Entry<Long, Long> each : written.marks().entrySet()) {
                    mark.setLong(1, each.getKey());
                    mark.setLong(2, each.getValue());
                    mark.executeUpdate();
                }
            }
            try (PreparedStatement counted =
                    writer.prepareStatement("update journal set counted_millis = ?, acknowledged = ?")) {
                counted.setLong(1, written.countedMillis());
                counted.setLong(2, acknowledged);
                counted.executeUpdate();
            }
        });
    }

    Keeping.Written kept() throws SQLException {
        var marks = new HashMap<Long, Long>();
        try (Statement statement = reader.createStatement()) {
            try (ResultSet row = statement.executeQuery("select up_to, at_millis from mark")) {
                while (row.next()) {
                    marks.put(row.getLong(1), row.getLong(2));
                }
            }
            try (ResultSet row = statement.executeQuery("select counted_millis from journal")) {
                return new Keeping.Written(row.next() ? row.getLong(1) : 0, marks);
            }
        }
    }

    private void write(Sql.Writing writing) throws SQLException {
        try {
            Sql.write(writer, writing);
        } catch (SQLException e) {
            prepareAnew(e);
            throw e;
        }
    }

    /** The driver closes a statement that failed, and no other. */
    private void prepareAnew(SQLException why) {
        try (var _ = insert;
                var _ = acknowledge) {
            insert = insertion(writer);
            acknowledge = acknowledgement(writer);
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** What is in the file now, as far as its ends tell. */
    Standing standing() throws SQLException, JournalDamaged {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("""
                        select id, start_sequence, start_hash, acknowledged,
                            (select max(sequence) from record),
                            (select hash from record order by sequence desc limit 1)
                        from journal""")) {
            if (!row.next()) {
                throw new JournalDamaged("it does not say which journal it is");
            }
            var id = new JournalId(row.getString(1));
            var start = new ChainHead(id, row.getLong(2), new Hash(row.getString(3)));
            long last = row.getLong(5);
            ChainHead head = row.wasNull() ? start : new ChainHead(id, last, new Hash(row.getString(6)));
            return new Standing(start, head, row.getLong(4));
        } catch (IllegalArgumentException e) {
            throw new JournalDamaged("what it says of itself cannot be", e);
        }
    }

    /** Records after one sequence and up to another, oldest first. */
    List<JournalRecord> read(JournalId journal, long after, long upTo, int countMax)
            throws SQLException, JournalDamaged {
        var records = new ArrayList<JournalRecord>();
        try (PreparedStatement statement = reader.prepareStatement(
                "select * from record where sequence > ? and sequence <= ? order by sequence limit ?")) {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            statement.setInt(3, countMax);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    records.add(recordOf(journal, row));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new JournalDamaged("a record after " + after + " is not one", e);
        }
        return records;
    }

    private static JournalRecord recordOf(JournalId journal, ResultSet row) throws SQLException {
        var header = new Header(
                journal,
                row.getLong("sequence"),
                new BootId(row.getString("boot")),
                row.getString("kind"),
                row.getLong("uptime_millis"),
                Instant.ofEpochMilli(row.getLong("at_millis")),
                row.getString("clock"));
        var content = new Content.Kept(row.getString("salt"), row.getString("body"));
        return new JournalRecord(header, content, new Hash(row.getString("hash")));
    }

    /**
     * The first complaint of SQLite's own check, or empty.
     *
     * @throws SQLException also when the check tells, in so many words, that the disk did not give a page: that is no damage
     */
    Optional<String> complaint() throws SQLException {
        try (Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("pragma quick_check(1)")) {
            String said = row.next() ? row.getString(1) : "no answer";
            SqliteTrouble.requireNoDiskError(said);
            return "ok".equals(said) ? Optional.empty() : Optional.of(said);
        }
    }

    long count() throws SQLException {
        return Sql.number(reader, "select count(*) from record");
    }

    /** Folds the log of changes into the file as far as that holds nobody up. */
    void checkpoint() throws SQLException {
        try (Statement statement = reader.createStatement()) {
            statement.execute("pragma wal_checkpoint(passive)");
        }
    }

    /** Lets the file grow to so many pages, as a full disk would; for tests. */
    void limitPages(int pagesMax) throws SQLException {
        Sql.number(writer, "pragma max_page_count = " + pagesMax);
    }

    @Override
    public void close() throws SQLException {
        try (reader;
                writer) {
            insert.close();
            acknowledge.close();
        }
    }
}

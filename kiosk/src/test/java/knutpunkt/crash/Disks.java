package knutpunkt.crash;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import knutpunkt.access.Revision;

/**
 * What is in the databases of a copied disk, read with plain SQL. A copy of a disk in use is as good as one after a cut:
 * SQLite finds in it what had been committed.
 */
final class Disks {
    private Disks() {}

    /**
     * What a controller keeps.
     *
     * @param acknowledged the newest record that the service said it has
     * @param list the revision of the access list it decides by
     * @param damages what SQLite says of its files
     */
    record OfController(List<Kept> records, long acknowledged, Revision list, List<String> damages) {}

    /**
     * What the service keeps.
     *
     * @param records what it has of the controller's journals
     * @param present who is on site; somebody who is there twice is listed twice
     * @param blocked whether each badge is blocked, by its id
     * @param damages what SQLite says of its file
     */
    record OfService(List<Kept> records, List<String> present, Map<String, Boolean> blocked, List<String> damages) {}

    @FunctionalInterface
    private interface Reading<T> {
        T of(ResultSet row) throws SQLException;
    }

    static OfController ofController(Path folder) throws SQLException {
        List<String> damages = new ArrayList<>(damagesOf(folder.resolve("list.db")));
        damages.addAll(damagesOf(folder.resolve("journal.db")));
        try (Connection journal = open(folder.resolve("journal.db"));
                Connection list = open(folder.resolve("list.db"))) {
            List<Kept> records = read(
                    journal,
                    "select sequence, (select id from journal), sequence, kind, at_millis, hash, body from record"
                            + " order by sequence",
                    Disks::kept);
            List<Long> acknowledged = read(journal, "select acknowledged from journal", row -> row.getLong(1));
            List<Revision> revisions = read(list, "select revision from list", row -> Revision.parse(row.getString(1)));
            return new OfController(
                    records,
                    acknowledged.isEmpty() ? 0 : acknowledged.getFirst(),
                    revisions.isEmpty() ? Revision.NONE : revisions.getFirst(),
                    damages);
        }
    }

    static OfService ofService(Path folder, String controller) throws SQLException {
        Path file = folder.resolve("site.db");
        try (Connection site = open(file)) {
            List<Kept> records = read(
                    site,
                    "select id, journal, sequence, kind, at, hash, body from record where controller = '" + controller
                            + "' order by id",
                    Disks::kept);
            List<String> present =
                    read(site, "select person from stay where state = 'PRESENT'", row -> row.getString(1));
            var blocked = new HashMap<String, Boolean>();
            Set<String> free =
                    new HashSet<>(read(site, "select id from badge where blocked = 0", row -> row.getString(1)));
            free.forEach(badge -> blocked.put(badge, false));
            read(site, "select id from badge where blocked <> 0", row -> row.getString(1))
                    .forEach(badge -> blocked.put(badge, true));
            return new OfService(records, present, blocked, damagesOf(file));
        }
    }

    private static Kept kept(ResultSet row) throws SQLException {
        return Kept.of(
                row.getLong(1),
                row.getString(2),
                row.getLong(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7));
    }

    /** What SQLite finds wrong with a file; nothing for one that is whole. */
    private static List<String> damagesOf(Path file) throws SQLException {
        try (Connection connection = open(file)) {
            return read(connection, "pragma integrity_check", row -> file.getFileName() + ": " + row.getString(1))
                    .stream()
                    .filter(said -> !said.endsWith(": ok"))
                    .toList();
        }
    }

    private static Connection open(Path file) throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite:" + file);
    }

    private static <T> List<T> read(Connection connection, String sql, Reading<T> reading) throws SQLException {
        var all = new ArrayList<T>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                all.add(reading.of(rows));
            }
        }
        return all;
    }
}

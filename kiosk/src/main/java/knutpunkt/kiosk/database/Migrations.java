package knutpunkt.kiosk.database;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The ordered scripts that make the tables. The database holds the number of the last one it has run
 * ({@code user_version}); each runs in a transaction of its own together with that number.
 */
final class Migrations {
    private static final String FOLDER = "migrations";
    private static final Pattern NAME = Pattern.compile("([0-9]{3})-[a-z-]+\\.sql");

    private final List<Script> scripts;

    record Script(int number, String name, String sql) {}

    /** Scripts numbered from 1 on without a hole. */
    Migrations(List<Script> scripts) {
        this.scripts =
                scripts.stream().sorted(Comparator.comparingInt(Script::number)).toList();
        for (int i = 0; i < this.scripts.size(); i++) {
            Script script = this.scripts.get(i);
            if (script.number() != i + 1) {
                throw new IllegalStateException(
                        "migration [" + script.name() + "] must have number [" + (i + 1) + "]: one of each, no hole");
            }
        }
    }

    /** The scripts that came with this program. */
    static Migrations shipped() throws IOException {
        var scripts = new ArrayList<Script>();
        for (URL folder : Collections.list(Migrations.class.getClassLoader().getResources(FOLDER))) {
            scripts.addAll(in(folder));
        }
        if (scripts.isEmpty()) {
            throw new IllegalStateException("the program was built without its [" + FOLDER + "] folder");
        }
        return new Migrations(scripts);
    }

    private static List<Script> in(URL folder) throws IOException {
        try {
            URI uri = folder.toURI();
            if (!uri.getScheme().equals("jar")) {
                return in(Path.of(uri));
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return in(jar.getPath("/" + FOLDER));
            }
        } catch (URISyntaxException e) {
            throw new IOException("not a place that can be read: " + folder, e);
        }
    }

    private static List<Script> in(Path folder) throws IOException {
        var scripts = new ArrayList<Script>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                Matcher matcher = NAME.matcher(name);
                if (!matcher.matches()) {
                    throw new IllegalStateException("migration [" + name + "] must match " + NAME);
                }
                String sql = Files.readString(file, StandardCharsets.UTF_8);
                scripts.add(new Script(Integer.parseInt(matcher.group(1)), name, sql));
            }
        }
        return scripts;
    }

    /** Runs what the database has not seen yet. */
    void apply(Session session) throws SQLException {
        int version = version(session);
        if (version > scripts.size()) {
            throw new DatabaseUnusable("the database has version [" + version + "] and this program knows only ["
                    + scripts.size() + "]: start the newer program, or restore a backup made before it");
        }
        for (Script script : scripts.subList(version, scripts.size())) {
            session.execute("BEGIN IMMEDIATE");
            try {
                session.execute(script.sql());
                session.execute("PRAGMA user_version = " + script.number());
                session.execute("COMMIT");
            } catch (SQLException e) {
                throw new DatabaseUnusable("migration [" + script.name() + "] cannot be applied: " + e.getMessage(), e);
            }
        }
    }

    /** Refuses a database whose tables are not exactly those of this program. */
    void require(Session session) throws SQLException {
        int version = version(session);
        if (version != scripts.size()) {
            throw new DatabaseUnusable("the database has version [" + version + "] and this program reads only ["
                    + scripts.size() + "]: look at it with the program that last served it");
        }
    }

    /**
     * Refuses what no service has ever run on: an empty database, or one of another program.
     *
     * @param name of the file, for whoever is refused
     */
    static void requireOurs(Session session, Path name) throws SQLException {
        if (version(session) < 1 || !hasLog(session)) {
            throw new DatabaseUnusable("[" + name + "] is no database of this program");
        }
    }

    /** The first script makes it, and no later one renames it. */
    private static boolean hasLog(Session session) throws SQLException {
        try (ResultSet results = session.prepared("SELECT count(*) FROM sqlite_schema WHERE type = 'table'"
                        + " AND name IN ('controller', 'journal', 'record', 'alarm')")
                .executeQuery()) {
            results.next();
            return results.getInt(1) == 4;
        }
    }

    private static int version(Session session) throws SQLException {
        try (ResultSet results = session.prepared("PRAGMA user_version").executeQuery()) {
            results.next();
            return results.getInt(1);
        }
    }
}

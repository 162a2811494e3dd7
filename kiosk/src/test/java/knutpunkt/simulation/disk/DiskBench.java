package knutpunkt.simulation.disk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.stream.Stream;
import knutpunkt.kiosk.database.Database;
import org.sqlite.SQLiteConfig;

/**
 * How fast the real SQLite is on a simulated disk, and how many disks can be made: what a simulation can afford. Beside it
 * the same in a file of the system's memory. Prints figures and judges none.
 */
final class DiskBench {
    private static final int WARM_UP = 2_000;
    private static final int COMMITS = 10_000;
    private static final int DISKS = 2_000;
    private static final int OPENINGS = 40;
    private static final Path MEMORY = Path.of("/dev/shm");

    private DiskBench() {}

    public static void main(String[] arguments) throws IOException, SQLException {
        Path folder = Files.createTempDirectory(MEMORY, "disk-bench");
        try (var disk = SimulatedDisk.make(1)) {
            for (int round = 0; round < 3; round++) {
                System.out.printf(
                        "commits a second: %,d simulated", perSecond(disk.root().resolve("c" + round)));
                System.out.printf(", %,d in %s%n", perSecond(folder.resolve("c" + round)), MEMORY);
                System.out.printf(
                        "the service's database made in: %.1f ms simulated", openingMillis(disk.root(), round));
                System.out.printf(", %.1f ms in %s%n", openingMillis(folder, round), MEMORY);
                System.out.printf("disks made and closed a second: %,d%n", disksPerSecond());
            }
        } finally {
            delete(folder);
        }
    }

    private static long perSecond(Path file) throws SQLException {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        try (Connection connection = config.createConnection("jdbc:sqlite:" + file);
                Statement statement = connection.createStatement()) {
            statement.execute("create table t (a integer primary key, b text)");
            try (PreparedStatement insert =
                    connection.prepareStatement("insert into t (b) values (hex(zeroblob(200)))")) {
                commit(insert, WARM_UP);
                long startedAt = System.nanoTime();
                commit(insert, COMMITS);
                return COMMITS * 1_000_000_000L / (System.nanoTime() - startedAt);
            }
        }
    }

    private static void commit(PreparedStatement insert, int times) throws SQLException {
        for (int i = 0; i < times; i++) {
            insert.executeUpdate();
        }
    }

    private static double openingMillis(Path folder, int round) {
        long startedAt = System.nanoTime();
        for (int i = 0; i < OPENINGS; i++) {
            Database.open(folder.resolve("site-" + round + "-" + i)).close();
        }
        return (System.nanoTime() - startedAt) / 1e6 / OPENINGS;
    }

    private static long disksPerSecond() {
        long startedAt = System.nanoTime();
        for (int i = 0; i < DISKS; i++) {
            SimulatedDisk.make(i).close();
        }
        return DISKS * 1_000_000_000L / (System.nanoTime() - startedAt);
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }
}

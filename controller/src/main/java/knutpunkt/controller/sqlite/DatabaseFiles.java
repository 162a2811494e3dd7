package knutpunkt.controller.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A database and what SQLite keeps beside it, to be moved while nobody has it open.
 *
 * @param database its path, absolute
 * @param brokenMax how many damaged ones are kept; the oldest make way
 */
public record DatabaseFiles(Path database, int brokenMax) {
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    /** Whether the database itself is there. */
    public boolean isThere() {
        return Files.exists(database);
    }

    /**
     * Renames what is there, for a technician, so that another can be begun. Does nothing where there is nothing. What
     * failed half-way is finished when it is done again, and costs none of those that were set aside before.
     */
    public void setAside() throws IOException {
        List<String> left =
                SUFFIXES.stream().filter(suffix -> Files.exists(beside(suffix))).toList();
        if (left.stream().anyMatch(suffix -> Files.exists(broken(1, suffix)))) {
            makeWay();
        }
        for (String suffix : left) {
            Files.move(beside(suffix), broken(1, suffix), StandardCopyOption.ATOMIC_MOVE);
        }
        if (!left.isEmpty()) {
            syncFolder();
        }
    }

    private void makeWay() throws IOException {
        for (int age = brokenMax; age > 1; age--) {
            for (String suffix : SUFFIXES) {
                Files.deleteIfExists(broken(age, suffix));
                if (Files.exists(broken(age - 1, suffix))) {
                    Files.move(broken(age - 1, suffix), broken(age, suffix), StandardCopyOption.ATOMIC_MOVE);
                }
            }
        }
    }

    /** Deletes what is there, itself last: for a database in which nothing was ever kept. */
    public void discard() throws IOException {
        for (String suffix : SUFFIXES.reversed()) {
            Files.deleteIfExists(beside(suffix));
        }
    }

    /** Where a damaged one is: 1 is the newest. The suffix stays last, so that SQLite finds what belongs together. */
    private Path broken(int age, String suffix) {
        return beside(".broken-" + age + suffix);
    }

    private Path beside(String suffix) {
        return database.resolveSibling(database.getFileName() + suffix);
    }

    /** Makes it last that files were renamed beside the database. */
    public void syncFolder() throws IOException {
        Path folder = database.getParent();
        if (folder == null) {
            throw new IOException("[" + database + "] has no folder");
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package knutpunkt.kiosk.database;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Whole copies of a database file: made while a service works on it, and put in the place of one that no service works on. */
public final class Copies {
    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");
    private static final String BROKEN_OFF = ".restore-under-way";

    private Copies() {}

    /**
     * Makes a copy of what is committed at one moment. Nobody who writes or reads waits for it, but a large one makes the log
     * beside the database grow meanwhile. It is there whole, on disk, or not at all.
     *
     * @param to a file that is not there yet
     * @param last what is changed in the copy before it is there
     * @throws DatabaseUnusable when it cannot be made
     */
    public static void make(Path file, Path to, Database.Work<?> last) {
        requireThere(file);
        if (Files.exists(to)) {
            throw new DatabaseUnusable("[" + to + "] is there already: name a file that is not");
        }
        Path part = beside(to, ".part");
        try {
            deleteAll(part);
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (Session session = Session.writer(file)) {
                var vacuum = session.prepared("VACUUM INTO ?");
                vacuum.setString(1, part.toAbsolutePath().toString());
                vacuum.executeUpdate();
            }
            change(part, last);
            sync(part);
            Files.move(part, to, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(to);
        } catch (SQLException | IOException | DatabaseUnusable e) {
            throw failed("the database [" + file + "] could not be copied to [" + to + "]", e, part);
        }
    }

    /**
     * Puts a copy in the place of a database. What was there is kept beside it under another name. Broken off, it can be done
     * again, and until then the database does not open.
     *
     * @param aside ends the names of the files that were there before; numbered when such are there already
     * @param last what is changed in the copy before it is there
     * @throws DatabaseUnusable when the copy is not whole or not of this program, was made by a newer service, or cannot be put
     *     there
     */
    public static void putBack(Path copy, Path file, String aside, Database.Work<?> last) {
        Path part = beside(file, ".restoring");
        try {
            deleteAll(part);
            for (String suffix : SUFFIXES) {
                if (Files.exists(beside(copy, suffix)) && !suffix.equals("-shm")) {
                    Files.copy(beside(copy, suffix), beside(part, suffix));
                    Files.setPosixFilePermissions(beside(part, suffix), PosixFilePermissions.fromString("rw-------"));
                }
            }
            requireWhole(part, copy);
            change(part, last);
            sync(part);
            String kept = free(file, aside);
            Path mark = brokenOff(file);
            Files.write(mark, new byte[0]);
            syncFolder(mark);
            for (String suffix : SUFFIXES) {
                if (Files.exists(beside(file, suffix))) {
                    Files.move(beside(file, suffix), beside(file, kept + suffix));
                }
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            syncFolder(file);
            Files.delete(mark);
            syncFolder(file);
        } catch (SQLException | IOException | DatabaseUnusable e) {
            throw failed("[" + copy + "] could not be put in the place of [" + file + "]", e, part);
        }
    }

    /** Two that are put back within a second, or the same one again, keep what each found. */
    private static String free(Path file, String aside) {
        String name = "." + aside;
        for (int again = 2; isTaken(file, name); again++) {
            name = "." + aside + "-" + again;
        }
        return name;
    }

    private static boolean isTaken(Path file, String name) {
        return SUFFIXES.stream().anyMatch(suffix -> Files.exists(beside(file, name + suffix)));
    }

    /**
     * Refuses to make an empty database where one is to be.
     *
     * @throws DatabaseUnusable when there is no such file
     */
    public static void requireThere(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new DatabaseUnusable("there is no database [" + file + "]");
        }
    }

    /** Whether a copy was about to be put there, and neither it nor what was there before can be relied upon. */
    static boolean isBrokenOff(Path file) {
        return Files.exists(brokenOff(file));
    }

    private static Path brokenOff(Path file) {
        return beside(file, BROKEN_OFF);
    }

    private static void requireWhole(Path part, Path copy) throws SQLException {
        try (Session session = Session.writer(part);
                ResultSet found = session.prepared("PRAGMA quick_check(1)").executeQuery()) {
            String says = found.next() ? found.getString(1) : "nothing";
            if (!"ok".equals(says)) {
                throw new DatabaseUnusable("[" + copy + "] is damaged: " + says);
            }
            Migrations.requireOurs(session, copy);
        }
    }

    private static void change(Path part, Database.Work<?> last) {
        try (Database copy = Database.open(part)) {
            copy.write(last);
        }
    }

    private static void sync(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void syncFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private static Path beside(Path file, String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    private static void deleteAll(Path part) throws IOException {
        for (String suffix : SUFFIXES) {
            Files.deleteIfExists(beside(part, suffix));
        }
    }

    private static DatabaseUnusable failed(String what, Exception why, Path part) {
        try {
            deleteAll(part);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return new DatabaseUnusable(what + ": " + why.getMessage(), why);
    }
}

package knutpunkt.controller.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.JournalId;

/**
 * The files around a journal: the small one beside it that remembers its id when it is lost, and the damaged ones that
 * were set aside for a technician.
 */
final class JournalFolder {
    /** How many damaged journals are kept; the oldest make way. */
    static final int BROKEN_MAX = 3;

    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

    private final Path journal;
    private final Path idFile;

    JournalFolder(Path journal) {
        this.journal = journal.toAbsolutePath();
        this.idFile = this.journal.resolveSibling("journal.id");
    }

    Path journal() {
        return journal;
    }

    /** The file that is given up when the disk is full. */
    Path reserve() {
        return journal.resolveSibling("journal.reserve");
    }

    /** Where all of these files are. */
    Path folder() {
        return journal.resolveSibling(".").normalize();
    }

    /** The id of the journal that was here last, if one ever was and the note about it can be read. */
    Optional<JournalId> lastId() {
        try {
            return Optional.of(new JournalId(
                    Files.readString(idFile, StandardCharsets.UTF_8).strip()));
        } catch (IOException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Whether a journal was ever kept here, even if nothing readable is left of it. */
    boolean hadJournal() {
        return Files.exists(idFile) || Files.exists(journal);
    }

    void remember(JournalId id) {
        Path fresh = idFile.resolveSibling("journal.id.new");
        try {
            try (var out = FileChannel.open(
                    fresh, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                var bytes = StandardCharsets.UTF_8.encode(id.text() + "\n");
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            Files.move(fresh, idFile, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            syncFolder();
        } catch (IOException e) {
            throw new JournalUnavailable("the journal's id cannot be written to [" + idFile + "]", e);
        }
    }

    /** Renames the journal's files, so that a new one can be begun. Does nothing where there are none. */
    void setAside() {
        if (SUFFIXES.stream().noneMatch(suffix -> Files.exists(beside(suffix)))) {
            return;
        }
        try {
            for (String suffix : SUFFIXES) {
                for (int age = BROKEN_MAX; age > 1; age--) {
                    moveIfThere(broken(age - 1, suffix), broken(age, suffix));
                }
                Files.deleteIfExists(broken(1, suffix));
                moveIfThere(beside(suffix), broken(1, suffix));
            }
            syncFolder();
        } catch (IOException e) {
            throw new JournalUnavailable("the damaged journal [" + journal + "] cannot be set aside", e);
        }
    }

    /** Deletes files in which nothing was ever kept. */
    void discardEmpty() {
        try {
            for (String suffix : SUFFIXES) {
                Files.deleteIfExists(beside(suffix));
            }
        } catch (IOException e) {
            throw new JournalUnavailable("the empty journal [" + journal + "] cannot be begun anew", e);
        }
    }

    /** Whether a journal was ever begun to its end here. */
    boolean hasNote() {
        return Files.exists(idFile);
    }

    boolean hasFile() {
        return Files.exists(journal);
    }

    /** Where a damaged journal is: 1 is the newest. The suffix stays last, so that SQLite finds what belongs together. */
    private Path broken(int age, String suffix) {
        return beside(".broken-" + age + suffix);
    }

    private Path beside(String suffix) {
        return journal.resolveSibling(journal.getFileName() + suffix);
    }

    private static void moveIfThere(Path from, Path to) throws IOException {
        if (Files.exists(from)) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        } else {
            Files.deleteIfExists(to);
        }
    }

    private void syncFolder() throws IOException {
        Path folder = journal.getParent();
        if (folder == null) {
            throw new IOException("[" + journal + "] has no folder");
        }
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}

package knutpunkt.controller.journal;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import knutpunkt.controller.sqlite.DatabaseFiles;
import knutpunkt.wire.JournalId;

/**
 * The files around a journal: the small one beside it that remembers its id when it is lost, and the damaged ones that
 * were set aside for a technician.
 */
final class JournalFolder {
    /** How many damaged journals are kept; the oldest make way. */
    static final int BROKEN_MAX = 3;

    private final Path journal;
    private final DatabaseFiles files;
    private final Path idFile;

    JournalFolder(Path journal) {
        this.journal = journal.toAbsolutePath();
        this.files = new DatabaseFiles(this.journal, BROKEN_MAX);
        this.idFile = this.journal.resolveSibling("journal.id");
    }

    Path journal() {
        return journal;
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
        return hasNote() || hasFile();
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
            files.syncFolder();
        } catch (IOException e) {
            throw new JournalUnavailable("the journal's id cannot be written to [" + idFile + "]", e);
        }
    }

    /** Renames the journal's files, so that a new one can be begun. Does nothing where there are none. */
    void setAside() {
        try {
            files.setAside();
        } catch (IOException e) {
            throw new JournalUnavailable("the damaged journal [" + journal + "] cannot be set aside", e);
        }
    }

    /** Deletes files in which nothing was ever kept. */
    void discardEmpty() {
        try {
            files.discard();
        } catch (IOException e) {
            throw new JournalUnavailable("the empty journal [" + journal + "] cannot be begun anew", e);
        }
    }

    /** Whether a journal was ever begun to its end here. */
    boolean hasNote() {
        return Files.exists(idFile);
    }

    boolean hasFile() {
        return files.isThere();
    }
}

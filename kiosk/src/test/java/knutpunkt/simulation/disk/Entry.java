package knutpunkt.simulation.disk;

import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;

/** What a name stands for. Permissions are kept and told, and hinder nobody: root runs these tests. */
sealed interface Entry permits Entry.Folder, StoredFile {
    Set<PosixFilePermission> permissions();

    Entry with(Set<PosixFilePermission> permissions);

    /** A folder: its content is the names below its own. */
    record Folder(Set<PosixFilePermission> permissions) implements Entry {
        @Override
        public Folder with(Set<PosixFilePermission> other) {
            return new Folder(other);
        }
    }
}

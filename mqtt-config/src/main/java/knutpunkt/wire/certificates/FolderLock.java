package knutpunkt.wire.certificates;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * One change at a time of a folder of keys, by whichever process: the service looks after its keys while an administrator's
 * commands change them. The operating system lets go of it for a process that dies. May be taken again by who holds it; used
 * by one thread at a time.
 */
final class FolderLock {
    private static final Duration LOOK_EVERY = Duration.ofMillis(10);

    /** A change takes a second at most, on the slowest of machines. */
    private static final int LOOKS_MAX = (int) (Duration.ofSeconds(20).toMillis() / LOOK_EVERY.toMillis());

    private final Path file;
    private int depth;

    /** Of a folder that is there. */
    FolderLock(Path folder) {
        this.file = folder.resolve("lock");
    }

    /**
     * Does something while nobody else changes the folder.
     *
     * @throws KeysUnusable when somebody else does not let go of it, or it cannot be taken
     */
    <T> T holding(Supplier<T> change) {
        if (depth > 0) {
            return change.get();
        }
        var options = Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (FileChannel channel = FileChannel.open(file, options, ownerOnly);
                FileLock _ = taken(channel)) {
            depth++;
            try {
                return change.get();
            } finally {
                depth--;
            }
        } catch (IOException e) {
            throw new KeysUnusable("key file [" + file + "] cannot be locked: " + e.getMessage(), e);
        }
    }

    private FileLock taken(FileChannel channel) throws IOException {
        for (int looks = 0; looks < LOOKS_MAX; looks++) {
            Optional<FileLock> lock = attempt(channel);
            if (lock.isPresent()) {
                return lock.get();
            }
            LockSupport.parkNanos(LOOK_EVERY.toNanos());
        }
        throw new KeysUnusable("key file [" + file + "] is locked: another program changes the keys and does not end:"
                + " stop it and try again");
    }

    /** Empty while another process holds it, or another part of this one that has the folder open. */
    private static Optional<FileLock> attempt(FileChannel channel) throws IOException {
        try {
            return Optional.ofNullable(channel.tryLock());
        } catch (OverlappingFileLockException _) {
            return Optional.empty();
        }
    }
}

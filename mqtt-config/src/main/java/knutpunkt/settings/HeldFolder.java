package knutpunkt.settings;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/** A program's data folder, held by one process: two that write to one journal or database would ruin it. */
public final class HeldFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private HeldFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, for its owner only, and holds it.
     *
     * @throws BadStart if it cannot be written to, or another process holds it
     */
    public static HeldFolder hold(Path folder) {
        FileChannel channel;
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            }
            channel = FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BadStart("the data folder [" + folder + "] cannot be written to: name one that can", e);
        }
        var held = new HeldFolder(folder, channel);
        try {
            if (channel.tryLock() != null) {
                return held;
            }
        } catch (IOException | OverlappingFileLockException _) {
            // Told below: either way somebody else has it, or nobody can.
        }
        held.close();
        throw new BadStart("the data folder [" + folder + "] is in use by another process: stop that one first");
    }

    /** A file or folder within it. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException e) {
            throw new BadStart("the data folder [" + folder + "] cannot be let go", e);
        }
    }
}

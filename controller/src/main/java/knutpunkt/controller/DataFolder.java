package knutpunkt.controller;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder of journal and list, held by one process: two that append to one journal would break its chain. */
final class DataFolder implements AutoCloseable {
    private final Path folder;
    private final FileChannel lock;

    private DataFolder(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes the folder if it is not there, and holds it.
     *
     * @throws BadStart if it cannot be written to, or another process holds it
     */
    static DataFolder hold(Path folder) {
        FileChannel channel;
        try {
            Files.createDirectories(folder);
            channel = FileChannel.open(folder.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new BadStart("the data folder [" + folder + "] cannot be written to", e);
        }
        var held = new DataFolder(folder, channel);
        try {
            if (channel.tryLock() != null) {
                return held;
            }
        } catch (IOException | OverlappingFileLockException _) {
            // Told below: either way somebody else has it, or nobody can.
        }
        held.close();
        throw new BadStart("the data folder [" + folder + "] is in use by another controller");
    }

    Path journal() {
        return folder.resolve("journal.db");
    }

    Path list() {
        return folder.resolve("list.db");
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

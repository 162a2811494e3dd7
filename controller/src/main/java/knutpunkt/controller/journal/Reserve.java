package knutpunkt.controller.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of nothing beside the journal, so that there is room when there is none. It is made and given up piece by piece:
 * whoever else fills the disk gets little of it at a time, and making it never holds the disk up for long. May be used from
 * any thread.
 */
final class Reserve {
    private static final Logger LOG = LoggerFactory.getLogger(Reserve.class);

    private final Path file;
    private final int piecesMax;
    private final int pieceBytes;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private int pieces; // under the lock

    /** @param random fills it: a file system may keep what can be packed small in no room at all */
    Reserve(Path file, RoomLimits limits, RandomGenerator random) {
        this.file = file;
        this.pieceBytes = limits.pieceBytes();
        this.piecesMax = pieceBytes == 0 ? 0 : RoomLimits.PIECES;
        this.random = random;
        this.pieces = pieceBytes == 0 ? 0 : (int) Math.min(piecesMax, size() / pieceBytes);
    }

    private long size() {
        try {
            return Files.exists(file) ? Files.size(file) : 0;
        } catch (IOException e) {
            LOG.warn("the journal's reserve [{}] cannot be looked at; it counts as spent", file, e);
            return 0;
        }
    }

    boolean isWhole() {
        lock.lock();
        try {
            return pieces == piecesMax;
        } finally {
            lock.unlock();
        }
    }

    /** Adds a piece, if one is missing; it is on the disk when this returns. False if there is no room after all. */
    boolean grow() {
        lock.lock();
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            if (!isWhole()) {
                write(out, (long) pieces * pieceBytes);
                pieces++;
            }
            return true;
        } catch (IOException e) {
            LOG.warn("the journal's reserve [{}] cannot be made now", file, e);
            return false;
        } finally {
            lock.unlock();
        }
    }

    private void write(FileChannel out, long at) throws IOException {
        byte[] bytes = new byte[pieceBytes];
        random.nextBytes(bytes);
        var piece = ByteBuffer.wrap(bytes);
        try {
            while (piece.hasRemaining()) {
                out.write(piece, at + piece.position());
            }
            out.force(true);
        } catch (IOException e) {
            out.truncate(at); // Half a piece would be room taken from the records.
            throw e;
        }
    }

    /** Gives a piece back to the disk. False when there is none left. */
    boolean giveUp() {
        lock.lock();
        try {
            if (pieces == 0) {
                return false;
            }
            pieces--;
            try (FileChannel out = FileChannel.open(file, StandardOpenOption.WRITE)) {
                out.truncate((long) pieces * pieceBytes);
                out.force(true); // Some file systems free the room only then.
            }
            LOG.warn("the disk is full: the journal's reserve has {} of {} pieces left", pieces, piecesMax);
            return true;
        } catch (IOException e) {
            LOG.error("the journal's reserve [{}] cannot be given up", file, e);
            return false;
        } finally {
            lock.unlock();
        }
    }
}

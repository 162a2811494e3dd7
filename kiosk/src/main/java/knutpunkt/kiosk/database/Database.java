package knutpunkt.kiosk.database;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service's database: SQLite with a write-ahead log, every commit synced to disk. One transaction writes at a time,
 * in the order they asked; several read at once, each its own unchanging view. Safe for use by several threads; work
 * blocks the thread that calls.
 */
public final class Database implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private final Path file;
    private final ReentrantLock turn = new ReentrantLock(true);
    private final Readers readers;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private Session writer;
    private volatile boolean closed;

    private Database(Path file, Session writer) {
        this.file = file;
        this.writer = writer;
        this.readers = new Readers(file);
    }

    /**
     * Tells a listener after every commit from now on, on the thread that made it: it must only take note, and read anew.
     * Whatever shows what the database holds hears of every change this way, and no feature can forget to tell it.
     */
    public void listen(Runnable listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /** What is done within one transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T run(Transaction transaction) throws SQLException;
    }

    /**
     * Opens the file, making it if need be, and brings its tables up to date.
     *
     * @throws DatabaseUnusable when that cannot be, above all when a newer service made the file
     */
    public static Database open(Path file) {
        if (Copies.isBrokenOff(file)) {
            throw new DatabaseUnusable("a restore of the database [" + file + "] was broken off: run it again");
        }
        try {
            createPrivately(file);
            Session writer = Session.writer(file);
            try {
                beginLogAnew(writer);
                Migrations.shipped().apply(writer);
            } catch (SQLException | RuntimeException e) {
                writer.close();
                throw e;
            }
            return new Database(file, writer);
        } catch (SQLException | IOException e) {
            throw new DatabaseUnusable("the database [" + file + "] cannot be opened: " + e.getMessage(), e);
        }
    }

    /**
     * After a power cut SQLite's log of changes may end within a sector, and a second cut while that is written to could take
     * what was committed before it. Where this fails, what follows meets the same and says so.
     */
    private static void beginLogAnew(Session writer) {
        try {
            boolean _ = writer.emptyLog();
        } catch (SQLException e) {
            LOG.info("the database's log of changes goes on where it ended: {}", e.getMessage());
        }
    }

    /**
     * Runs work that only reads, on a file that nobody here opens, changes or makes; a service may be running on it.
     *
     * @throws DatabaseUnusable when it is not there, cannot be read, or is of another version of this program
     */
    public static <T> T look(Path file, Work<T> work) {
        if (!Files.isRegularFile(file)) {
            throw new DatabaseUnusable("there is no database [" + file + "]");
        }
        try (Session session = Session.viewer(file)) {
            Migrations.shipped().require(session);
            session.execute("BEGIN");
            return work.run(new Transaction(session, false));
        } catch (SQLException | IOException e) {
            throw new DatabaseUnusable("the database [" + file + "] cannot be read: " + e.getMessage(), e);
        }
    }

    /** The files beside it, the log and its index, get the permissions of this one. */
    private static void createPrivately(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (FileAlreadyExistsException _) {
            return;
        }
    }

    /**
     * Runs work that changes something: committed and on disk when this returns, undone when it throws. Its
     * {@link Transaction#afterCommit} hooks have then run.
     *
     * @throws DatabaseUnusable when the database refuses; what the work itself throws comes through as it is
     */
    public <T> T write(Work<T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread is already writing: hand the transaction on instead");
        }
        Transaction transaction;
        T result;
        turn.lock();
        try {
            requireOpen();
            transaction = new Transaction(writer, true);
            result = commit(transaction, work);
        } catch (SQLException e) {
            throw new DatabaseUnusable("the database could not be written: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
        transaction.hooks().forEach(Database::runHook);
        listeners.forEach(Database::runHook);
        return result;
    }

    /**
     * Runs work as if it were kept, and undoes it: what would be so if somebody did that. Nobody hears of it.
     *
     * @throws DatabaseUnusable when the database refuses; what the work itself throws comes through as it is
     */
    public <T> T tryOut(Work<T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("this thread is already writing: hand the transaction on instead");
        }
        turn.lock();
        try {
            requireOpen();
            writer.execute("BEGIN IMMEDIATE");
            try {
                return work.run(new Transaction(writer, true));
            } finally {
                rollBack();
            }
        } catch (SQLException e) {
            throw new DatabaseUnusable("the database could not be written: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    private <T> T commit(Transaction transaction, Work<T> work) throws SQLException {
        writer.execute("BEGIN IMMEDIATE");
        boolean committed = false;
        try {
            T result = work.run(transaction);
            writer.execute("COMMIT");
            committed = true;
            return result;
        } finally {
            if (!committed) {
                rollBack();
            }
        }
    }

    /** SQLite undoes some failures itself and then refuses to do it again; a fresh connection is in a known state. */
    private void rollBack() throws SQLException {
        try {
            writer.execute("ROLLBACK");
        } catch (SQLException e) {
            LOG.warn("rollback refused, opening the database anew: {}", e.getMessage());
            writer.close();
            writer = Session.writer(file);
        }
    }

    /** What is committed stays so: one listener that fails must not make the writer, or the other listeners, think otherwise. */
    private static void runHook(Runnable hook) {
        try {
            hook.run();
        } catch (RuntimeException e) {
            LOG.error("something that had to hear of a commit failed", e);
        }
    }

    /**
     * Runs work that only reads, all of it from one and the same state of the database.
     *
     * @throws DatabaseUnusable when the database refuses, or when nobody who reads now ends in time
     */
    public <T> T read(Work<T> work) {
        requireOpen();
        try {
            Session session = readers.take();
            boolean ended = false;
            try {
                session.execute("BEGIN");
                T result = work.run(new Transaction(session, false));
                session.execute("COMMIT");
                ended = true;
                return result;
            } finally {
                if (ended) {
                    readers.giveBack(session);
                } else {
                    readers.drop(session);
                }
            }
        } catch (SQLException e) {
            throw new DatabaseUnusable("the database could not be read: " + e.getMessage(), e);
        }
    }

    /**
     * Removes what older states of the database have left beside its file: after this, what was deleted is on disk no more.
     * False when somebody reads an older state for longer than a moment; then it is to be tried again.
     */
    public boolean emptyLog() {
        turn.lock();
        try {
            requireOpen();
            return writer.emptyLog();
        } catch (SQLException e) {
            throw new DatabaseUnusable("the database's log could not be emptied: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new DatabaseUnusable("the database is closed");
        }
    }

    /** Lets what runs now end, then closes the file. */
    @Override
    public void close() {
        turn.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            readers.close();
            writer.close();
        } catch (SQLException e) {
            throw new DatabaseUnusable("the database could not be closed: " + e.getMessage(), e);
        } finally {
            turn.unlock();
        }
    }
}

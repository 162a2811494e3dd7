package knutpunkt.kiosk.database;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The connections that only read: opened when first needed, then used again. Safe for use by several threads. */
final class Readers implements AutoCloseable {
    static final int READERS_MAX = 4;

    private static final int WAIT_SECONDS = 30;

    private final Path file;
    private final Semaphore turns = new Semaphore(READERS_MAX, true);
    private final ConcurrentLinkedDeque<Session> idle = new ConcurrentLinkedDeque<>();

    Readers(Path file) {
        this.file = file;
    }

    Session take() throws SQLException {
        try {
            if (!turns.tryAcquire(WAIT_SECONDS, TimeUnit.SECONDS)) {
                throw new DatabaseUnusable("no reader of the database came free within " + WAIT_SECONDS + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnusable("interrupted while waiting to read the database", e);
        }
        Session session = idle.pollFirst();
        if (session != null) {
            return session;
        }
        try {
            return Session.reader(file);
        } catch (SQLException e) {
            turns.release();
            throw e;
        }
    }

    void giveBack(Session session) {
        idle.addFirst(session);
        turns.release();
    }

    /** For a session whose transaction could not be ended: it is closed, and the next reader gets a fresh one. */
    void drop(Session session) throws SQLException {
        turns.release();
        session.close();
    }

    /** Waits for those who read now; nobody reads after this. */
    @Override
    public void close() throws SQLException {
        turns.acquireUninterruptibly(READERS_MAX);
        for (Session session = idle.pollFirst(); session != null; session = idle.pollFirst()) {
            session.close();
        }
    }
}

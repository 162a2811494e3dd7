package knutpunkt.kiosk.database;

/** The database cannot be opened, read or written; the message says what was tried and why it failed, in one sentence. */
public final class DatabaseUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    DatabaseUnusable(String message) {
        super(message);
    }

    DatabaseUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

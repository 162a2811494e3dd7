package knutpunkt.controller.list;

import java.sql.SQLException;
import knutpunkt.controller.sqlite.SqliteTrouble;

/** The file with the access list cannot be opened or written now. */
public final class ListUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ListUnavailable(String message) {
        super(message);
    }

    public ListUnavailable(String message, Throwable cause) {
        super(message, cause);
    }

    /** Whether the file itself is at fault, so that setting it aside helps. */
    boolean isDamaged() {
        return getCause() instanceof SQLException e && SqliteTrouble.isDamage(e);
    }

    /** Whether there was no room for it, so that making some may help. */
    boolean isFull() {
        return getCause() instanceof SQLException e && SqliteTrouble.isFull(e);
    }
}

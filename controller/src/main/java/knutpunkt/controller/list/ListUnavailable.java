package knutpunkt.controller.list;

/** The file with the access list cannot be opened or written now. */
public final class ListUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean damaged;

    public ListUnavailable(String message) {
        super(message);
        this.damaged = false;
    }

    public ListUnavailable(String message, Throwable cause) {
        this(message, cause, false);
    }

    ListUnavailable(String message, Throwable cause, boolean damaged) {
        super(message, cause);
        this.damaged = damaged;
    }

    /** Whether the file itself is at fault, so that setting it aside helps. */
    boolean isDamaged() {
        return damaged;
    }
}

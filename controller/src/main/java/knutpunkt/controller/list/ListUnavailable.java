package knutpunkt.controller.list;

/** The file with the access list cannot be opened or written now, and setting it aside would not help. */
public final class ListUnavailable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ListUnavailable(String message) {
        super(message);
    }

    public ListUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}

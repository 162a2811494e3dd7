package knutpunkt.wire.certificates;

/** Keys or certificates are missing, readable by others or do not belong together: the process must not start. */
public final class KeysUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public KeysUnusable(String message) {
        super(message);
    }

    public KeysUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

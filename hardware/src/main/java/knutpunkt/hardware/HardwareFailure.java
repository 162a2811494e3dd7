package knutpunkt.hardware;

/** A part refused to do what it was told, or could not be opened at all. The message names the part and the reason. */
public final class HardwareFailure extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HardwareFailure(String message) {
        super(message);
    }

    public HardwareFailure(String message, Throwable cause) {
        super(message, cause);
    }
}

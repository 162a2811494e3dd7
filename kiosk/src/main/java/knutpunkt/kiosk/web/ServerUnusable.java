package knutpunkt.kiosk.web;

/** The HTTP server cannot listen; the message is one sentence for whoever started it. */
public final class ServerUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    ServerUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

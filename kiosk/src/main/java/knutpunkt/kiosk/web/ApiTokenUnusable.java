package knutpunkt.kiosk.web;

/** The API's token cannot be had or trusted; the message is one sentence for whoever started the service. */
public final class ApiTokenUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    ApiTokenUnusable(String message) {
        super(message);
    }

    ApiTokenUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

package knutpunkt.kiosk.broker;

/** The embedded broker could not be started; the message is one sentence for whoever started the service. */
public final class BrokerUnusable extends RuntimeException {
    private static final long serialVersionUID = 1;

    public BrokerUnusable(String message) {
        super(message);
    }

    public BrokerUnusable(String message, Throwable cause) {
        super(message, cause);
    }
}

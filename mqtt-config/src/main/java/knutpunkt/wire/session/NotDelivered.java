package knutpunkt.wire.session;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/** A message that the broker does not have, or may not have. Whoever must deliver it tries again. */
public final class NotDelivered extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** Why it was not. */
    public enum Reason {
        NOT_CONNECTED,
        /** The broker did not confirm in time; it may have it. */
        TIMED_OUT,
        /** The connection broke before the broker confirmed; it may have it. */
        CONNECTION_LOST,
        /** The broker said no, with an MQTT 5 reason code: 135 is not authorised. */
        REFUSED,
        /** The waiting thread was interrupted; the broker may have it. */
        INTERRUPTED
    }

    private final Reason reason;
    private final int code;

    public NotDelivered(Reason reason, String topic) {
        super("not delivered to [" + topic + "]: " + reason);
        this.reason = requireNonNull(reason, "reason");
        this.code = -1;
    }

    private NotDelivered(String topic, int code) {
        super("not delivered to [" + topic + "]: the broker refused with reason code " + code);
        this.reason = Reason.REFUSED;
        this.code = code;
    }

    public static NotDelivered refused(String topic, int code) {
        return new NotDelivered(topic, code);
    }

    public Reason reason() {
        return reason;
    }

    /** The broker's MQTT 5 reason code, where it refused. */
    public OptionalInt code() {
        return code < 0 ? OptionalInt.empty() : OptionalInt.of(code);
    }
}

package knutpunkt.wire.session;

import knutpunkt.wire.signature.Verdict;

/** Why a message that arrived was not let through. A metric's label and a word in the log. */
public enum Rejection {
    /** No topic of ours, or another site's. */
    FOREIGN_TOPIC,
    /** A channel this end sends on and does not receive from, or another controller's. */
    WRONG_DIRECTION,
    /** Kept by the broker, on a channel where nothing may be (invariant I7). */
    RETAINED,
    OVERSIZED,
    /** Its sender says more than anybody needs to; what was dropped is said again. */
    TOO_MANY,
    UNSIGNED,
    MALFORMED_SIGNATURE,
    UNKNOWN_SENDER,
    WRONG_SENDER,
    WRONG_TOPIC,
    WRONG_SITE,
    WRONG_ALGORITHM,
    WRONG_SIGNATURE,
    /** Rightly signed, and still no message of its channel. */
    MALFORMED,
    /** For the parts behind the courier: rightly signed, and seen before or too old. */
    REPLAYED,
    /** For the parts behind the courier: rightly signed by one who may not say this. */
    NOT_ALLOWED,
    /** The part behind the courier failed on it: a programming error, kept from stopping the ones behind. */
    NOT_HANDLED;

    /** What a verdict other than valid means here. */
    public static Rejection of(Verdict verdict) {
        return switch (verdict) {
            case VALID -> throw new IllegalStateException("a valid message is no rejection");
            case UNSIGNED -> UNSIGNED;
            case MALFORMED -> MALFORMED_SIGNATURE;
            case UNKNOWN_SENDER -> UNKNOWN_SENDER;
            case WRONG_SENDER -> WRONG_SENDER;
            case WRONG_TOPIC -> WRONG_TOPIC;
            case WRONG_SITE -> WRONG_SITE;
            case WRONG_ALGORITHM -> WRONG_ALGORITHM;
            case BAD_SIGNATURE -> WRONG_SIGNATURE;
        };
    }
}

package knutpunkt.wire.signature;

/** What a {@link Verifier} found. Only {@link #VALID} may be acted upon; the others say what was wrong first. */
public enum Verdict {
    VALID,
    /** There is no signature. */
    UNSIGNED,
    /** It is no detached signature of ours: not {@code header..signature}, too long, or with headers we never write. */
    MALFORMED,
    /** No key is pinned for the expected sender: never enrolled, or removed. */
    UNKNOWN_SENDER,
    /** Somebody else signed it than may send on this topic. */
    WRONG_SENDER,
    /** It was signed for another topic. */
    WRONG_TOPIC,
    /** It was signed for another site. */
    WRONG_SITE,
    /** It claims an algorithm other than EdDSA. */
    WRONG_ALGORITHM,
    /** The key, the header or the payload is not what was signed. */
    BAD_SIGNATURE
}

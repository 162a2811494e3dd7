package knutpunkt.kiosk.web;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A request that is refused, as RFC 9457 says it: thrown by whoever finds the fault, before anything is written, and
 * turned into {@code application/problem+json} in one place. Its text never repeats what was sent, because that may be
 * a name or a badge.
 */
public final class Problem extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final Kind kind;
    private final transient Optional<String> field;

    private Problem(Kind kind, Optional<String> field, String rule) {
        // No stack trace: this is an answer, not a fault of ours, and bad input must stay cheap.
        super(rule, null, false, false);
        this.kind = requireNonNull(kind, "kind");
        this.field = requireNonNull(field, "field");
    }

    /** A field breaks a rule. The rule completes the sentence "the field …", for example "must be text". */
    public static Problem badRequest(String field, String rule) {
        return new Problem(Kind.BAD_REQUEST, Optional.of(field), rule);
    }

    /** A field, or the id in the path, names something that is not there. */
    public static Problem notFound(String field, String rule) {
        return new Problem(Kind.NOT_FOUND, Optional.of(field), rule);
    }

    /** A field is fine by itself but clashes with what is there. */
    public static Problem conflict(String field, String rule) {
        return new Problem(Kind.CONFLICT, Optional.of(field), rule);
    }

    /** It cannot be had now, but later perhaps: a controller that is away, too many listeners. */
    public static Problem unavailable(String rule) {
        return new Problem(Kind.UNAVAILABLE, Optional.empty(), rule);
    }

    /** Whoever asks is known, and may not. */
    public static Problem forbidden(String rule) {
        return new Problem(Kind.FORBIDDEN, Optional.empty(), rule);
    }

    static Problem of(Kind kind, String rule) {
        return new Problem(kind, Optional.empty(), rule);
    }

    public Kind kind() {
        return kind;
    }

    public Optional<String> field() {
        return field;
    }

    /** Why it was refused. */
    public String rule() {
        return requireNonNull(getMessage());
    }

    /** What can be wrong with a request, with its HTTP status and the last part of its problem type. */
    public enum Kind {
        BAD_REQUEST(400, "bad-request", "The request breaks a rule"),
        UNAUTHORIZED(401, "unauthorized", "A valid bearer token is needed"),
        FORBIDDEN(403, "forbidden", "This is not yours to do"),
        NOT_FOUND(404, "not-found", "There is no such thing"),
        METHOD_NOT_ALLOWED(405, "method-not-allowed", "This cannot be done there"),
        CONFLICT(409, "conflict", "It clashes with what is there"),
        TOO_LARGE(413, "too-large", "The request is too large"),
        UNSUPPORTED_MEDIA_TYPE(415, "unsupported-media-type", "The body must be JSON"),
        MISDIRECTED(421, "misdirected", "This service does not answer to that name"),
        INTERNAL(500, "internal", "The service failed"),
        UNAVAILABLE(503, "unavailable", "Not possible right now");

        private final int status;
        private final String word;
        private final String title;

        Kind(int status, String word, String title) {
            this.status = status;
            this.word = word;
            this.title = title;
        }

        public int status() {
            return status;
        }

        /** The last part of the problem's type, and of the key by which pages say it. */
        public String word() {
            return word;
        }

        String type() {
            return "urn:knutpunkt:problem:" + word;
        }

        String title() {
            return title;
        }
    }
}

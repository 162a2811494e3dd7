package knutpunkt.wire.signature;

import java.util.Set;

/** What a signature's protected header says besides its algorithm. */
final class Claims {
    static final String ALGORITHM = "alg";
    static final String SENDER = "iss";
    static final String SITE = "site";
    static final String TOPIC = "topic";

    /** Headers that change what a signature means or bring their own key; ours never has them, so nor may another. */
    static final Set<String> NEVER =
            Set.of("crit", "b64", "jwk", "jku", "kid", "x5c", "x5u", "x5t", "x5t#S256", "zip", "enc");

    private Claims() {}
}

package knutpunkt.wire.message;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;

/**
 * What a controller has of the keys that change while it runs: said at each connection, once a day, and whenever it has
 * others. With a request it asks for a certificate.
 *
 * @param trust the digest of whom it believes
 * @param authority the authority that made its newest certificate; empty when it believes that one no longer
 * @param until the end of its newest certificate
 * @param signer the SHA-256 of the key it signs by, in SPKI form
 * @param echo the newest nonce of a lease that was heard over this connection a short while ago: this was said after that.
 *     What repeats none is not heeded, so it is said only when there is one
 */
@JsonClassDescription(
        "What a controller has of the keys that change while it runs, and whether it asks for a certificate. It counts "
                + "only with the nonce of a lease that was said lately.")
public record KeysWant(
        Hash trust, Optional<Hash> authority, Instant until, Hash signer, Optional<Request> request, Challenge echo)
        implements Message {
    /** A certificate that has no end is dated so (RFC 5280, 4.1.2.5), and none is dated later. */
    private static final Instant UNTIL_MAX = Instant.parse("9999-12-31T23:59:59Z");

    public KeysWant {
        requireNonNull(trust, "trust");
        requireNonNull(authority, "authority");
        requireNonNull(until, "until");
        requireNonNull(signer, "signer");
        requireNonNull(request, "request");
        requireNonNull(echo, "echo");
        if (until.isBefore(Instant.EPOCH) || until.isAfter(UNTIL_MAX)) {
            throw new IllegalArgumentException(
                    "a certificate's end [" + until + "] must be from 1970 to [" + UNTIL_MAX + "]");
        }
    }

    /** As the keys tell it: {@link #echoing} makes it something to say. */
    public KeysWant(Hash trust, Optional<Hash> authority, Instant until, Hash signer, Optional<Request> request) {
        this(trust, authority, until, signer, request, Challenge.NONE);
    }

    /** The same, said after the lease with this nonce was heard. */
    public KeysWant echoing(Challenge nonce) {
        return new KeysWant(trust, authority, until, signer, request, nonce);
    }

    /**
     * The question for a certificate of a key that the controller has made.
     *
     * @param certificate PKCS #10 (RFC 2986), in DER and Base64
     * @param next the key it is going to sign by, where that changes as well
     */
    public record Request(String certificate, Optional<Signer> next) {
        public Request {
            requireNonNull(certificate, "certificate");
            requireNonNull(next, "next");
        }
    }

    /**
     * A key to sign by from the next answer on.
     *
     * @param key Ed25519, in SPKI form and Base64
     * @param proof the key's signature over the request's bytes, in Base64
     */
    public record Signer(String key, String proof) {
        public Signer {
            requireNonNull(key, "key");
            requireNonNull(proof, "proof");
        }
    }

    @Override
    public Channel channel() {
        return Channel.KEYS_WANT;
    }
}

package knutpunkt.wire.signature;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.util.function.Supplier;
import knutpunkt.wire.SiteId;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/**
 * Signs what one sender sends: a detached compact JWS ({@code header..signature}) with Ed25519, over the exact payload
 * bytes, the sender, the topic and the site. Safe for use by several threads.
 */
public final class Signer {
    private final String sender;
    private final SiteId site;
    private final Supplier<PrivateKey> key;

    /**
     * For one sender at one site.
     *
     * @param sender {@code service}, or the controller's id
     * @param ed25519 the sender's signing key
     */
    public Signer(String sender, SiteId site, PrivateKey ed25519) {
        this(sender, site, constantly(SigningKeys.requireEd25519(ed25519)));
    }

    /**
     * The same, for a key that is changed while the program runs.
     *
     * @param ed25519 asked at every signature, from any thread
     */
    public Signer(String sender, SiteId site, Supplier<PrivateKey> ed25519) {
        this.sender = requireNonNull(sender, "sender");
        this.site = requireNonNull(site, "site");
        this.key = requireNonNull(ed25519, "ed25519");
    }

    private static Supplier<PrivateKey> constantly(PrivateKey ed25519) {
        return () -> ed25519;
    }

    /** The signature to travel beside the payload; it holds no payload itself. */
    public String sign(String topic, byte[] payload) {
        try {
            var jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(SigningKeys.ONLY_EDDSA);
            jws.setAlgorithmHeaderValue(AlgorithmIdentifiers.EDDSA);
            jws.setHeader(Claims.SENDER, sender);
            jws.setHeader(Claims.SITE, site.text());
            jws.setHeader(Claims.TOPIC, topic);
            jws.setKey(SigningKeys.requireEd25519(key.get()));
            jws.setPayloadBytes(payload);
            return jws.getDetachedContentCompactSerialization();
        } catch (JoseException e) {
            throw new IllegalStateException("every Java platform signs with a valid Ed25519 key", e);
        }
    }
}

package knutpunkt.wire.signature;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import knutpunkt.wire.SiteId;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwx.Headers;
import org.jose4j.lang.JoseException;

/**
 * Checks that a message was signed by the one who may send it, as it stands, for this topic and site. Only Ed25519 with
 * a pinned key counts: nothing in the message can choose algorithm or key. Safe for use by several threads.
 */
public final class Verifier {
    /** No header of ours comes near this; it bounds what a stranger can make us parse. */
    private static final int CHARACTERS_MAX = 2_048;

    private static final int SIGNATURE_BYTES = 64;

    private final SiteId site;
    private final Function<String, List<PublicKey>> pinned;

    /**
     * For one site.
     *
     * @param pinned the Ed25519 keys of a sender, {@code service} or a controller's id: none for nobody, two while one is
     *     changed for the next; asked for every message, from any thread
     */
    public Verifier(SiteId site, Function<String, List<PublicKey>> pinned) {
        this.site = requireNonNull(site, "site");
        this.pinned = requireNonNull(pinned, "pinned");
    }

    /** Whether a sender has a key here at all. */
    public boolean knows(String sender) {
        return !pinned.apply(sender).isEmpty();
    }

    /** Judges one message by the signature that came beside it. */
    public Verdict verify(String expectedSender, String topic, byte[] payload, Optional<String> jws) {
        if (jws.isEmpty()) {
            return Verdict.UNSIGNED;
        }
        Optional<Parts> parts = Parts.of(jws.get());
        if (parts.isEmpty()) {
            return Verdict.MALFORMED;
        }
        Optional<Verdict> wrong = wrongClaim(parts.get().headers(), expectedSender, topic);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        List<PublicKey> keys = pinned.apply(expectedSender);
        if (keys.isEmpty()) {
            return Verdict.UNKNOWN_SENDER;
        }
        boolean signed = keys.stream().anyMatch(key -> signedBy(key, jws.get(), payload));
        return signed ? Verdict.VALID : Verdict.BAD_SIGNATURE;
    }

    private Optional<Verdict> wrongClaim(Headers headers, String expectedSender, String topic) {
        if (Claims.NEVER.stream().anyMatch(name -> headers.getObjectHeaderValue(name) != null)) {
            return Optional.of(Verdict.MALFORMED);
        }
        if (!SigningKeys.ALGORITHM.equals(headers.getObjectHeaderValue(Claims.ALGORITHM))) {
            return Optional.of(Verdict.WRONG_ALGORITHM);
        }
        if (!expectedSender.equals(headers.getObjectHeaderValue(Claims.SENDER))) {
            return Optional.of(Verdict.WRONG_SENDER);
        }
        if (!site.text().equals(headers.getObjectHeaderValue(Claims.SITE))) {
            return Optional.of(Verdict.WRONG_SITE);
        }
        if (!topic.equals(headers.getObjectHeaderValue(Claims.TOPIC))) {
            return Optional.of(Verdict.WRONG_TOPIC);
        }
        return Optional.empty();
    }

    private static boolean signedBy(PublicKey key, String detached, byte[] payload) {
        try {
            var jws = new JsonWebSignature();
            jws.setAlgorithmConstraints(SigningKeys.ONLY_EDDSA);
            String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(payload);
            jws.setCompactSerialization(detached.replace("..", "." + encoded + "."));
            jws.setKey(SigningKeys.requireEd25519(key));
            return jws.verifySignature();
        } catch (JoseException _) {
            return false; // a curve point or scalar out of range is a wrong signature like any other
        }
    }

    /** A detached compact JWS whose parts are the only way to write their bytes, so no second text means the same. */
    private record Parts(Headers headers) {
        static Optional<Parts> of(String jws) {
            int dot = jws.indexOf("..");
            if (jws.length() > CHARACTERS_MAX || dot < 1) {
                return Optional.empty();
            }
            try {
                byte[] header = strictly(jws.substring(0, dot));
                byte[] signature = strictly(jws.substring(dot + 2));
                if (signature.length != SIGNATURE_BYTES) {
                    return Optional.empty();
                }
                var headers = new Headers();
                headers.setFullHeaderAsJsonString(new String(header, StandardCharsets.UTF_8));
                return Optional.of(new Parts(headers));
            } catch (IllegalArgumentException | JoseException _) {
                return Optional.empty();
            }
        }

        private static byte[] strictly(String base64) {
            byte[] bytes = Base64.getUrlDecoder().decode(base64);
            if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(base64)) {
                throw new IllegalArgumentException("not the canonical form");
            }
            return bytes;
        }
    }
}

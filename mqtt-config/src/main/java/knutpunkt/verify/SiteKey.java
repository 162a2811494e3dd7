package knutpunkt.verify;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Map;

/** The site's public key, and what it signed: detached compact JWS, Ed25519. */
final class SiteKey {
    private static final String CURVE = "Ed25519";

    private final String site;
    private final byte[] encoded;
    private final PublicKey key;

    private SiteKey(String site, byte[] encoded, PublicKey key) {
        this.site = site;
        this.encoded = encoded;
        this.key = key;
    }

    /** The key in the file's first line. */
    static SiteKey of(Line line, String site) throws NotGenuine {
        try {
            byte[] encoded = Base64.getDecoder().decode(line.text("key"));
            PublicKey key = KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(encoded));
            if (Base64.getEncoder().encodeToString(key.getEncoded()).equals(line.text("key"))) {
                return new SiteKey(site, encoded, key);
            }
        } catch (GeneralSecurityException | IllegalArgumentException _) {
            // Told below, in one way for every text that is no key.
        }
        throw line.bad("[key] must be an Ed25519 public key");
    }

    /** SHA-256 of the key, as {@code verify-log} prints it and people compare it. */
    String fingerprint() {
        return Chain.hex(Chain.sha256(encoded));
    }

    /** Holds a line to its signature over these bytes, made for this and nothing else. */
    void require(Line line, String purpose, String payload) throws NotGenuine {
        String jws = line.text("jws");
        int dots = jws.indexOf("..");
        if (dots < 1 || !signs(jws.substring(0, dots), jws.substring(dots + 2), purpose, payload)) {
            throw line.bad("the signature is not the site's, or not of this");
        }
    }

    private boolean signs(String head, String tail, String purpose, String payload) {
        try {
            byte[] header = strictly(head);
            byte[] signature = strictly(tail);
            var wanted = Map.<String, Object>of("alg", "EdDSA", "iss", "service", "site", site, "topic", purpose);
            if (!FlatJson.read(header).equals(wanted)) {
                return false;
            }
            String signed = head + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(Chain.utf8(payload));
            Signature check = Signature.getInstance(CURVE);
            check.initVerify(key);
            check.update(signed.getBytes(StandardCharsets.US_ASCII));
            return check.verify(signature);
        } catch (GeneralSecurityException | FlatJson.Malformed | IllegalArgumentException _) {
            return false;
        }
    }

    /** Base64 leaves bits unused at its end; a second text for the same bytes is refused. */
    private static byte[] strictly(String text) {
        byte[] bytes = Base64.getUrlDecoder().decode(text);
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(bytes).equals(text)) {
            throw new IllegalArgumentException("not the one way to write it");
        }
        return bytes;
    }
}

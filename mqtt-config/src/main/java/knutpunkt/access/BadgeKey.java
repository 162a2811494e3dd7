package knutpunkt.access;

import java.nio.ByteBuffer;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The site's secret that hides badges: HMAC-SHA-256 over the canonical bytes, cut to 16. Safe for use by several
 * threads. It hides a badge from whoever lacks the key; a stolen controller has the key.
 */
public final class BadgeKey {
    /** How long a key is. */
    public static final int BYTES = 32;

    private final int id;
    private final SecretKeySpec secret;

    /**
     * A key made elsewhere.
     *
     * @param id 1 to 65535
     * @param secret exactly {@link #BYTES} random bytes
     */
    public BadgeKey(int id, byte[] secret) {
        if (secret.length != BYTES) {
            throw new IllegalArgumentException("a badge key has " + BYTES + " bytes, not [" + secret.length + "]");
        }
        new BadgeToken(id, 0, 0); // the token's rule for key ids is the rule
        this.id = id;
        this.secret = new SecretKeySpec(secret, "HmacSHA256");
    }

    public int id() {
        return id;
    }

    public BadgeToken token(BadgeBits badge) {
        try {
            Mac mac = Mac.getInstance(secret.getAlgorithm());
            mac.init(secret);
            ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(badge.canonical()));
            return new BadgeToken(id, hash.getLong(), hash.getLong());
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256 and takes a key of 32 bytes", e);
        }
    }

    @Override
    public String toString() {
        return "BadgeKey[" + id + ", redacted]";
    }
}

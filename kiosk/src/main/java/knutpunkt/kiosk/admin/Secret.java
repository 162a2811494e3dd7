package knutpunkt.kiosk.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A random text of 256 bits that proves something: a session, an invitation. Only its hash is kept. */
public final class Secret {
    private static final int RANDOM_BYTES = 32;

    private final String text;

    private Secret(String text) {
        this.text = text;
    }

    /** @param random must be a secure one outside tests */
    static Secret fresh(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    /** Whatever a browser says it has: most likely a secret of ours, perhaps anything. */
    static Secret given(String text) {
        return new Secret(text);
    }

    /** What is kept of it. 256 random bits need no salt and no slow hash. */
    String hash() {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** What forms carry to prove that they were made for whoever holds this; it does not tell this itself. */
    String formToken() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(text.getBytes(UTF_8), "HmacSHA256"));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(mac.doFinal("form".getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }

    /** Whether a form carries {@link #formToken}; takes as long for any wrong one. */
    boolean isProvedBy(String token) {
        return MessageDigest.isEqual(formToken().getBytes(UTF_8), token.getBytes(UTF_8));
    }

    /** The secret itself, for the cookie or link that carries it. */
    public String text() {
        return text;
    }

    @Override
    public String toString() {
        return "Secret[redacted]";
    }
}

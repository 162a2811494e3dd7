package knutpunkt.wire.signature;

import static java.util.Objects.requireNonNull;

import java.security.PrivateKey;
import java.util.Map;
import java.util.Optional;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwa.AlgorithmConstraints.ConstraintType;
import org.jose4j.jwe.JsonWebEncryption;
import org.jose4j.lang.JoseException;

/** Opens what a {@link Sealer} sealed, and nothing made in any other way. Safe for use by several threads. */
public final class Opener {
    /** The largest box that is looked at, in characters: what fits a command's result. */
    private static final int CHARACTERS_MAX = 16_384;

    private final PrivateKey key;

    /**
     * For the service.
     *
     * @param key its P-256 sealing key
     */
    public Opener(PrivateKey key) {
        this.key = requireNonNull(key, "key");
    }

    /** The content; empty when the box was not sealed for this key, was damaged, or uses other algorithms. */
    public Optional<byte[]> open(String box) {
        if (box.length() > CHARACTERS_MAX) {
            return Optional.empty();
        }
        try {
            var jwe = new JsonWebEncryption();
            jwe.setAlgorithmConstraints(new AlgorithmConstraints(ConstraintType.PERMIT, Sealer.AGREEMENT));
            jwe.setContentEncryptionAlgorithmConstraints(
                    new AlgorithmConstraints(ConstraintType.PERMIT, Sealer.CIPHER));
            jwe.setCompactSerialization(box);
            if (!isOurs(jwe)) {
                return Optional.empty();
            }
            jwe.setKey(key);
            return Optional.of(jwe.getPlaintextBytes());
        } catch (JoseException _) {
            return Optional.empty();
        }
    }

    /** The library takes a header without a sender's key to be a programming error, so it is looked at first. */
    private static boolean isOurs(JsonWebEncryption jwe) {
        return jwe.getObjectHeader("zip") == null
                && jwe.getObjectHeader("crit") == null
                && jwe.getObjectHeader("epk") instanceof Map<?, ?> epk
                && "EC".equals(epk.get("kty"))
                && "P-256".equals(epk.get("crv"))
                && epk.get("x") instanceof String
                && epk.get("y") instanceof String;
    }
}

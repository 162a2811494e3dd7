package knutpunkt.wire.signature;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;

/** P-256 keys for sealed boxes: made, and kept as PEM files that only their owner may read. */
public final class SealingKeys {
    private static final String KIND = "EC";
    private static final String CURVE = "secp256r1";

    private SealingKeys() {}

    public static KeyPair make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(KIND);
            generator.initialize(new ECGenParameterSpec(CURVE), random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** Writes PKCS#8, mode 0600, replacing what was there at once. */
    public static void write(Path file, PrivateKey key) throws IOException {
        PemFile.write(file, PemFile.PRIVATE_KEY, key.getEncoded());
    }

    /** Writes SPKI, mode 0600, replacing what was there at once. */
    public static void write(Path file, PublicKey key) throws IOException {
        PemFile.write(file, PemFile.PUBLIC_KEY, key.getEncoded());
    }

    /**
     * Reads what {@link #write(Path, PrivateKey)} wrote.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    public static PrivateKey readPrivate(Path file) throws IOException, GeneralSecurityException {
        return PemFile.readPrivateKey(file, KIND);
    }

    /**
     * Reads what {@link #write(Path, PublicKey)} wrote.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    public static PublicKey readPublic(Path file) throws IOException, GeneralSecurityException {
        return PemFile.readPublicKey(file, KIND);
    }
}

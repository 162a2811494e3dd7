package knutpunkt.wire.signature;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.interfaces.EdECKey;
import java.security.interfaces.EdECPrivateKey;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import knutpunkt.wire.Hash;
import org.bouncycastle.asn1.edec.EdECObjectIdentifiers;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;

/** Ed25519 keys: made, and kept as PEM files that only their owner may read. */
public final class SigningKeys {
    static final String ALGORITHM = AlgorithmIdentifiers.EDDSA;
    static final AlgorithmConstraints ONLY_EDDSA =
            new AlgorithmConstraints(AlgorithmConstraints.ConstraintType.PERMIT, ALGORITHM);

    private static final String CURVE = "Ed25519";

    static {
        Ed25519Provider.install();
    }

    private SigningKeys() {}

    public static KeyPair make(SecureRandom random) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(CURVE);
            generator.initialize(NamedParameterSpec.ED25519, random);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    /** Writes PKCS#8, mode 0600, replacing what was there at once. */
    public static void write(Path file, PrivateKey key) throws IOException {
        PemFile.write(file, PemFile.PRIVATE_KEY, requireEd25519(key).getEncoded());
    }

    /** Writes SPKI, mode 0600, replacing what was there at once. */
    public static void write(Path file, PublicKey key) throws IOException {
        PemFile.write(file, PemFile.PUBLIC_KEY, requireEd25519(key).getEncoded());
    }

    /**
     * Reads what {@link #write(Path, PrivateKey)} wrote.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    public static PrivateKey readPrivate(Path file) throws IOException, GeneralSecurityException {
        return PemFile.readPrivateKey(file, CURVE);
    }

    /**
     * Reads what {@link #write(Path, PublicKey)} wrote.
     *
     * @throws GeneralSecurityException when the file holds something else
     */
    public static PublicKey readPublic(Path file) throws IOException, GeneralSecurityException {
        return PemFile.readPublicKey(file, CURVE);
    }

    /** What people compare to know a public key again: SHA-256 of its SPKI form. */
    public static Hash fingerprint(PublicKey key) {
        return Hash.of(requireEd25519(key).getEncoded());
    }

    /** The public half of a private key (RFC 8032, 5.1.5). */
    public static PublicKey publicOf(PrivateKey key) {
        byte[] seed = requireEd25519(key) instanceof EdECPrivateKey secret
                ? secret.getBytes().orElseThrow(() -> new IllegalArgumentException("the key does not show its bytes"))
                : new byte[0];
        byte[] point =
                new Ed25519PrivateKeyParameters(seed, 0).generatePublicKey().getEncoded();
        try {
            var info = new SubjectPublicKeyInfo(new AlgorithmIdentifier(EdECObjectIdentifiers.id_Ed25519), point);
            return KeyFactory.getInstance(CURVE).generatePublic(new X509EncodedKeySpec(info.getEncoded()));
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform from 15 on has Ed25519", e);
        }
    }

    static <K extends Key> K requireEd25519(K key) {
        if (key instanceof EdECKey ed && ed.getParams().getName().equals(CURVE)) {
            return key;
        }
        throw new IllegalArgumentException("a signing key must be " + CURVE + ", not [" + key.getAlgorithm() + "]");
    }
}

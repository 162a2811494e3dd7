package knutpunkt.wire.certificates;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.wire.Hash;
import knutpunkt.wire.signature.SigningKeys;

/**
 * Whom a controller believes: the authorities that may have made the broker's certificate, and the keys by which the
 * service may sign. Usually one of each; two while the site goes over from one to the next, so that nothing is refused
 * meanwhile. Immutable.
 */
public record Trust(List<X509Certificate> authorities, List<PublicKey> signers) {
    /** The present one and the next; a third would mean that a change was begun before the one before had ended. */
    public static final int EACH_MAX = 2;

    public Trust {
        authorities = List.copyOf(authorities);
        signers = List.copyOf(signers);
        if (authorities.isEmpty() || authorities.size() > EACH_MAX || signers.isEmpty() || signers.size() > EACH_MAX) {
            throw new IllegalArgumentException("[" + authorities.size() + "] authorities and [" + signers.size()
                    + "] signing keys: each must be 1 to " + EACH_MAX);
        }
    }

    /**
     * What came as text: certificates in DER and Ed25519 keys in SPKI form, in Base64.
     *
     * @throws IllegalArgumentException when one is none, or there are too many
     */
    public static Trust parse(List<String> authorities, List<String> signers) {
        return new Trust(
                authorities.stream().map(Trust::certificate).toList(),
                signers.stream().map(Trust::signer).toList());
    }

    static X509Certificate certificate(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            if (CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der))
                    instanceof X509Certificate certificate) {
                return certificate;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(noCertificate(base64), e);
        }
        throw new IllegalArgumentException(noCertificate(base64));
    }

    private static String noCertificate(String base64) {
        return "a certificate of [" + base64.length() + "] characters must be one of X.509, in DER and Base64";
    }

    static PublicKey signer(String base64) {
        try {
            byte[] der = Base64.getDecoder().decode(base64);
            return KeyFactory.getInstance(KeyChecks.ED25519).generatePublic(new X509EncodedKeySpec(der));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "a signing key of [" + base64.length()
                            + "] characters must be one of Ed25519, in SPKI form and Base64",
                    e);
        }
    }

    /** In DER and Base64. */
    public static String text(X509Certificate certificate) {
        return Base64.getEncoder().encodeToString(der(certificate));
    }

    static byte[] der(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate just made or read has an encoded form", e);
        }
    }

    /** In DER and Base64. */
    public List<String> authorityTexts() {
        return authorities.stream().map(Trust::text).toList();
    }

    /** In SPKI form and Base64. */
    public List<String> signerTexts() {
        return signers.stream()
                .map(key -> Base64.getEncoder().encodeToString(key.getEncoded()))
                .toList();
    }

    /** Equal where the same are believed, in whatever order. */
    public Hash digest() {
        return Hash.of(Stream.concat(
                        authorities.stream().map(Trust::fingerprint),
                        signers.stream().map(SigningKeys::fingerprint))
                .sorted((one, other) -> one.hex().compareTo(other.hex()))
                .map(Hash::bytes)
                .toArray(byte[][]::new));
    }

    /** What people compare to know an authority again: SHA-256 of its certificate. */
    public static Hash fingerprint(X509Certificate certificate) {
        return Hash.of(der(certificate));
    }

    /** Which of these authorities made a certificate; empty when none did. */
    static Optional<X509Certificate> issuer(List<X509Certificate> authorities, X509Certificate certificate) {
        return authorities.stream()
                .filter(authority -> isSignedBy(certificate, authority.getPublicKey()))
                .findFirst();
    }

    static boolean isSignedBy(X509Certificate certificate, PublicKey key) {
        try {
            certificate.verify(key);
            return true;
        } catch (GeneralSecurityException _) {
            return false;
        }
    }
}

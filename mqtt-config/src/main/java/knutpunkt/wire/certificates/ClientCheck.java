package knutpunkt.wire.certificates;

import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import knutpunkt.wire.Name;

/**
 * Whether a client's certificate is one of the site's and still counts. It says of each that is refused exactly why,
 * which a library's yes or no does not. Pure but for what it asks.
 *
 * @param authorities those that are believed; each makes leaves only, so a chain has one link
 * @param now by the machine's clock
 * @param made when the newest certificate of the site was made: a clock that is behind this is known to be wrong, and must
 *     not refuse what it made itself
 * @param revoked whether a certificate was taken back
 * @param enrolled whether a client of that name is part of the site
 */
public record ClientCheck(
        List<X509Certificate> authorities,
        Instant now,
        Instant made,
        Predicate<X509Certificate> revoked,
        Predicate<String> enrolled) {
    private static final String CLIENT = "1.3.6.1.5.5.7.3.2";
    private static final int EC_BITS_MIN = 256;
    private static final int RSA_BITS_MIN = 2_048;
    private static final Set<String> SIGNED_BY = Set.of(
            "SHA256withECDSA", "SHA384withECDSA", "SHA512withECDSA", "SHA256withRSA", "SHA384withRSA", "SHA512withRSA");

    /** A refusal, with the client's name once it is known that an authority of ours gave it. */
    public record Refused(BadCertificate why, Optional<String> client) {}

    public ClientCheck {
        authorities = List.copyOf(authorities);
    }

    /** Empty when it is good. */
    public Optional<Refused> check(X509Certificate certificate) {
        if (Trust.issuer(authorities, certificate).isEmpty()) {
            boolean own = Trust.isSignedBy(certificate, certificate.getPublicKey());
            return refused(own ? BadCertificate.SELF_SIGNED : BadCertificate.FOREIGN_AUTHORITY, Optional.empty());
        }
        Optional<String> name = Optional.of(KeyChecks.commonName(certificate))
                .filter(text -> Name.VALID.matcher(text).matches());
        return why(certificate, name).map(reason -> new Refused(reason, name));
    }

    private Optional<BadCertificate> why(X509Certificate certificate, Optional<String> name) {
        if (!isStrong(certificate.getPublicKey()) || !SIGNED_BY.contains(certificate.getSigAlgName())) {
            return Optional.of(BadCertificate.WEAK_KEY);
        }
        if (!isForClients(certificate)) {
            return Optional.of(BadCertificate.WRONG_PURPOSE);
        }
        if (name.isEmpty()) {
            return Optional.of(BadCertificate.WRONG_NAME);
        }
        Instant begins = certificate.getNotBefore().toInstant();
        if (now.isBefore(begins) && made.isBefore(begins)) {
            return Optional.of(BadCertificate.NOT_YET_VALID);
        }
        if (now.isAfter(certificate.getNotAfter().toInstant())) {
            return Optional.of(BadCertificate.EXPIRED);
        }
        if (revoked.test(certificate)) {
            return Optional.of(BadCertificate.REVOKED);
        }
        return enrolled.test(name.get()) ? Optional.empty() : Optional.of(BadCertificate.NOT_ENROLLED);
    }

    private static boolean isStrong(PublicKey key) {
        return switch (key) {
            case ECPublicKey ec -> ec.getParams().getCurve().getField().getFieldSize() >= EC_BITS_MIN;
            case RSAPublicKey rsa -> rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            default -> false;
        };
    }

    private static boolean isForClients(X509Certificate certificate) {
        try {
            List<String> purposes = certificate.getExtendedKeyUsage();
            return certificate.getBasicConstraints() < 0
                    && !certificate.hasUnsupportedCriticalExtension()
                    && purposes != null
                    && purposes.contains(CLIENT);
        } catch (CertificateParsingException _) {
            return false;
        }
    }

    private static Optional<Refused> refused(BadCertificate why, Optional<String> client) {
        return Optional.of(new Refused(why, client));
    }
}

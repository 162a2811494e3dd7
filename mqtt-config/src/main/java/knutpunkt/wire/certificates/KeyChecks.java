package knutpunkt.wire.certificates;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.signature.PemFile;

/** Whether files of one folder belong together: a certificate, its key, and the authority that made it. */
final class KeyChecks {
    private static final byte[] PROBE = "do these two belong together".getBytes(StandardCharsets.US_ASCII);

    private static final ECParameterSpec P256 = p256();

    static final String ECDSA = "SHA256withECDSA";
    static final String ED25519 = "Ed25519";

    private KeyChecks() {}

    private static ECParameterSpec p256() {
        try {
            var parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            return parameters.getParameterSpec(ECParameterSpec.class);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has P-256", e);
        }
    }

    /** The controller a certificate names, once it is shown to be the authority's and the key's. */
    static ControllerId clientOf(KeyFolder folder, String ca, String certificate, String key) {
        X509Certificate own = belongs(folder, List.of(folder.read(ca, Tls::readCertificate)), certificate, key);
        return folder.read(certificate, _ -> new ControllerId(commonName(own)));
    }

    /** The certificate, once it is shown to be the authority's and the key's. Its dates are TLS's business. */
    static X509Certificate belongs(
            KeyFolder folder, List<X509Certificate> authorities, String certificate, String key) {
        X509Certificate own = folder.read(certificate, Tls::readCertificate);
        PrivateKey privateKey = folder.read(key, file -> PemFile.readPrivateKey(file, "EC"));
        if (Trust.issuer(authorities, own).isEmpty()) {
            throw folder.mismatch("[" + certificate + "] was not made by the site's authority");
        }
        if (!pair(ECDSA, own.getPublicKey(), privateKey)) {
            throw folder.mismatch("[" + key + "] is not the key of [" + certificate + "]");
        }
        return own;
    }

    /** Whether what the private key signs, the public key verifies. */
    static boolean pair(String algorithm, PublicKey publicKey, PrivateKey privateKey) {
        try {
            Signature signature = Signature.getInstance(algorithm);
            signature.initSign(privateKey, new SecureRandom());
            signature.update(PROBE);
            byte[] signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(PROBE);
            return signature.verify(signed);
        } catch (GeneralSecurityException _) {
            return false; // keys of two kinds are no pair
        }
    }

    static boolean isOfP256(PublicKey key) {
        return key instanceof ECPublicKey ec
                && ec.getParams().getCurve().equals(P256.getCurve())
                && ec.getParams().getGenerator().equals(P256.getGenerator());
    }

    /** The names and addresses a server's certificate is for. */
    static Set<String> alternatives(X509Certificate certificate) throws GeneralSecurityException {
        Collection<List<?>> names = certificate.getSubjectAlternativeNames();
        return names == null
                ? Set.of()
                : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toSet());
    }

    /** A name as certificates report it: an address in full, a host name as it is. */
    static String asReported(String name) {
        try {
            return InetAddress.ofLiteral(name).getHostAddress();
        } catch (IllegalArgumentException _) {
            return name;
        }
    }

    /** The one common name of the subject; empty where there is none, several, or one that shares its place. */
    static String commonName(X509Certificate certificate) {
        try {
            List<Rdn> names = new LdapName(certificate.getSubjectX500Principal().getName())
                    .getRdns().stream()
                            .filter(part -> part.toAttributes().get("CN") != null)
                            .toList();
            return names.size() == 1 && names.getFirst().size() == 1
                    ? String.valueOf(names.getFirst().getValue())
                    : "";
        } catch (InvalidNameException _) {
            return "";
        }
    }
}

package knutpunkt.wire.certificates;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.PemFile;
import knutpunkt.wire.signature.SealingKeys;

/** The site's authority in its folder: makes a key and its certificate for the broker, the service or a controller. */
final class Authority {
    static final String CERTIFICATE = "ca.pem";
    static final String KEY = "ca.key";

    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Certificates certificates;
    private final SecureRandom random;

    /** The one in a folder, its key and certificate checked to be a pair. */
    Authority(KeyFolder folder, Certificates certificates, SecureRandom random) {
        this.certificate = folder.read(CERTIFICATE, Tls::readCertificate);
        this.key = folder.read(KEY, file -> PemFile.readPrivateKey(file, "EC"));
        this.certificates = certificates;
        this.random = random;
        if (!KeyChecks.pair(KeyChecks.ECDSA, certificate.getPublicKey(), key)) {
            throw folder.mismatch("[" + KEY + "] is not the key of [" + CERTIFICATE + "]");
        }
    }

    /** Makes a new one in a folder. */
    static void make(KeyFolder folder, SiteId site, Certificates certificates, SecureRandom random) {
        KeyPair keys = SealingKeys.make(random);
        writeKey(folder, KEY, keys);
        writeCertificate(folder, CERTIFICATE, certificates.authority("knutpunkt " + site.text(), keys));
    }

    /** Makes a client's key and certificate. */
    void issueClient(KeyFolder target, String certificateName, String keyName, String commonName) {
        KeyPair keys = SealingKeys.make(random);
        issue(
                target,
                certificateName,
                keyName,
                keys,
                certificates.client(commonName, keys.getPublic(), certificate, key));
    }

    /** Makes a key and a short-lived certificate for a client that only looks on. */
    void issueWatcher(KeyFolder target, String certificateName, String keyName, String commonName) {
        KeyPair keys = SealingKeys.make(random);
        issue(
                target,
                certificateName,
                keyName,
                keys,
                certificates.client(commonName, Certificates.WATCH_LIFE, keys.getPublic(), certificate, key));
    }

    /** Makes a broker's key and certificate. */
    void issueServer(KeyFolder target, String certificateName, String keyName, List<String> names) {
        KeyPair keys = SealingKeys.make(random);
        issue(target, certificateName, keyName, keys, certificates.server(names, keys.getPublic(), certificate, key));
    }

    void writeCertificate(KeyFolder target, String name) {
        writeCertificate(target, name, certificate);
    }

    /** The certificate is removed first: a start that dies between the two writes finds it missing, and makes both. */
    private static void issue(
            KeyFolder target, String certificateName, String keyName, KeyPair keys, X509Certificate certificate) {
        target.remove(certificateName);
        writeKey(target, keyName, keys);
        writeCertificate(target, certificateName, certificate);
    }

    private static void writeKey(KeyFolder target, String name, KeyPair keys) {
        target.write(
                name,
                file -> PemFile.write(
                        file, PemFile.PRIVATE_KEY, keys.getPrivate().getEncoded()));
    }

    private static void writeCertificate(KeyFolder target, String name, X509Certificate certificate) {
        target.write(name, file -> {
            try {
                PemFile.write(file, PemFile.CERTIFICATE, certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw new IllegalStateException("a certificate just made or read has an encoded form", e);
            }
        });
    }
}

package knutpunkt.wire.certificates;

import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509CRL;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.PemFile;
import knutpunkt.wire.signature.SealingKeys;

/** One of the site's authorities in its folder: makes certificates for the broker, the service and controllers. */
final class Authority {
    private final X509Certificate certificate;
    private final PrivateKey key;
    private final Certificates certificates;
    private final SecureRandom random;

    /** The one of a number in a folder, its key and certificate checked to be a pair. */
    Authority(KeyFolder folder, int number, Certificates certificates, SecureRandom random) {
        this.certificate = folder.read(certificate(number), Tls::readCertificate);
        this.key = folder.read(key(number), file -> PemFile.readPrivateKey(file, "EC"));
        this.certificates = certificates;
        this.random = random;
        if (!KeyChecks.pair(KeyChecks.ECDSA, certificate.getPublicKey(), key)) {
            throw folder.mismatch("[" + key(number) + "] is not the key of [" + certificate(number) + "]");
        }
    }

    static String certificate(int number) {
        return number == 1 ? "ca.pem" : "ca-" + number + ".pem";
    }

    static String key(int number) {
        return number == 1 ? "ca.key" : "ca-" + number + ".key";
    }

    /** Makes a new one in a folder. */
    static void make(KeyFolder folder, int number, SiteId site, Certificates certificates, SecureRandom random) {
        KeyPair keys = SealingKeys.make(random);
        writeKey(folder, key(number), keys);
        String name = "knutpunkt " + site.text() + (number == 1 ? "" : " " + number);
        folder.writeCertificate(certificate(number), certificates.authority(name, keys));
    }

    X509Certificate certificate() {
        return certificate;
    }

    /** Makes a client's key and certificate. */
    X509Certificate issueClient(KeyFolder target, String certificateName, String keyName, String commonName) {
        KeyPair keys = SealingKeys.make(random);
        return issue(target, certificateName, keyName, keys, issueClient(commonName, keys.getPublic()));
    }

    /** Makes a certificate for a key that the client has made. */
    X509Certificate issueClient(String commonName, PublicKey clientKey) {
        return certificates.client(commonName, clientKey, certificate, key);
    }

    /** Makes a key and a short-lived certificate for a client that only looks on. */
    X509Certificate issueWatcher(KeyFolder target, String certificateName, String keyName, String commonName) {
        KeyPair keys = SealingKeys.make(random);
        return issue(
                target,
                certificateName,
                keyName,
                keys,
                certificates.client(commonName, Certificates.WATCH_LIFE, keys.getPublic(), certificate, key));
    }

    /** Makes a broker's key and certificate. */
    X509Certificate issueServer(KeyFolder target, String certificateName, String keyName, List<String> names) {
        KeyPair keys = SealingKeys.make(random);
        return issue(
                target, certificateName, keyName, keys, certificates.server(names, keys.getPublic(), certificate, key));
    }

    /** The list of those of its certificates that were taken back. */
    X509CRL revoke(Collection<Revocations.Entry> entries) {
        return certificates.revocations(certificate, key, entries);
    }

    /** The certificate is removed first: a start that dies between the two writes finds it missing, and makes both. */
    private static X509Certificate issue(
            KeyFolder target, String certificateName, String keyName, KeyPair keys, X509Certificate certificate) {
        target.remove(certificateName);
        writeKey(target, keyName, keys);
        target.writeCertificate(certificateName, certificate);
        return certificate;
    }

    private static void writeKey(KeyFolder target, String name, KeyPair keys) {
        target.write(
                name,
                file -> PemFile.write(
                        file, PemFile.PRIVATE_KEY, keys.getPrivate().getEncoded()));
    }
}

package knutpunkt.wire.certificates;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import knutpunkt.wire.signature.PemFile;

/** TLS from PEM files: one party's certificate and key, and the only authority it trusts. */
public final class Tls {
    private static final String PROTOCOL = "TLSv1.3";
    private static final char[] IN_MEMORY_ONLY = {};

    private Tls() {}

    /**
     * A context for one party. Whoever makes sockets with it must still enable TLS 1.3 only and, for a client, endpoint
     * identification, because those belong to a socket; {@code knutpunkt.wire.session} does.
     *
     * @throws KeysUnusable when a file is missing or no certificate or key
     */
    public static SSLContext tls(Path ca, Path certificate, Path key) {
        try {
            var keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keyManagers.init(keyStore(ca, certificate, key), IN_MEMORY_ONLY);
            var trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trustManagers.init(trustStore(ca));
            SSLContext context = SSLContext.getInstance(PROTOCOL);
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable(
                    "TLS cannot be set up from [" + certificate + "], [" + key + "] and [" + ca + "]: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The certificate with its key, for a server that wants a store. Protected by an empty password, kept in memory. */
    public static KeyStore keyStore(Path ca, Path certificate, Path key) throws IOException, GeneralSecurityException {
        PrivateKey privateKey = PemFile.readPrivateKey(key, "EC");
        X509Certificate[] chain = {readCertificate(certificate), readCertificate(ca)};
        KeyStore store = empty();
        store.setKeyEntry("self", privateKey, IN_MEMORY_ONLY, chain);
        return store;
    }

    /** The authority alone, for a server that wants a store. */
    public static KeyStore trustStore(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("site", readCertificate(ca));
        return store;
    }

    static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        byte[] der = PemFile.read(file, PemFile.CERTIFICATE);
        var factory = CertificateFactory.getInstance("X.509");
        if (factory.generateCertificate(new ByteArrayInputStream(der)) instanceof X509Certificate certificate) {
            return certificate;
        }
        throw new GeneralSecurityException("not an X.509 certificate");
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY_ONLY);
        return store;
    }
}

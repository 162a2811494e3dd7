package knutpunkt.wire.certificates;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import knutpunkt.wire.signature.PemFile;

/** TLS from PEM files: one party's certificate and key, and the only authorities it trusts. */
public final class Tls {
    private static final String PROTOCOL = "TLSv1.3";
    private static final char[] IN_MEMORY_ONLY = {};

    private Tls() {}

    /**
     * A context for a client. Whoever makes sockets with it must still enable TLS 1.3 only and endpoint identification,
     * because those belong to a socket; {@code knutpunkt.wire.session} does.
     *
     * @throws KeysUnusable when a file is missing or no certificate or key
     */
    public static SSLContext tls(List<X509Certificate> authorities, Path certificate, Path key, KnownTime time) {
        try {
            return tls(authorities, readCertificate(certificate), PemFile.readPrivateKey(key, "EC"), time);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificate, key, e);
        }
    }

    /** The same, of one authority, by the machine's clock. */
    public static SSLContext tls(Path ca, Path certificate, Path key) {
        try {
            return tls(List.of(readCertificate(ca)), certificate, key, KnownTime.exact(InstantSource.system()));
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificate, key, e);
        }
    }

    /** The certificate with its key, for a server that wants a store. Protected by an empty password, kept in memory. */
    public static KeyStore keyStore(Path ca, Path certificate, Path key) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        X509Certificate[] chain = {readCertificate(certificate), readCertificate(ca)};
        store.setKeyEntry("self", PemFile.readPrivateKey(key, "EC"), IN_MEMORY_ONLY, chain);
        return store;
    }

    /** The authority alone, for a server that wants a store. */
    public static KeyStore trustStore(Path ca) throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setCertificateEntry("site", readCertificate(ca));
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY_ONLY);
        return store;
    }

    static SSLContext tls(
            List<X509Certificate> authorities, X509Certificate certificate, PrivateKey key, KnownTime time) {
        try {
            return context(certificate, key, new DatedTrust(authorities, time));
        } catch (IOException | GeneralSecurityException e) {
            throw new KeysUnusable("TLS cannot be set up from the keys there are: " + e.getMessage(), e);
        }
    }

    /** A context for a broker, whose clients are judged by {@code clients}. */
    static SSLContext server(Path certificate, Path key, X509ExtendedTrustManager clients) {
        try {
            return context(readCertificate(certificate), PemFile.readPrivateKey(key, "EC"), clients);
        } catch (IOException | GeneralSecurityException e) {
            throw unusable(certificate, key, e);
        }
    }

    private static SSLContext context(X509Certificate certificate, PrivateKey key, TrustManager trust)
            throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        store.setKeyEntry("self", key, IN_MEMORY_ONLY, new X509Certificate[] {certificate});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, IN_MEMORY_ONLY);
        KeyManager[] managers = keys.getKeyManagers();
        SSLContext context = SSLContext.getInstance(PROTOCOL);
        context.init(managers, new TrustManager[] {trust}, null);
        return context;
    }

    private static KeysUnusable unusable(Path certificate, Path key, Exception cause) {
        return new KeysUnusable(
                "TLS cannot be set up from [" + certificate + "] and [" + key + "]: " + cause.getMessage(), cause);
    }

    static X509Certificate readCertificate(Path file) throws IOException, GeneralSecurityException {
        byte[] der = PemFile.read(file, PemFile.CERTIFICATE);
        try {
            return Trust.certificate(Base64.getEncoder().encodeToString(der));
        } catch (IllegalArgumentException e) {
            throw new GeneralSecurityException("not an X.509 certificate", e);
        }
    }
}

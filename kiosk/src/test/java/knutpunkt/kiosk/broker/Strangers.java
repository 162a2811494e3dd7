package knutpunkt.kiosk.broker;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import javax.net.ssl.X509TrustManager;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Tls;

/** What somebody connects with who should not be let in. They trust any broker: it is the broker that is tried. */
final class Strangers {
    private static final String PASSWORD = "stranger";

    private Strangers() {}

    static SSLContext withoutCertificate() throws GeneralSecurityException {
        return context();
    }

    /** With any certificate and key in PEM files. */
    static SSLContext with(Path authority, Path certificate, Path key) throws IOException, GeneralSecurityException {
        return context(Tls.keyStore(authority, certificate, key), "");
    }

    /** With a controller's keys, whatever they are worth. */
    static SSLContext with(ControllerKeys keys) throws IOException, GeneralSecurityException {
        return with(keys.caCertificate(), keys.certificate(), keys.key());
    }

    static SSLContext selfSigned(Path folder, String name) throws IOException, GeneralSecurityException {
        return context(selfSignedStore(folder, name), PASSWORD);
    }

    /** A certificate with this subject, made with the JDK's own tool. */
    static X509Certificate certificate(Path folder, String name) throws IOException, GeneralSecurityException {
        return (X509Certificate) selfSignedStore(folder, name).getCertificate("self");
    }

    /** A certificate of this subject that the site's authority signed: what no enrolment of ours would make. */
    static SSLContext signedBySite(Path folder, SiteKeys keys, String name)
            throws IOException, GeneralSecurityException {
        return signedBySite(folder, keys, selfSignedStore(folder, name), "-1M");
    }

    /** The same with a key that can be found by trying. */
    static SSLContext signedBySiteWithWeakKey(Path folder, SiteKeys keys, String name)
            throws IOException, GeneralSecurityException {
        return signedBySite(folder, keys, store(folder, name, "-keyalg", "RSA", "-keysize", "1024"), "-1M");
    }

    /** The same, but good from tomorrow on. */
    static SSLContext signedBySiteForTomorrow(Path folder, SiteKeys keys, String name)
            throws IOException, GeneralSecurityException {
        return signedBySite(folder, keys, selfSignedStore(folder, name), "+1d");
    }

    private static SSLContext signedBySite(Path folder, SiteKeys keys, KeyStore store, String from)
            throws IOException, GeneralSecurityException {
        Path own = folder.resolve("own.p12");
        Path authority = folder.resolve("authority.p12");
        writeAuthority(authority, keys);
        Path request = folder.resolve("request.pem");
        Path signed = folder.resolve("signed.pem");
        keytool(own, "-certreq", "-alias", "self", "-file", request.toString());
        keytool(
                authority,
                "-gencert",
                "-alias",
                "self",
                "-infile",
                request.toString(),
                "-outfile",
                signed.toString(),
                "-rfc",
                "-ext",
                "EKU=clientAuth",
                "-startdate",
                from,
                "-validity",
                "10");
        var factory = CertificateFactory.getInstance("X.509");
        try (var in = Files.newInputStream(signed);
                var ca = Files.newInputStream(keys.caCertificate())) {
            var chain = new X509Certificate[] {
                (X509Certificate) factory.generateCertificate(in), (X509Certificate) factory.generateCertificate(ca)
            };
            store.setKeyEntry("self", store.getKey("self", PASSWORD.toCharArray()), PASSWORD.toCharArray(), chain);
        }
        return context(store, PASSWORD);
    }

    private static void writeAuthority(Path file, SiteKeys keys) throws IOException, GeneralSecurityException {
        String pem = Files.readString(keys.caCertificate().resolveSibling("ca.key"));
        byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
        var key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, PASSWORD.toCharArray());
        try (var in = Files.newInputStream(keys.caCertificate())) {
            var certificate = CertificateFactory.getInstance("X.509").generateCertificate(in);
            store.setKeyEntry("self", key, PASSWORD.toCharArray(), new java.security.cert.Certificate[] {certificate});
        }
        try (var out = Files.newOutputStream(file)) {
            store.store(out, PASSWORD.toCharArray());
        }
    }

    private static KeyStore selfSignedStore(Path folder, String name) throws IOException, GeneralSecurityException {
        return store(folder, name, "-keyalg", "EC", "-groupname", "secp256r1");
    }

    private static KeyStore store(Path folder, String name, String... key)
            throws IOException, GeneralSecurityException {
        Path file = folder.resolve("own.p12");
        Files.deleteIfExists(file);
        List<String> command =
                new ArrayList<>(List.of("-genkeypair", "-alias", "self", "-dname", name, "-validity", "10"));
        command.addAll(Arrays.asList(key));
        keytool(file, command.toArray(String[]::new));
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (var in = Files.newInputStream(file)) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private static void keytool(Path store, String... command) throws IOException {
        List<String> whole = new ArrayList<>();
        whole.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        whole.addAll(Arrays.asList(command));
        whole.addAll(List.of("-keystore", store.toString(), "-storepass", PASSWORD, "-storetype", "PKCS12"));
        Process process = new ProcessBuilder(whole).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    private static SSLContext context(KeyStore store, String password) throws GeneralSecurityException {
        return context(ShowsItAnyway.in(store, password));
    }

    private static SSLContext context(KeyManager... keys) throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys, new TrustManager[] {new TrustsAnybody()}, null);
        return context;
    }

    /** Whichever authorities the broker asks for: the JDK's own would show nothing then, and nothing would be tried. */
    private static final class ShowsItAnyway extends X509ExtendedKeyManager {
        private static final String ALIAS = "self";

        private final X509Certificate[] chain;
        private final PrivateKey key;

        private ShowsItAnyway(X509Certificate[] chain, PrivateKey key) {
            this.chain = chain;
            this.key = key;
        }

        static ShowsItAnyway in(KeyStore store, String password) throws GeneralSecurityException {
            return new ShowsItAnyway(
                    Arrays.stream(store.getCertificateChain(ALIAS))
                            .map(X509Certificate.class::cast)
                            .toArray(X509Certificate[]::new),
                    (PrivateKey) store.getKey(ALIAS, password.toCharArray()));
        }

        @Override
        public String chooseClientAlias(String[] kinds, Principal[] issuers, Socket socket) {
            return ALIAS;
        }

        @Override
        public String[] getClientAliases(String kind, Principal[] issuers) {
            return new String[] {ALIAS};
        }

        @Override
        public X509Certificate[] getCertificateChain(String alias) {
            return chain;
        }

        @Override
        public PrivateKey getPrivateKey(String alias) {
            return key;
        }

        @Override
        public String[] getServerAliases(String kind, Principal[] issuers) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public String chooseServerAlias(String kind, Principal[] issuers, Socket socket) {
            throw new UnsupportedOperationException("this is a client");
        }
    }

    private static final class TrustsAnybody implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {
            throw new UnsupportedOperationException("this is a client");
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {
            // any
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}

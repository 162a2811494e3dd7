package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The certificates as the platform's own TLS judges them, over real sockets. */
class TlsTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final int TIMEOUT_MILLIS = 20_000;

    @TempDir
    static Path folder;

    private static SiteKeys site;
    private static SiteKeys foreign;
    private static ControllerKeys c1;

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void makeKeys() {
        site = SiteKeys.openOrCreate(folder.resolve("site"), SITE, InstantSource.system(), new SecureRandom());
        foreign = SiteKeys.openOrCreate(folder.resolve("foreign"), SITE, InstantSource.system(), new SecureRandom());
        site.enrol(C1, folder.resolve("c1"));
        c1 = ControllerKeys.open(folder.resolve("c1"));
    }

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void aControllerAndTheBrokerKnowEachOther() throws Exception {
        assertThat(meet(broker(site), c1.tls(), "localhost").seen()).isEqualTo("CN=c1 over TLSv1.3");
    }

    @Test
    void theServiceAndTheBrokerKnowEachOther() throws Exception {
        assertThat(meet(broker(site), site.tls(), "127.0.0.1").seen()).isEqualTo("CN=service over TLSv1.3");
    }

    @Test
    void aClientOfAForeignAuthorityIsRefused() throws Exception {
        SSLContext stranger = Tls.tls(site.caCertificate(), foreign.serviceCertificate(), foreign.serviceKey());

        assertThat(meet(broker(site), stranger, "localhost").server())
                .hasRootCauseInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aClientWithoutCertificateIsRefused() throws Exception {
        SSLContext nobody = SSLContext.getInstance("TLSv1.3");
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(Tls.trustStore(site.caCertificate()));
        nobody.init(null, trust.getTrustManagers(), null);

        assertThat(meet(broker(site), nobody, "localhost").server())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("certificate");
    }

    @Test
    void aForeignBrokerIsRefused() throws Exception {
        assertThat(meet(broker(foreign), c1.tls(), "localhost").client())
                .hasRootCauseInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aBrokerUnderAnotherNameIsRefused() throws Exception {
        assertThat(meet(broker(site), c1.tls(), "127.0.0.2").client())
                .isInstanceOf(SSLException.class)
                .hasMessageContaining("127.0.0.2");
    }

    @Test
    void aControllersCertificateIsNoBrokers() throws Exception {
        SSLContext controllerAsBroker = Tls.tls(c1.caCertificate(), c1.certificate(), c1.key());

        assertThat(meet(controllerAsBroker, site.tls(), "localhost").client())
                .hasRootCauseInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void theBrokersCertificateIsNoClients() throws Exception {
        SSLContext brokerAsClient = Tls.tls(site.caCertificate(), site.brokerCertificate(), site.brokerKey());

        assertThat(meet(broker(site), brokerAsClient, "localhost").server())
                .hasRootCauseInstanceOf(GeneralSecurityException.class);
    }

    @Test
    void aCertificatePastItsEndIsRefused() throws Exception {
        Instant longAgo = InstantSource.system().instant().minus(Duration.ofDays(826));
        SiteKeys old =
                SiteKeys.openOrCreate(folder.resolve("old"), SITE, InstantSource.fixed(longAgo), new SecureRandom());
        old.enrol(C1, folder.resolve("old-c1"));
        ControllerKeys oldC1 = ControllerKeys.open(folder.resolve("old-c1"));
        SiteKeys renewed =
                SiteKeys.openOrCreate(folder.resolve("old"), SITE, InstantSource.system(), new SecureRandom());

        assertThat(meet(broker(renewed), oldC1.tls(), "localhost").server())
                .hasRootCauseInstanceOf(ClientRefused.class)
                .hasRootCauseMessage("a client's certificate is [EXPIRED]");
    }

    @Test
    void aMissingFileIsToldInOneSentence() {
        Path missing = folder.resolve("missing.pem");

        assertThatThrownBy(() -> Tls.tls(c1.caCertificate(), missing, c1.key()))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("[" + missing + "]");
    }

    private static SSLContext broker(SiteKeys keys) {
        return keys.brokerTls(new ClientTrust(keys::clientCheck, _ -> {}));
    }

    /** Whom the server saw, or what either side threw. */
    private record Meeting(String seen, Throwable server, Throwable client) {}

    private Meeting meet(SSLContext server, SSLContext client, String address) throws Exception {
        try (var listening = (SSLServerSocket)
                server.getServerSocketFactory().createServerSocket(0, 1, InetAddress.getByName(address))) {
            listening.setNeedClientAuth(true);
            listening.setSoTimeout(TIMEOUT_MILLIS);
            Future<String> seen = threads.submit(() -> accept(listening));
            Throwable atClient = connect(client, new InetSocketAddress(address, listening.getLocalPort()));
            try {
                return new Meeting(seen.get(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS), null, atClient);
            } catch (ExecutionException e) {
                return new Meeting(null, e.getCause(), atClient);
            }
        }
    }

    private static Throwable connect(SSLContext client, InetSocketAddress address) {
        try (var socket = (SSLSocket) client.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            socket.startHandshake();
            // The server judges the client after the client's own handshake is done: wait for its goodbye.
            socket.getInputStream().read();
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    private static String accept(SSLServerSocket listening) throws IOException {
        try (Socket accepted = listening.accept()) {
            var socket = (SSLSocket) accepted;
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.startHandshake();
            return socket.getSession().getPeerPrincipal() + " over "
                    + socket.getSession().getProtocol();
        }
    }
}

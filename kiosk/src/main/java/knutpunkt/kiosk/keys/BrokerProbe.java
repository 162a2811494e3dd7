package knutpunkt.kiosk.keys;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at a broker's TLS as a client would, without saying a word of MQTT: what certificate it shows, and whether it takes
 * ours. A broker that reads files may not have read the newest.
 */
final class BrokerProbe {
    /** With TLS 1.3 the refusal of a client's certificate comes after the handshake: the broker then ends the connection. */
    private static final Duration REFUSAL = Duration.ofMillis(1_500);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    /** A broker that says a little now and then would keep whoever waits for each word for ever. */
    private static final Duration WHOLE = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(BrokerProbe.class);

    private BrokerProbe() {}

    /**
     * The broker's certificate. Takes at most 15 s.
     *
     * @return empty when it cannot be reached, is not to be believed, or does not take the certificate that {@code tls}
     *     shows
     */
    static Optional<X509Certificate> meet(URI broker, SSLContext tls) {
        return meet(broker, tls, WHOLE);
    }

    /** The same, where a connection lasts no longer than this. */
    static Optional<X509Certificate> meet(URI broker, SSLContext tls, Duration whole) {
        var address = new InetSocketAddress(broker.getHost(), broker.getPort());
        try (var line = new Socket()) {
            line.connect(address, (int) CONNECT.toMillis());
            CompletableFuture<Void> end = CompletableFuture.runAsync(
                    () -> cut(line), CompletableFuture.delayedExecutor(whole.toMillis(), TimeUnit.MILLISECONDS));
            try (var socket = (SSLSocket)
                    tls.getSocketFactory().createSocket(line, address.getHostString(), address.getPort(), true)) {
                return shown(socket);
            } finally {
                end.cancel(false);
            }
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static Optional<X509Certificate> shown(SSLSocket socket) throws IOException {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3"});
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.setSoTimeout((int) CONNECT.toMillis());
        socket.startHandshake();
        Certificate[] chain = socket.getSession().getPeerCertificates();
        return stays(socket) && chain[0] instanceof X509Certificate certificate
                ? Optional.of(certificate)
                : Optional.empty();
    }

    /** Whoever reads from it or writes to it is told so by an exception. */
    private static void cut(Socket line) {
        try {
            line.close();
        } catch (IOException e) {
            LOG.debug("a line that is cut off did not close", e);
        }
    }

    /** A broker that took the certificate waits for the first packet, and says nothing. */
    private static boolean stays(SSLSocket socket) throws IOException {
        socket.setSoTimeout((int) REFUSAL.toMillis());
        try {
            return socket.getInputStream().read() >= 0;
        } catch (SocketTimeoutException _) {
            return true;
        }
    }
}

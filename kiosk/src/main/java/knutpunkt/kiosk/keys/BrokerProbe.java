package knutpunkt.kiosk.keys;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/**
 * Looks at a broker's TLS as a client would, without saying a word of MQTT: what certificate it shows, and whether it takes
 * ours. A broker that reads files may not have read the newest.
 */
final class BrokerProbe {
    /** With TLS 1.3 the refusal of a client's certificate comes after the handshake: the broker then ends the connection. */
    private static final Duration REFUSAL = Duration.ofMillis(1_500);

    private static final Duration CONNECT = Duration.ofSeconds(5);

    private BrokerProbe() {}

    /**
     * The broker's certificate.
     *
     * @return empty when it cannot be reached, is not to be believed, or does not take the certificate that {@code tls}
     *     shows
     */
    static Optional<X509Certificate> meet(URI broker, SSLContext tls) {
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            socket.setSSLParameters(parameters);
            socket.connect(new InetSocketAddress(broker.getHost(), broker.getPort()), (int) CONNECT.toMillis());
            socket.setSoTimeout((int) CONNECT.toMillis());
            socket.startHandshake();
            Certificate[] chain = socket.getSession().getPeerCertificates();
            return stays(socket) && chain[0] instanceof X509Certificate certificate
                    ? Optional.of(certificate)
                    : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
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

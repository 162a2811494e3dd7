package knutpunkt.wire.session;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * The sockets a session connects with: TCP_NODELAY, which Paho never sets and without which a small message waits 40 ms
 * for the peer's delayed acknowledgement; for TLS, version 1.3 only and the broker's name checked. Paho asks for them
 * unconnected, so the other ways to make one are closed.
 */
final class Sockets {
    private Sockets() {}

    static SocketFactory of(SessionSettings settings) {
        return settings.tls()
                .<SocketFactory>map(tls -> new Secure(tls.get().getSocketFactory(), settings.noDelay()))
                .orElseGet(() -> new Plain(settings.noDelay()));
    }

    private static UnsupportedOperationException connected() {
        return new UnsupportedOperationException("a session's socket is made first and connected afterwards");
    }

    private static final class Plain extends SocketFactory {
        private final boolean noDelay;

        Plain(boolean noDelay) {
            this.noDelay = noDelay;
        }

        @Override
        public Socket createSocket() throws IOException {
            var socket = new Socket();
            socket.setTcpNoDelay(noDelay);
            return socket;
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw connected();
        }
    }

    private static final class Secure extends SSLSocketFactory {
        private final SSLSocketFactory factory;
        private final boolean noDelay;

        Secure(SSLSocketFactory factory, boolean noDelay) {
            this.factory = factory;
            this.noDelay = noDelay;
        }

        @Override
        public Socket createSocket() throws IOException {
            Socket socket = factory.createSocket();
            if (!(socket instanceof SSLSocket secure)) {
                throw new IOException("a TLS context made a socket without TLS");
            }
            SSLParameters parameters = secure.getSSLParameters();
            parameters.setProtocols(new String[] {"TLSv1.3"});
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secure.setSSLParameters(parameters);
            secure.setTcpNoDelay(noDelay);
            return secure;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) {
            throw connected();
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress localHost, int localPort) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw connected();
        }

        @Override
        public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort) {
            throw connected();
        }
    }
}

package knutpunkt.wire.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** A line to a broker that a test can cut: bytes go both ways until then, and both ends see their socket break. */
final class CuttableLine implements AutoCloseable {
    private static final int LINGER_TO_RESET = 0;

    private final ServerSocket server;
    private final String near;
    private final int target;
    private volatile boolean down;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    CuttableLine(int target) throws IOException {
        this("localhost", target);
    }

    /** A line whose near end listens at another address of the loopback. */
    CuttableLine(String near, int target) throws IOException {
        this.near = near;
        this.target = target;
        this.server = new ServerSocket(0, 10, InetAddress.getByName(near));
        Thread.ofVirtual().start(this::accept);
    }

    URI uri() {
        return URI.create("ssl://" + near + ":" + server.getLocalPort());
    }

    int connections() {
        return accepted.get();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
                accepted.incrementAndGet();
                if (down) {
                    client.close();
                    continue;
                }
                client.setTcpNoDelay(true);
                far.setTcpNoDelay(true);
                sockets.addAll(List.of(client, far));
                Thread.ofVirtual().start(() -> pump(client, far));
                Thread.ofVirtual().start(() -> pump(far, client));
            } catch (IOException _) {
                // the broker is down or the line is closed: the client sees its connection refused or broken
            }
        }
    }

    private static void pump(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException _) {
            // cut
        }
    }

    /** Breaks what is connected, and every new connection until {@link #mend}. */
    void breakDown() {
        down = true;
        cut();
    }

    void mend() {
        down = false;
    }

    /** Breaks what is connected; new connections work. */
    void cut() {
        for (Socket socket : sockets) {
            try {
                socket.setSoLinger(true, LINGER_TO_RESET);
                socket.close();
            } catch (IOException _) {
                // broken already, which is what was asked for
            }
        }
        sockets.clear();
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cut();
    }
}

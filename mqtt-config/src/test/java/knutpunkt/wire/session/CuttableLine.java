package knutpunkt.wire.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A line to a broker that a test can cut, stall or make slow: bytes go both ways until then, and both ends see their socket
 * break when it is cut.
 */
public final class CuttableLine implements AutoCloseable {
    private static final int LINGER_TO_RESET = 0;

    private final ServerSocket server;
    private final String near;
    private static final int PIECE = 1_024;
    private volatile int target;
    private volatile boolean down;
    private volatile boolean stalled;
    private volatile long nanosAByte;
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();

    public CuttableLine(int target) throws IOException {
        this("localhost", target);
    }

    /** A line whose near end listens at another address of the loopback. */
    CuttableLine(String near, int target) throws IOException {
        this.near = near;
        this.target = target;
        this.server = new ServerSocket(0, 10, InetAddress.getByName(near));
        Thread.ofVirtual().start(this::accept);
    }

    public URI uri() {
        return URI.create("ssl://" + near + ":" + server.getLocalPort());
    }

    public int connections() {
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

    private void pump(Socket from, Socket to) {
        try (from;
                to) {
            byte[] piece = new byte[PIECE];
            for (int read = from.getInputStream().read(piece);
                    read >= 0;
                    read = from.getInputStream().read(piece)) {
                pass(read);
                to.getOutputStream().write(piece, 0, read);
            }
        } catch (IOException _) {
            // cut
        }
    }

    private void pass(int bytes) {
        LockSupport.parkNanos(bytes * nanosAByte);
        while (stalled && !server.isClosed()) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
    }

    /** Passes no more bytes a second, each way, than this. */
    public void slowTo(int bytesASecond) {
        nanosAByte = Duration.ofSeconds(1).toNanos() / bytesASecond;
    }

    /** Passes nothing either way, and breaks nothing, until {@link #flow}. */
    public void stall() {
        stalled = true;
    }

    public void flow() {
        stalled = false;
    }

    /** Where new connections lead from now on. */
    public void leadTo(int port) {
        target = port;
    }

    /** Breaks what is connected, and every new connection until {@link #mend}. */
    public void breakDown() {
        down = true;
        cut();
    }

    public void mend() {
        down = false;
    }

    /** Breaks what is connected; new connections work. */
    public void cut() {
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

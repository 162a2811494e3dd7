package knutpunkt.kiosk.wall;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A cable between browser and service that can be pulled: nothing comes through, and nobody is told. */
final class StallingProxy implements AutoCloseable {
    private final int target;
    private final ServerSocket server;
    private final List<Socket> sockets = new ArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition plugged = lock.newCondition();
    private boolean pulled;

    StallingProxy(int target) {
        this.target = target;
        try {
            this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return server.getLocalPort();
    }

    void pull() {
        set(true);
    }

    void plugIn() {
        set(false);
    }

    private void set(boolean now) {
        lock.lock();
        try {
            pulled = now;
            plugged.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket browser = keep(server.accept());
                Socket service = keep(new Socket(InetAddress.getLoopbackAddress(), target));
                Thread.ofVirtual().start(() -> carry(browser, service));
                Thread.ofVirtual().start(() -> carry(service, browser));
            } catch (IOException _) {
                // The service is away, or this is the end: the browser sees a closed connection.
                closeAll();
            }
        }
    }

    private synchronized Socket keep(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private void carry(Socket from, Socket to) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[8_192];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitCable();
                out.write(buffer, 0, n);
                out.flush();
            }
        } catch (IOException _) {
            // One side closed: so does the other.
        }
    }

    private void awaitCable() {
        lock.lock();
        try {
            while (pulled) {
                plugged.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    private synchronized void closeAll() {
        for (Socket socket : sockets) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
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
        plugIn();
        closeAll();
    }
}

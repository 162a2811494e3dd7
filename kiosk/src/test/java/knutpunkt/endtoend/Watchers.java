package knutpunkt.endtoend;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Many walls at once, each a connection of its own to the wall's stream that reads all it is sent and shows nothing. */
final class Watchers implements AutoCloseable {
    private final List<Socket> sockets = new ArrayList<>();
    private final AtomicLong bytes = new AtomicLong();

    private Watchers() {}

    static Watchers open(String wall, int count) throws IOException {
        var watchers = new Watchers();
        URI address = URI.create(wall);
        for (int i = 0; i < count; i++) {
            var socket = new Socket(address.getHost(), address.getPort());
            watchers.sockets.add(socket);
            socket.getOutputStream()
                    .write("GET /wall/stream HTTP/1.1\r\nHost: %s\r\nAccept: text/event-stream\r\n\r\n"
                            .formatted(address.getAuthority())
                            .getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(() -> watchers.read(socket));
        }
        return watchers;
    }

    private void read(Socket socket) {
        byte[] buffer = new byte[8192];
        try (InputStream in = socket.getInputStream()) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                bytes.addAndGet(read);
            }
        } catch (IOException _) {
            // Closed.
        }
    }

    /** What all of them have been sent so far. */
    long bytes() {
        return bytes.get();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}

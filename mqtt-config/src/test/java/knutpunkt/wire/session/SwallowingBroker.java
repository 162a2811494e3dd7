package knutpunkt.wire.session;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLServerSocket;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Tls;

/**
 * A broker that confirms all that MQTT 5 has confirmed, connections, subscriptions, messages and pings, and carries nothing:
 * like one that lost its subscriptions and does not know.
 */
public final class SwallowingBroker implements AutoCloseable {
    private static final int CONNECT = 1;
    private static final int PUBLISH = 3;
    private static final int SUBSCRIBE = 8;
    private static final int PINGREQ = 12;
    private static final int DISCONNECT = 14;

    private final SSLServerSocket server;
    private final AtomicInteger pings = new AtomicInteger();
    private final AtomicInteger connections = new AtomicInteger();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final List<Withheld> withheld = new ArrayList<>();
    private boolean withholds;

    /** A message that is not answered. */
    private record Withheld(OutputStream from, short id) {}

    /** With the site's own broker's certificate, on a free port of the loopback. */
    public SwallowingBroker(SiteKeys keys) throws IOException {
        var tls = Tls.tls(keys.caCertificate(), keys.brokerCertificate(), keys.brokerKey());
        server = (SSLServerSocket)
                tls.getServerSocketFactory().createServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    /** How many clients it has told that they are connected. */
    public int connections() {
        return connections.get();
    }

    /** How many pings it has answered. */
    public int pings() {
        return pings.get();
    }

    /** From now on it answers no message, until {@link #answer}. */
    public synchronized void withhold() {
        withholds = true;
    }

    /** How many messages it has been sent and has not answered. */
    public synchronized int unanswered() {
        return withheld.size();
    }

    /** Answers all that it has not, and from now on each as it comes. */
    public synchronized void answer() throws IOException {
        withholds = false;
        for (Withheld each : withheld) {
            each.from().write(taken(each.id()));
            each.from().flush();
        }
        withheld.clear();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket client = server.accept();
                sockets.add(client);
                Thread.ofVirtual().start(() -> serve(client));
            } catch (IOException _) {
                // closed, or a client that broke off
            }
        }
    }

    private void serve(Socket client) {
        try (client) {
            var in = new DataInputStream(client.getInputStream());
            boolean stays = true;
            while (stays) {
                stays = serveOne(in, client.getOutputStream());
            }
        } catch (IOException _) {
            // the client has gone
        }
    }

    private boolean serveOne(DataInputStream in, OutputStream out) throws IOException {
        int head = in.readUnsignedByte();
        byte[] packet = new byte[length(in)];
        in.readFully(packet);
        return answer(head, ByteBuffer.wrap(packet), out);
    }

    private synchronized boolean answer(int head, ByteBuffer body, OutputStream out) throws IOException {
        switch (head >> 4) {
            case CONNECT -> {
                out.write(new byte[] {0x20, 3, 0, 0, 0});
                connections.incrementAndGet();
            }
            case SUBSCRIBE -> out.write(subscribed(body));
            case PUBLISH -> {
                if ((head & 0b0110) != 0) {
                    body.position(2 + body.getShort(0));
                    short id = body.getShort();
                    if (withholds) {
                        withheld.add(new Withheld(out, id));
                    } else {
                        out.write(taken(id));
                    }
                }
            }
            case PINGREQ -> {
                out.write(new byte[] {(byte) 0xD0, 0});
                pings.incrementAndGet();
            }
            case DISCONNECT -> {
                return false;
            }
            default -> throw new IOException("packet type " + (head >> 4) + " is not known here");
        }
        out.flush();
        return true;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = 0;
        int shift = 0;
        int part;
        do {
            part = in.readUnsignedByte();
            length |= (part & 0x7F) << shift;
            shift += 7;
        } while ((part & 0x80) != 0);
        return length;
    }

    private static byte[] taken(short id) {
        return ByteBuffer.allocate(4)
                .put((byte) 0x40)
                .put((byte) 2)
                .putShort(id)
                .array();
    }

    private static byte[] subscribed(ByteBuffer body) {
        short id = body.getShort();
        body.position(body.position() + 1 + body.get(body.position()));
        int filters = 0;
        while (body.hasRemaining()) {
            int characters = body.getShort();
            body.position(body.position() + characters + 1);
            filters++;
        }
        return ByteBuffer.allocate(5 + filters)
                .put((byte) 0x90)
                .put((byte) (3 + filters))
                .putShort(id)
                .array();
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Socket socket : sockets) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

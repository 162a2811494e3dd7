package knutpunkt.kiosk.broker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** An MQTT client that does what it is told, right or wrong: bytes over TLS, and what comes back. One thread at a time. */
final class RawClient implements AutoCloseable {
    static final int CONNACK = 2;
    static final int PUBLISH = 3;
    static final int PUBACK = 4;
    static final int PUBREC = 5;
    static final int SUBACK = 9;
    static final int PINGRESP = 13;
    static final int DISCONNECT = 14;
    static final int NOT_AUTHORIZED = 135;

    /** Reason codes below it are kinds of success. */
    static final int ERRORS_FROM = 128;

    static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Socket socket;
    private final List<Packet> published = new ArrayList<>();

    private RawClient(Socket socket) {
        this.socket = socket;
    }

    /** What the broker sent. {@code body} starts behind the fixed header. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Packet(int type, int flags, byte[] body) {
        boolean retained() {
            return (flags & 1) == 1;
        }

        /** Of a PUBLISH without properties or with short ones. */
        String payload() {
            int at = 2 + unsigned(body, 0) + ((flags & 6) != 0 ? 2 : 0);
            return new String(body, at + 1 + body[at], body.length - at - 1 - body[at], StandardCharsets.UTF_8);
        }

        String topic() {
            return new String(body, 2, unsigned(body, 0), StandardCharsets.UTF_8);
        }

        /** The reason code of a CONNACK, PUBACK or DISCONNECT; the short forms mean success. */
        int code() {
            int at = type == CONNACK ? 1 : type == PUBACK ? 2 : 0;
            return body.length > at ? body[at] & 0xFF : 0;
        }

        private static int unsigned(byte[] bytes, int at) {
            return ((bytes[at] & 0xFF) << 8) | (bytes[at + 1] & 0xFF);
        }
    }

    /** A last will. */
    record Will(String topic, String payload, int qos, boolean retained, int delaySeconds) {}

    /** How to connect. {@code sessionExpiry} below zero is left out. */
    record Connect(
            String clientId, int level, long sessionExpiry, Optional<Will> will, Optional<String> user, int keepAlive) {
        static Connect as(String clientId) {
            return new Connect(clientId, 5, -1, Optional.empty(), Optional.empty(), 60);
        }

        Connect level(int other) {
            return new Connect(clientId, other, sessionExpiry, will, user, keepAlive);
        }

        Connect sessionExpiry(long seconds) {
            return new Connect(clientId, level, seconds, will, user, keepAlive);
        }

        Connect will(Will last) {
            return new Connect(clientId, level, sessionExpiry, Optional.of(last), user, keepAlive);
        }

        Connect user(String name) {
            return new Connect(clientId, level, sessionExpiry, will, Optional.of(name), keepAlive);
        }
    }

    /** Opens TLS. With TLS 1.3 a broker's refusal of the certificate shows only at the first read. */
    static RawClient open(SSLContext tls, int port) throws IOException {
        return open(tls, port, InetAddress.getLoopbackAddress());
    }

    /** The same from another address of this machine's. */
    static RawClient open(SSLContext tls, int port, InetAddress from) throws IOException {
        var socket = (SSLSocket) tls.getSocketFactory().createSocket();
        try {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) PATIENCE.toMillis());
            socket.bind(new InetSocketAddress(from, 0));
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.startHandshake();
            return new RawClient(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** Opens TLS and an MQTT session in the client's own name. */
    static RawClient connected(SSLContext tls, int port, Connect connect) throws IOException {
        return connected(tls, port, InetAddress.getLoopbackAddress(), connect);
    }

    /** The same from another address of this machine's. */
    static RawClient connected(SSLContext tls, int port, InetAddress from, Connect connect) throws IOException {
        RawClient client = open(tls, port, from);
        int code = client.connect(connect).map(Packet::code).orElse(-1);
        if (code != 0) {
            client.close();
            throw new IOException("the broker answered [" + code + "]");
        }
        return client;
    }

    /** What somebody does who may be cut off at any moment. */
    interface Attempt<T> {
        Optional<T> make() throws IOException;
    }

    /**
     * What came of it; empty when the broker ended the connection meanwhile, in order or not.
     *
     * @throws SocketTimeoutException when the broker neither answered nor ended it: that is no refusal
     */
    static <T> Optional<T> unlessCutOff(Attempt<T> attempt) throws IOException {
        try {
            return attempt.make();
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    Optional<Packet> connect(Connect how) throws IOException {
        ask(packet(connectBytes(how)));
        return read();
    }

    /** Publishes at QoS 1 and returns the reason code of the answer, -1 for a closed connection. */
    int publish(String topic, byte[] payload, boolean retained) throws IOException {
        ask(publishBytes(topic, payload, 1, retained, new byte[0]));
        return readUntil(PUBACK).map(Packet::code).orElse(-1);
    }

    int publish(String topic, String payload) throws IOException {
        return publish(topic, payload.getBytes(StandardCharsets.UTF_8), false);
    }

    /** Subscribes at QoS 1 and returns the reason code for each filter; none for a closed connection. */
    List<Integer> subscribe(String... filters) throws IOException {
        ask(subscribeBytes(filters));
        return readUntil(SUBACK)
                .map(answer -> {
                    List<Integer> codes = new ArrayList<>();
                    for (int i = 3; i < answer.body().length; i++) {
                        codes.add(answer.body()[i] & 0xFF);
                    }
                    return codes;
                })
                .orElse(List.of());
    }

    boolean isAlive() throws IOException {
        ask(packet(0xC0, new byte[0]));
        return readUntil(PINGRESP).isPresent();
    }

    /** Sends, unless the broker has closed already: the read that follows tells, and gives what it said before it did. */
    private void ask(byte[] bytes) {
        try {
            send(bytes);
        } catch (IOException _) {
            // closed by the broker
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** Skips to the next packet of a type, answering QoS 1 on the way; empty once the connection is closed. */
    Optional<Packet> readUntil(int type) throws IOException {
        Optional<Packet> packet = read();
        while (packet.isPresent() && packet.get().type() != type) {
            packet = read();
        }
        return packet;
    }

    /** How long a read waits before it gives up. */
    void patience(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
    }

    /** The same with twice the patience, for a broker that waits a while before it closes. */
    Optional<Packet> readPatiently() throws IOException {
        socket.setSoTimeout(2 * (int) PATIENCE.toMillis());
        return read();
    }

    /** The next packet; empty once the broker has closed the connection, in order or not. */
    Optional<Packet> read() throws IOException {
        try {
            var in = new DataInputStream(socket.getInputStream());
            int first = in.read();
            if (first < 0) {
                return Optional.empty();
            }
            int length = 0;
            int shift = 0;
            int digit;
            do {
                digit = in.readUnsignedByte();
                length |= (digit & 127) << shift;
                shift += 7;
            } while ((digit & 128) != 0);
            byte[] body = new byte[length];
            in.readFully(body);
            var packet = new Packet(first >> 4, first & 15, body);
            if (packet.type() == PUBLISH) {
                acknowledge(packet);
                published.add(packet);
            }
            return Optional.of(packet);
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void acknowledge(Packet packet) throws IOException {
        if ((packet.flags() & 6) != 0) {
            int at = 2 + Packet.unsigned(packet.body(), 0);
            send(new byte[] {0x40, 2, packet.body()[at], packet.body()[at + 1]});
        }
    }

    /** Everything published to this client since it last asked, once nothing more has come for this long. */
    List<Packet> received(Duration quiet) throws IOException {
        socket.setSoTimeout((int) quiet.toMillis());
        try {
            while (read().isPresent()) {
                // read() keeps what it reads
            }
        } catch (SocketTimeoutException _) {
            // quiet
        } finally {
            socket.setSoTimeout((int) PATIENCE.toMillis());
        }
        List<Packet> packets = List.copyOf(published);
        published.clear();
        return packets;
    }

    /** The same, once something on that topic has come. */
    List<Packet> receivedWith(String topic, Duration quiet) throws IOException {
        return received(
                packets -> packets.stream().anyMatch(packet -> packet.topic().equals(topic)), quiet);
    }

    /** The same, once there is enough: a busy machine is not taken for a broker that sends nothing. */
    List<Packet> received(Predicate<List<Packet>> enough, Duration quiet) throws IOException {
        boolean alive = true;
        while (alive && !enough.test(published)) {
            alive = read().isPresent();
        }
        return received(quiet);
    }

    /** Ends the TCP connection without a word. */
    void cut() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    static byte[] publishBytes(String topic, byte[] payload, int qos, boolean retained, byte[] properties) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(text(topic));
        if (qos > 0) {
            body.writeBytes(new byte[] {0, 9});
        }
        body.writeBytes(length(properties.length));
        body.writeBytes(properties);
        body.writeBytes(payload);
        return packet(0x30 | qos << 1 | (retained ? 1 : 0), body.toByteArray());
    }

    static byte[] subscribeBytes(String... filters) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 7, 0});
        for (String filter : filters) {
            body.writeBytes(text(filter));
            body.write(1);
        }
        return packet(0x82, body.toByteArray());
    }

    static byte[] connectBytes(Connect how) {
        return connectBytesNamed("MQTT", how);
    }

    static byte[] connectBytesNamed(String protocol, Connect how) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(text(protocol));
        body.write(how.level());
        int flags = 2;
        if (how.will().isPresent()) {
            Will will = how.will().get();
            flags |= 4 | will.qos() << 3 | (will.retained() ? 32 : 0);
        }
        flags |= how.user().isPresent() ? 128 | 64 : 0;
        body.write(flags);
        body.writeBytes(new byte[] {(byte) (how.keepAlive() >> 8), (byte) how.keepAlive()});
        if (how.level() == 5) {
            body.writeBytes(how.sessionExpiry() < 0 ? new byte[] {0} : property(5, 17, how.sessionExpiry()));
        }
        body.writeBytes(text(how.clientId()));
        how.will().ifPresent(will -> {
            if (how.level() == 5) {
                body.writeBytes(will.delaySeconds() == 0 ? new byte[] {0} : property(5, 24, will.delaySeconds()));
            }
            body.writeBytes(text(will.topic()));
            body.writeBytes(text(will.payload()));
        });
        how.user().ifPresent(user -> {
            body.writeBytes(text(user));
            body.writeBytes(text("secret"));
        });
        return body.toByteArray();
    }

    private static byte[] property(int length, int id, long value) {
        return new byte[] {
            (byte) length, (byte) id, (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
        };
    }

    static byte[] packet(byte[] connect) {
        return packet(0x10, connect);
    }

    static byte[] packet(int first, byte[] body) {
        byte[] length = length(body.length);
        byte[] packet = new byte[1 + length.length + body.length];
        packet[0] = (byte) first;
        System.arraycopy(length, 0, packet, 1, length.length);
        System.arraycopy(body, 0, packet, 1 + length.length, body.length);
        return packet;
    }

    static byte[] length(int length) {
        byte[] digits = new byte[4];
        int used = 0;
        int rest = length;
        do {
            digits[used++] = (byte) (rest % 128 | (rest >= 128 ? 128 : 0));
            rest /= 128;
        } while (rest > 0);
        return Arrays.copyOf(digits, used);
    }

    static byte[] text(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        byte[] prefixed = new byte[2 + bytes.length];
        prefixed[0] = (byte) (bytes.length >> 8);
        prefixed[1] = (byte) bytes.length;
        System.arraycopy(bytes, 0, prefixed, 2, bytes.length);
        return prefixed;
    }
}

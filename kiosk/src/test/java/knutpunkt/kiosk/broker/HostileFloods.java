package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.wire.Channel;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody sends or asks for more than anybody needs, while a door works. */
interface HostileFloods extends BesideAWorkingDoor {
    int CONNECTIONS = 500;

    /** Asked for by one that hears no answer. */
    int PINGS = 10_000;

    /** How long a flood is kept up. */
    Duration FLOOD = Duration.ofSeconds(4);

    @Test
    default void manyIdleConnectionsKeepNobodyOut() throws Exception {
        door().goesOnDuring("500 idle connections", () -> {
            InetAddress from = InetAddress.getByName("127.2.0.1");
            List<Socket> idle = new ArrayList<>();
            try {
                for (int i = 0; i < CONNECTIONS; i++) {
                    idle.add(new Socket(InetAddress.getLoopbackAddress(), port(), from, 0));
                }
                assertSomebodyElseIsLetIn();
                if (hasGate()) {
                    awaitTurnedAway(idle, CONNECTIONS - BrokerLimits.ARRIVING_FROM_ONE_ADDRESS);
                } else { // it has room for them all, and no bound for an address
                    assertThat(idle).noneMatch(HostileFloods::isClosed);
                }
            } finally {
                for (Socket socket : idle) {
                    socket.close();
                }
            }
        });
    }

    private static void awaitTurnedAway(List<Socket> sockets, int count) {
        await("all but so many as an address may have are closed")
                .atMost(RawClient.PATIENCE)
                .until(() -> sockets.stream().filter(HostileFloods::isClosed).count() >= count);
    }

    /** By its peer, which says nothing before. */
    private static boolean isClosed(Socket socket) {
        try {
            socket.setSoTimeout(1);
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException _) {
            return false;
        } catch (IOException _) {
            return true;
        }
    }

    @Test
    default void manyHandshakesAtOnceKeepNobodyOut() throws Exception {
        InetAddress from = InetAddress.getByName("127.2.0.2");
        handshakes("500 handshakes at once, no certificate", Strangers.withoutCertificate(), from, open -> {
            for (RawClient each : open) {
                assertThat(each.read()).isEmpty();
            }
        });
    }

    @Test
    default void manyConnectionsOfOneClientAtOnceKeepNobodyOut() throws Exception {
        InetAddress from = InetAddress.getByName("127.2.0.3");
        handshakes("500 handshakes at once, good certificate", door().tls(WorkingDoor.HOSTILE), from, open -> {
            if (hasGate()) {
                assertThat(open).as("an address may not have so many").hasSizeLessThan(CONNECTIONS);
            } else {
                assertThat(open).as("it has room for them all").hasSize(CONNECTIONS);
            }
        });
    }

    /** What must have become of those who got through TLS. */
    interface Outcome {
        void assertOf(Collection<RawClient> open) throws IOException;
    }

    /** Opened by several at once and left open, without a word of MQTT; those that are turned away are forgotten. */
    private void handshakes(String what, SSLContext tls, InetAddress from, Outcome outcome) throws Exception {
        door().goesOnDuring(what, () -> {
            Queue<RawClient> open = new ConcurrentLinkedQueue<>();
            try {
                try (ExecutorService several = Executors.newFixedThreadPool(8)) {
                    for (int i = 0; i < CONNECTIONS; i++) {
                        several.execute(() -> open(tls, from).ifPresent(open::add));
                    }
                    assertSomebodyElseIsLetIn();
                }
                outcome.assertOf(open);
            } finally {
                for (RawClient each : open) {
                    each.close();
                }
            }
        });
    }

    private Optional<RawClient> open(SSLContext tls, InetAddress from) {
        try {
            return Optional.of(RawClient.open(tls, port(), from));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private void assertSomebodyElseIsLetIn() throws IOException {
        try (RawClient other = RawClient.connected(door().tls("other"), port(), Connect.as("other"))) {
            assertThat(other.isAlive()).isTrue();
        }
    }

    /** It reads none of its answers either. */
    @ParameterizedTest
    @CsvSource({
        "0, linked-0, 4096",
        "1, linked-0, 10",
        "1, linked-0, 262144",
        "0, c1, 4096",
        "1, c1, 10",
        "1, c1, 262144"
    })
    default void aFloodOfMessagesHoldsNobodyUp(int qos, String whose, int size) throws Exception {
        byte[] message = RawClient.publishBytes(at(whose, Channel.EVENTS), new byte[size], qos, false, new byte[0]);
        String what = "flood on %s topic, QoS %d, %,d bytes"
                .formatted(whose.equals(VICTIM) ? "a foreign" : "its own", qos, size);
        door().goesOnDuring(what, () -> {
            long end = System.nanoTime() + FLOOD.toNanos();
            while (System.nanoTime() < end) {
                try (RawClient hostile = hostile()) {
                    while (System.nanoTime() < end) {
                        hostile.send(message);
                    }
                } catch (IOException _) {
                    // cut off for not reading its answers, and back at once
                }
            }
        });
        if (hasGate()) { // Mosquitto slows nobody
            assertThat(door().said(RunningSite.Broker.EMBEDDED)).contains("Slowed [" + WorkingDoor.HOSTILE + "]");
        }
    }

    /**
     * Subscribes to all it may, says it is alive, and reads nothing. Nobody but the service may send it more than answers,
     * and the service's place is not to be taken here: what waits for such a one is tried where there is no door.
     */
    @Test
    default void whoReadsNothingHoldsNobodyUp() throws Exception {
        List<RawClient> deaf = new ArrayList<>();
        try {
            for (String name : List.of("deaf-1", "deaf-2", "deaf-3")) {
                deaf.add(RawClient.connected(door().tls(name), port(), door().elsewhere(), Connect.as(name)));
                deaf.getLast()
                        .send(RawClient.subscribeBytes(
                                site().rules().filters(name).toArray(String[]::new)));
            }
            door().goesOnDuring("pings and reads nothing", () -> {
                for (RawClient each : deaf) {
                    for (int i = 0; i < PINGS; i++) {
                        each.send(RawClient.packet(0xC0, new byte[0]));
                    }
                }
            });
        } finally {
            for (RawClient each : deaf) {
                each.close();
            }
        }
    }
}

package knutpunkt.kiosk.broker;

import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.wire.Channel;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How fast clients of the embedded broker may come and send, by a clock that stands still unless a test moves it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EmbeddedBrokerPaceTest implements BrokerOnTrial {
    private static final int SAVED_UP_PACKETS =
            BrokerLimits.PACKETS_PER_SECOND * (int) BrokerLimits.SAVED_UP.toSeconds();

    /** What the broker may have read, of small packets, before it knows that there are too many. */
    private static final int READ_AT_ONCE = 4 * 65_536;

    private final AtomicLong nanos = new AtomicLong();
    private TestSite site;
    private EmbeddedBroker broker;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        site = TestSite.in(folder);
        broker = EmbeddedBroker.start(site.keys(), site.rules(), "127.0.0.1", 0, folder.resolve("scratch"), nanos::get);
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Override
    public TestSite site() {
        return site;
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public boolean hasGate() {
        return true;
    }

    @Test
    void whoSendsTooManyIsSlowedAndLosesNothingAndNobodyElseWaits() throws IOException {
        int count = 3 * SAVED_UP_PACKETS;
        byte[] one = RawClient.publishBytes(topic("hasty", Channel.EVENTS), new byte[500], 1, false, new byte[0]);
        try (RawClient hasty = controller("hasty");
                RawClient good = controller("steady")) {
            for (int i = 0; i < count; i++) {
                hasty.send(one); // 1.7 MB, which wait in the sockets' buffers
            }

            int answered = answers(hasty, count);
            assertThat(answered).isBetween(SAVED_UP_PACKETS - 1, SAVED_UP_PACKETS + READ_AT_ONCE / one.length);
            assertThat(good.publish(topic("steady", Channel.EVENTS), "at once")).isZero();

            while (answered < count) {
                nanos.addAndGet(Duration.ofSeconds(2).toNanos());
                int more = answers(hasty, count - answered);
                assertThat(more).isPositive();
                answered += more;
            }
            nanos.addAndGet(Duration.ofSeconds(2).toNanos());
            assertThat(hasty.isAlive()).isTrue();
        }
    }

    @Test
    void whoSendsTooManyBytesIsSlowedToo() throws IOException {
        int fits = BrokerLimits.BYTES_PER_SECOND * (int) BrokerLimits.SAVED_UP.toSeconds() / Channel.EVENTS.bytesMax();
        byte[] largest = RawClient.publishBytes(
                topic("heavy", Channel.EVENTS), new byte[Channel.EVENTS.bytesMax()], 1, false, new byte[0]);
        try (RawClient heavy = controller("heavy")) {
            for (int i = 0; i < fits; i++) {
                heavy.send(largest);
            }
            assertThat(answers(heavy, fits)).isEqualTo(fits);

            heavy.send(largest);
            heavy.send(RawClient.packet(0xC0, new byte[0]));
            int late = answers(heavy, 1);

            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
            assertThat(late + answers(heavy, 1 - late)).isEqualTo(1);
            assertThat(heavy.isAlive()).isTrue();
        }
    }

    /** As many as come, until that many have or none comes any more. */
    private static int answers(RawClient client, int most) throws IOException {
        int answers = 0;
        client.patience(QUIET);
        try {
            while (answers < most && client.readUntil(RawClient.PUBACK).isPresent()) {
                answers++;
            }
        } catch (SocketTimeoutException _) {
            // no more
        } finally {
            client.patience(RawClient.PATIENCE);
        }
        return answers;
    }

    @Test
    void whoDoesNotFinishComingTakesOnlyThePlacesOfItsOwnAddress() throws IOException {
        List<Socket> crowd = new ArrayList<>();
        try (RawClient inside = controller("inside")) {
            for (int i = 0; i < 2 * BrokerLimits.ARRIVING_FROM_ONE_ADDRESS; i++) {
                crowd.add(new Socket(
                        InetAddress.getLoopbackAddress(), broker.port(), InetAddress.getByName("127.0.0.2"), 0));
            }

            Socket last = crowd.getLast();
            last.setSoTimeout((int) RawClient.PATIENCE.toMillis());
            assertThat(last.getInputStream().read()).isEqualTo(-1);
            assertThat(inside.isAlive()).isTrue();
            try (RawClient late = controller("late")) {
                assertThat(late.isAlive()).isTrue();
            }
            assertThat(broker.refused()).isGreaterThanOrEqualTo(BrokerLimits.ARRIVING_FROM_ONE_ADDRESS);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }
}

package knutpunkt.kiosk.broker;

import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.wire.Channel;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How fast clients of the embedded broker may come and send, by a clock that stands still unless a test moves it. */
class EmbeddedBrokerPaceTest extends OnEmbeddedBroker {
    private static final int SAVED_UP_PACKETS =
            BrokerLimits.PACKETS_PER_SECOND * (int) BrokerLimits.SAVED_UP.toSeconds();

    /** What the broker may have read, of small packets, before it knows that there are too many. */
    private static final int READ_AT_ONCE = 4 * 65_536;

    /** Both ends take a while for so much on a busy machine; a broker that forgot its sender would take for ever. */
    private static final long SECONDS_MAX = 120;

    private final AtomicLong nanos = new AtomicLong();

    @Override
    long nanos() {
        return nanos.get();
    }

    @Test
    @Timeout(SECONDS_MAX)
    void whoSendsTooManyIsSlowedAndLosesNothingAndNobodyElseWaits() throws IOException {
        int count = 3 * SAVED_UP_PACKETS;
        byte[] one = RawClient.publishBytes(topic("hasty", Channel.EVENTS), new byte[500], 1, false, new byte[0]);
        try (RawClient hasty = controller("hasty");
                RawClient good = controller("steady")) {
            CompletableFuture<Void> sent = sendMeanwhile(hasty, count, one);

            int paid = SAVED_UP_PACKETS;
            int answered = answers(hasty, paid);
            assertThat(answered).isBetween(paid, paid + READ_AT_ONCE / one.length);
            assertThat(good.publish(topic("steady", Channel.EVENTS), "at once")).isZero();

            while (answered < count) {
                nanos.addAndGet(BrokerLimits.SAVED_UP.toNanos());
                paid += SAVED_UP_PACKETS;
                answered += answers(hasty, Math.min(paid, count) - answered);
                assertThat(answered).isLessThanOrEqualTo(paid + READ_AT_ONCE / one.length);
            }
            sent.join();
            nanos.addAndGet(BrokerLimits.SAVED_UP.toNanos());
            assertThat(hasty.isAlive()).isTrue();
        }
    }

    @Test
    @Timeout(SECONDS_MAX)
    void whoSendsTooManyBytesIsSlowedToo() throws IOException {
        byte[] largest = RawClient.publishBytes(
                topic("heavy", Channel.EVENTS), new byte[Channel.EVENTS.bytesMax()], 1, false, new byte[0]);
        int paid = BrokerLimits.BYTES_PER_SECOND * (int) BrokerLimits.SAVED_UP.toSeconds() / largest.length;
        int count = paid + paid / 2; // far fewer than the packets it may send
        try (RawClient heavy = controller("heavy")) {
            CompletableFuture<Void> sent = sendMeanwhile(heavy, count, largest);

            int answered = answers(heavy, paid);
            assertThat(answered).isBetween(paid, paid + 2);

            nanos.addAndGet(BrokerLimits.SAVED_UP.toNanos());
            assertThat(answered + answers(heavy, count - answered)).isEqualTo(count);
            sent.join();
            assertThat(heavy.isAlive()).isTrue();
        }
    }

    /** What the broker does not read fills the sockets' buffers, and then its sender waits: not this thread. */
    private static CompletableFuture<Void> sendMeanwhile(RawClient client, int count, byte[] packet) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < count; i++) {
                            client.send(packet);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                task -> Thread.ofVirtual().start(task));
    }

    /** Waits for as many as are awaited, and then for those that come besides. */
    private static int answers(RawClient client, int awaited) throws IOException {
        int answers = 0;
        while (answers < awaited && client.readUntil(RawClient.PUBACK).isPresent()) {
            answers++;
        }
        client.patience(QUIET);
        try {
            while (client.readUntil(RawClient.PUBACK).isPresent()) {
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
                crowd.add(new Socket(InetAddress.getLoopbackAddress(), port(), InetAddress.getByName("127.0.0.2"), 0));
            }

            Socket last = crowd.getLast();
            last.setSoTimeout((int) RawClient.PATIENCE.toMillis());
            assertThat(last.getInputStream().read()).isEqualTo(-1);
            assertThat(inside.isAlive()).isTrue();
            try (RawClient late = controller("late")) {
                assertThat(late.isAlive()).isTrue();
            }
            assertThat(broker().refused()).isGreaterThanOrEqualTo(BrokerLimits.ARRIVING_FROM_ONE_ADDRESS);
        } finally {
            for (Socket socket : crowd) {
                socket.close();
            }
        }
    }
}

package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.session.Subscription;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;

/** What the session that both ends use makes of a broker. */
interface SessionContract extends BrokerOnTrial {
    @Test
    default void whatOneSenderPublishesArrivesWholeAndInOrder() throws Exception {
        int count = 2_000;
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        String topic = topic("orderly", Channel.EVENTS);
        try (MqttSession service = session(SiteKeys.SERVICE, BrokerOnTrial.filter(Channel.EVENTS), received::add);
                MqttSession sender = session("orderly", topic("orderly", Channel.EVENTS_ACK), _ -> {})) {
            await().until(() -> service.isConnected() && sender.isConnected());

            for (int i = 0; i < count; i++) {
                sender.publish(message(topic, Integer.toString(i)));
            }

            await().until(() -> received.size() == count);
            assertThat(received)
                    .containsExactlyElementsOf(IntStream.range(0, count)
                            .mapToObj(Integer::toString)
                            .toList());
        }
    }

    /** No bound on the time, as the machine may be busy; the measured one is printed and kept in the benchmarks. */
    @Test
    default void aThousandRequestsAreAnswered() throws Exception {
        int count = 1_000;
        String request = topic("asked", Channel.COMMANDS);
        String reply = topic("asked", Channel.COMMANDS_RESULT);
        var answers = new ArrayBlockingQueue<String>(count);
        var questions = new ArrayBlockingQueue<String>(count);
        long[] nanos = new long[count];
        try (MqttSession service =
                        session(SiteKeys.SERVICE, BrokerOnTrial.filter(Channel.COMMANDS_RESULT), answers::add);
                MqttSession asked = session("asked", request, questions::add)) {
            await().until(() -> service.isConnected() && asked.isConnected());
            Thread answering = Thread.ofVirtual().start(() -> answer(asked, questions, reply, count));

            for (int i = 0; i < count; i++) {
                long before = System.nanoTime();
                service.publish(message(request, Integer.toString(i)));
                assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo(Integer.toString(i));
                nanos[i] = System.nanoTime() - before;
            }
            answering.join();
        }
        Arrays.sort(nanos);
        System.out.printf(
                Locale.ROOT,
                "%s: request and reply over TLS at QoS 1, ms: p50 %.2f, p99 %.2f%n",
                getClass().getSimpleName(),
                nanos[count / 2] / 1e6,
                nanos[count * 99 / 100] / 1e6);
    }

    private static void answer(MqttSession asked, BlockingQueue<String> questions, String reply, int count) {
        try {
            for (int i = 0; i < count; i++) {
                String question = questions.poll(10, TimeUnit.SECONDS);
                if (question == null) {
                    return; // the asking thread fails and says so
                }
                asked.publish(message(reply, question));
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    default void aSessionFindsItsBrokerAgainAfterItWasCutOff() throws Exception {
        List<String> received = Collections.synchronizedList(new ArrayList<>());
        String topic = topic("again", Channel.EVENTS);
        try (MqttSession service = session(SiteKeys.SERVICE, BrokerOnTrial.filter(Channel.EVENTS), received::add);
                MqttSession sender = session("again", topic("again", Channel.EVENTS_ACK), _ -> {})) {
            await().until(() -> service.isConnected() && sender.isConnected());

            try (RawClient thief = service()) { // takes the service's place, and gives it back
                assertThat(thief.isAlive()).isTrue();
            }

            await().until(() -> {
                try {
                    sender.publish(message(topic, "after"));
                    return received.contains("after");
                } catch (NotDelivered _) {
                    return false;
                }
            });
        }
    }

    private MqttSession session(String name, String filter, Consumer<String> receiver) {
        SSLContext tls = site().tls(name);
        var settings = new SessionSettings(
                name,
                URI.create("ssl://localhost:" + port()),
                Optional.of(() -> tls),
                List.of(new Subscription(filter, 1, false)),
                SessionSettings.KEEP_ALIVE,
                true);
        return MqttSession.open(settings, new Random(1), new Inbox() {
            @Override
            public void received(Incoming message) {
                receiver.accept(new String(message.payload(), UTF_8));
            }

            @Override
            public void connected(long connection) {
                // the tests ask the session
            }

            @Override
            public void disconnected(String reason) {
                // the tests ask the session
            }
        });
    }

    private static Outgoing message(String topic, String text) {
        return new Outgoing(topic, text.getBytes(UTF_8), Optional.of("a..b"), 1, false, Optional.empty());
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30));
    }
}

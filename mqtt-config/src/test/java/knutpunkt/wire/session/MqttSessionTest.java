package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MqttSessionTest extends SessionFixture {
    @TempDir
    Path folder;

    private RunningMosquitto broker;

    @BeforeEach
    void prepareBroker() {
        broker = RunningMosquitto.prepare(folder, site);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void theFirstConnectionIsMadeWhenTheBrokerComesUp() {
        try (MqttSession session = service(broker.uri(), atService)) {
            assertThat(session.isConnected()).isFalse();
            assertThatThrownBy(() -> session.publish(message("knutpunkt/v1/demo/controllers/c1/lease", "too early")))
                    .isInstanceOfSatisfying(
                            NotDelivered.class,
                            e -> assertThat(e.reason()).isEqualTo(NotDelivered.Reason.NOT_CONNECTED));

            broker.restart();

            awaitConnected(session);
            await().atMost(PATIENCE).until(() -> atService.connections.size() == 1);
        }
    }

    @Test
    void aKilledBrokerIsFoundAgainAndSubscribedAnew() {
        broker.restart();
        try (MqttSession service = service(broker.uri(), atService);
                MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(service, c1);
            c1.publish(message(EVENTS, "before"));
            await().atMost(PATIENCE).until(() -> atService.texts().contains("before"));

            broker.kill();
            await().atMost(PATIENCE).until(() -> !service.isConnected() && !c1.isConnected());
            broker.restart();
            await().atMost(PATIENCE)
                    .until(() -> atService.connections.size() == 2 && atController.connections.size() == 2);
            c1.publish(message(EVENTS, "after"));

            await().atMost(PATIENCE).until(() -> atService.texts().contains("after"));
            assertThat(atController.connections).isSorted().doesNotHaveDuplicates();
            assertThat(atService.endings).hasSize(1);
        }
    }

    @Test
    void theWillOfTheConnectionThatBrokeIsDelivered() throws IOException {
        broker.restart();
        try (var line = new CuttableLine(broker.port());
                MqttSession service = service(broker.uri(), atService);
                MqttSession c1 = controller(line.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(service, c1);

            line.breakDown();
            await().atMost(PATIENCE).until(() -> atService.texts().size() == 1);
            line.mend();
            await().atMost(PATIENCE).until(() -> atController.connections.size() == 2);
            line.breakDown();
            await().atMost(PATIENCE).until(() -> atService.texts().size() == 2);

            assertThat(atService.texts())
                    .containsExactly(
                            "offline " + atController.connections.getFirst(),
                            "offline " + atController.connections.getLast());
            assertThat(atController.connections).doesNotHaveDuplicates();
            assertThat(atService.messages.getFirst().topic()).isEqualTo(STATE);
            assertThat(atService.messages.getFirst().retained()).isTrue();
            assertThat(atService.messages.getFirst().jws()).contains("a..b");
        }
    }

    @Test
    void aGoodbyeSendsNoWill() {
        broker.restart();
        try (MqttSession service = service(broker.uri(), atService)) {
            awaitConnected(service);
            MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController);
            awaitConnected(c1);
            c1.close();
            c1.close();

            MqttSession again = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController);
            awaitConnected(again);
            again.publish(message(EVENTS, "still here"));
            await().atMost(PATIENCE).until(() -> atService.texts().contains("still here"));
            again.close();

            assertThat(atService.texts()).containsExactly("still here");
            assertThat(c1.isConnected()).isFalse();
            assertThat(atController.endings).containsExactly("closed by us", "closed by us");
        }
    }

    @Test
    void aWillThatCannotBeMadeIsTriedAgain() {
        broker.restart();
        var attempts = new AtomicInteger();
        try (MqttSession session = MqttSession.open(
                settings(broker.uri(), keys.tls()),
                number -> {
                    if (attempts.incrementAndGet() == 1) {
                        throw new IllegalStateException("on purpose");
                    }
                    return message(STATE, "offline " + number);
                },
                new Random(1),
                atController)) {
            awaitConnected(session);

            assertThat(attempts).hasValueGreaterThan(1);
        }
    }

    @Test
    void aPeerThatWentSilentIsNoticedByKeepAlive() {
        broker.restart();
        try (MqttSession c1 = controller(broker.uri(), Duration.ofSeconds(1), atController)) {
            awaitConnected(c1);

            broker.freeze();

            await().atMost(PATIENCE).until(() -> !c1.isConnected() && atController.endings.size() == 1);
            broker.thaw();
            awaitConnected(c1);
        }
    }

    @Test
    void aPublishToASilentPeerEndsInNotDelivered() {
        broker.restart();
        try (MqttSession c1 = controller(broker.uri(), Duration.ofSeconds(1), atController)) {
            awaitConnected(c1);
            broker.freeze();

            assertThatThrownBy(() -> c1.publish(message(EVENTS, "lost"))).isInstanceOf(NotDelivered.class);

            broker.thaw();
        }
    }

    @Test
    void aBurstOfManyPublishersIsDeliveredWhole() throws InterruptedException {
        int publishers = 50;
        int each = 40;
        broker.restart();
        try (MqttSession service = service(broker.uri(), atService);
                MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            awaitConnected(service, c1);
            var failures = new CopyOnWriteArrayList<NotDelivered>();
            var done = new CountDownLatch(publishers);

            for (int publisher = 0; publisher < publishers; publisher++) {
                String name = "publisher " + publisher;
                threads.execute(() -> {
                    for (int i = 0; i < each; i++) {
                        try {
                            c1.publish(message(EVENTS, name + ", event " + i));
                        } catch (NotDelivered e) {
                            failures.add(e);
                        }
                    }
                    done.countDown();
                });
            }

            assertThat(done.await(2 * PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(failures).as(broker::log).isEmpty();
            await().atMost(PATIENCE).until(() -> atService.messages.size() == publishers * each);
            assertThat(atService.texts()).doesNotHaveDuplicates();
        }
    }

    @Test
    void whatOneThreadPublishesArrivesInOrder() {
        broker.restart();
        try (MqttSession service = service(broker.uri(), atService);
                MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(service, c1);
            List<String> sent =
                    IntStream.range(0, 300).mapToObj(i -> "event " + i).toList();

            sent.forEach(text -> c1.publish(message(EVENTS, text)));

            await().atMost(PATIENCE).until(() -> atService.messages.size() == sent.size());
            assertThat(atService.texts()).containsExactlyElementsOf(sent);
        }
    }

    @Test
    void anInboxThatThrowsGetsTheNextMessageAllTheSame() {
        broker.restart();
        var throwing = new Inbox() {
            @Override
            public void received(Incoming message) {
                atService.received(message);
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void connected(long connection) {
                throw new IllegalStateException("on purpose");
            }

            @Override
            public void disconnected(String reason) {
                throw new IllegalStateException("on purpose");
            }
        };
        try (MqttSession service = service(broker.uri(), throwing);
                MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(service, c1);

            c1.publish(message(EVENTS, "one"));
            c1.publish(message(EVENTS, "two"));

            await().atMost(PATIENCE).until(() -> atService.messages.size() == 2);
            assertThat(service.isConnected()).isTrue();
        }
    }

    @Test
    void aPublishDeniedByTheRulesNamesTheBrokersCode() {
        broker.restart();
        try (MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(c1);
            String foreign = new Topic(SITE, new ControllerId("c2"), Channel.EVENTS).text();

            assertThatThrownBy(() -> c1.publish(message(foreign, "not mine")))
                    .isInstanceOfSatisfying(NotDelivered.class, e -> {
                        assertThat(e.reason()).isEqualTo(NotDelivered.Reason.REFUSED);
                        assertThat(e.code()).hasValue(135);
                        assertThat(e).hasMessageContaining("135").hasMessageContaining(foreign);
                    });
            c1.publish(message(EVENTS, "mine"));
        }
    }

    @Test
    void aPublishLargerThanTheBrokerTakesIsNotDeliveredAndTheSessionGoesOn() {
        broker.restart();
        try (MqttSession service = service(broker.uri(), atService);
                MqttSession c1 = controller(broker.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(service, c1);

            assertThatThrownBy(() -> c1.publish(message(EVENTS, "x".repeat(400_000))))
                    .isInstanceOf(NotDelivered.class);

            await().atMost(PATIENCE).until(c1::isConnected);
            c1.publish(message(EVENTS, "small"));
            await().atMost(PATIENCE).until(() -> atService.texts().contains("small"));
        }
    }

    @Test
    void aBrokerOfAnotherSiteIsRefused(@TempDir Path other) throws IOException {
        SiteKeys foreign = SiteKeys.openOrCreate(other, SITE, InstantSource.system(), new SecureRandom());
        broker.restart();
        try (var line = new CuttableLine(broker.port());
                MqttSession session =
                        MqttSession.open(settings(line.uri(), foreign.tls()), new Random(1), atController)) {
            await().atMost(PATIENCE).until(() -> line.connections() >= 3);

            assertThat(session.isConnected()).isFalse();
            assertThat(atController.connections).isEmpty();
        }
    }

    @Test
    void aBrokerThatIsNotWhomTheAddressNamesIsRefused() throws IOException {
        broker.restart();
        try (var line = new CuttableLine("127.0.0.2", broker.port());
                MqttSession session = MqttSession.open(settings(line.uri(), keys.tls()), new Random(1), atController)) {
            await().atMost(PATIENCE).until(() -> line.connections() >= 3);

            assertThat(session.isConnected()).isFalse();
            assertThat(atController.connections).isEmpty();
        }
    }

    @Test
    void everySocketHasNoDelayUnlessTheBenchTurnsItOff() throws IOException {
        for (boolean noDelay : List.of(true, false)) {
            for (String scheme : List.of("ssl", "tcp")) {
                var settings = new SessionSettings(
                        "c1",
                        URI.create(scheme + "://localhost:1"),
                        scheme.equals("ssl") ? Optional.of(keys::tls) : Optional.empty(),
                        List.of(),
                        SessionSettings.KEEP_ALIVE,
                        noDelay);
                try (var socket = Sockets.of(settings).createSocket()) {
                    assertThat(socket.getTcpNoDelay()).isEqualTo(noDelay);
                }
            }
        }
    }

    @Test
    void manyReconnectionsLeaveNoThreadsBehind() throws IOException {
        broker.restart();
        try (var line = new CuttableLine(broker.port());
                MqttSession c1 = controller(line.uri(), SessionSettings.KEEP_ALIVE, atController)) {
            awaitConnected(c1);
            long atFirst = threads();
            assertThat(atFirst).isPositive();
            for (int cut = 1; cut <= 3; cut++) {
                int connections = cut + 1;
                line.cut();
                await().atMost(PATIENCE)
                        .until(() -> atController.connections.size() == connections && c1.isConnected());
            }

            await().atMost(PATIENCE).until(() -> threads() <= atFirst + 2);
        }
    }

    private static SessionSettings settings(URI uri, SSLContext tls) {
        return new SessionSettings("c1", uri, Optional.of(() -> tls), List.of(), SessionSettings.KEEP_ALIVE, true);
    }

    /** Those of the controller's client, which names them after its id. */
    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread ->
                        thread.getName().startsWith("MQTT ") && thread.getName().endsWith(": " + C1))
                .count();
    }

    private static MqttSession controller(URI uri, Duration keepAlive, Inbox inbox) {
        return controller(List.of(uri), keepAlive, inbox);
    }
}

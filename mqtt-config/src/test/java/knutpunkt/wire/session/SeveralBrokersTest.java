package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with two brokers in its list, and one that is given up though its broker is there. */
class SeveralBrokersTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final String EVENTS = new Topic(SITE, C1, Channel.EVENTS).text();
    private static final String STATE = new Topic(SITE, C1, Channel.STATE).text();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path keyFolder;

    private static SiteKeys site;
    private static ControllerKeys keys;

    @TempDir
    Path first;

    @TempDir
    Path second;

    private final RecordingInbox atController = new RecordingInbox();
    private final RecordingInbox atService = new RecordingInbox();
    private RunningMosquitto one;
    private RunningMosquitto two;

    @BeforeAll
    static void makeKeys() {
        site = SiteKeys.openOrCreate(keyFolder.resolve("site"), SITE, InstantSource.system(), new SecureRandom());
        site.enrol(C1, keyFolder.resolve("c1"));
        keys = ControllerKeys.open(keyFolder.resolve("c1"));
    }

    @BeforeEach
    void prepareBrokers() {
        one = RunningMosquitto.prepare(first, site);
        two = RunningMosquitto.prepare(second, site);
    }

    @AfterEach
    void stopBrokers() {
        one.close();
        two.close();
    }

    @Test
    void whenTheFirstBrokerIsAwayTheSecondIsUsedAtOnce() {
        two.restart();
        try (MqttSession c1 = controller(atController)) {
            await().atMost(PATIENCE).until(c1::isConnected);

            assertThat(atController.connections).containsExactly(2L);
        }
    }

    @Test
    void aControllerMovesToTheOtherBrokerWhenItsOwnDiesAndItsNumbersKeepRising() {
        one.restart();
        two.restart();
        try (MqttSession c1 = controller(atController)) {
            await().atMost(PATIENCE).until(c1::isConnected);
            assertThat(saysWhereItIs(c1, one)).isTrue();

            one.kill();
            await().atMost(PATIENCE).until(() -> atController.connections.size() == 2 && c1.isConnected());
            assertThat(saysWhereItIs(c1, two)).isTrue();
            one.restart();
            two.kill();
            await().atMost(PATIENCE).until(() -> atController.connections.size() == 3 && c1.isConnected());
            assertThat(saysWhereItIs(c1, one)).isTrue();

            assertThat(atController.connections).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void aSessionThatIsGivenUpDialsTheNextBrokerAndLeavesItsWillBehind() {
        one.restart();
        two.restart();
        try (MqttSession service = service(one.uri());
                MqttSession c1 = controller(atController)) {
            await().atMost(PATIENCE).until(() -> service.isConnected() && c1.isConnected());

            c1.renew("nothing was heard");

            await().atMost(PATIENCE).until(() -> atController.connections.size() == 2 && c1.isConnected());
            assertThat(saysWhereItIs(c1, two)).isTrue();
            assertThat(atController.endings).containsExactly("nothing was heard");
            await().atMost(PATIENCE).until(() -> atService.texts().contains("offline 1"));
        }
    }

    @Test
    void aSessionWithOneBrokerDialsThatAgain() {
        one.restart();
        try (MqttSession service = service(one.uri())) {
            await().atMost(PATIENCE).until(service::isConnected);
            service.renew("first");
            await().atMost(PATIENCE).until(() -> atService.connections.size() == 2 && service.isConnected());
            service.renew("second");
            await().atMost(PATIENCE).until(() -> atService.connections.size() == 3 && service.isConnected());
        }
        assertThat(atService.endings).containsExactly("first", "second", "closed by us");
    }

    @Test
    void aSessionThatIsNotConnectedHasNothingToGiveUp() {
        try (MqttSession c1 = controller(atController)) {
            c1.renew("too early");
            two.restart();

            await().atMost(PATIENCE).until(c1::isConnected);
        }
        assertThat(atController.endings).containsExactly("closed by us");
    }

    @Test
    void aBrokerThatStallsHoldsNoMoreThanWhatMayBeInFlightAndEveryPublisherHears() {
        one.restart();
        int publishers = 200;
        var refused = new AtomicInteger();
        try (MqttSession c1 = controller(List.of(one.uri()), Duration.ofSeconds(1), atController);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            await().atMost(PATIENCE).until(c1::isConnected);
            one.freeze();
            IntStream.range(0, publishers)
                    .forEach(i -> threads.execute(() -> {
                        try {
                            c1.publish(message(EVENTS, "stalled " + i));
                        } catch (NotDelivered _) {
                            refused.incrementAndGet();
                        }
                    }));

            await().atMost(PATIENCE).until(() -> refused.get() == publishers);
            one.thaw();
        }
    }

    @Test
    void aListHasOneToFourDifferentBrokers() {
        URI uri = URI.create("ssl://localhost:1");
        for (List<URI> wrong : List.of(List.<URI>of(), List.of(uri, uri), Collections.nCopies(5, uri))) {
            assertThatThrownBy(() -> settings(wrong, SessionSettings.KEEP_ALIVE))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("1 to 4 different ones");
        }
    }

    /** Whether what it says comes out at that broker. */
    private boolean saysWhereItIs(MqttSession session, RunningMosquitto broker) {
        var there = new RecordingInbox();
        try (MqttSession listening = service(broker.uri(), there)) {
            await().atMost(PATIENCE).until(listening::isConnected);
            session.publish(message(EVENTS, "here"));
            await().atMost(PATIENCE).until(() -> there.texts().contains("here"));
            return true;
        }
    }

    private MqttSession service(URI broker) {
        return service(broker, atService);
    }

    private static MqttSession service(URI broker, Inbox inbox) {
        var settings = new SessionSettings(
                SiteKeys.SERVICE,
                broker,
                Optional.of(site::tls),
                new End.Service().subscriptions(SITE),
                SessionSettings.KEEP_ALIVE,
                true);
        return MqttSession.open(settings, new Random(1), inbox);
    }

    private MqttSession controller(Inbox inbox) {
        return controller(List.of(one.uri(), two.uri()), SessionSettings.KEEP_ALIVE, inbox);
    }

    private static MqttSession controller(List<URI> brokers, Duration keepAlive, Inbox inbox) {
        return MqttSession.open(
                settings(brokers, keepAlive),
                number -> new Outgoing(
                        STATE,
                        ("offline " + number).getBytes(StandardCharsets.UTF_8),
                        Optional.of("a..b"),
                        1,
                        true,
                        Optional.empty()),
                new Random(2),
                inbox);
    }

    private static SessionSettings settings(List<URI> brokers, Duration keepAlive) {
        return new SessionSettings(
                C1.text(),
                brokers,
                Optional.of(keys::tls),
                new End.Controller(C1).subscriptions(SITE),
                keepAlive,
                true);
    }

    private static Outgoing message(String topic, String text) {
        return new Outgoing(
                topic, text.getBytes(StandardCharsets.UTF_8), Optional.of("a..b"), 1, false, Optional.empty());
    }
}

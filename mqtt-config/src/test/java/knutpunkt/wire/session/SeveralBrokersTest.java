package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import knutpunkt.wire.broker.RunningMosquitto;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A session with two brokers in its list, and one that is given up though its broker is there. */
class SeveralBrokersTest extends SessionFixture {
    @TempDir
    Path first;

    @TempDir
    Path second;

    private RunningMosquitto one;
    private RunningMosquitto two;

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
            await().atMost(PATIENCE).until(() -> c1.isConnected() && atController.connections.size() == 1);

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
    void whenABrokerStallsEveryPublisherHears() {
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
    void noMoreIsInFlightThanMayBeAndTheRestFollowsWhenThatIsAnswered() throws IOException {
        int publishers = 50;
        var delivered = new AtomicInteger();
        try (var slow = new SwallowingBroker(site);
                MqttSession c1 = controller(
                        List.of(URI.create("ssl://localhost:" + slow.port())),
                        SessionSettings.KEEP_ALIVE,
                        atController);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            await().atMost(PATIENCE).until(c1::isConnected);
            slow.withhold();
            IntStream.range(0, publishers)
                    .forEach(i -> threads.execute(() -> {
                        c1.publish(message(EVENTS, "slow " + i));
                        delivered.incrementAndGet();
                    }));

            await().atMost(PATIENCE).until(() -> slow.unanswered() >= Connection.IN_FLIGHT_MAX);
            await().during(Duration.ofMillis(500)).until(() -> slow.unanswered() == Connection.IN_FLIGHT_MAX);
            assertThat(delivered).hasValue(0);
            slow.answer();

            await().atMost(PATIENCE).until(() -> delivered.get() == publishers);
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

    private MqttSession controller(Inbox inbox) {
        return controller(List.of(one.uri(), two.uri()), SessionSettings.KEEP_ALIVE, inbox);
    }
}

package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may do what, tried for real by every identity on every topic, and by the greedy. */
interface RulesContract extends BrokerOnTrial {
    /** Also of an identity or a channel that comes later; the third controller stands for any that is enrolled. */
    @Test
    default void theRulesHoldForEveryIdentityChannelAndDirection() throws IOException {
        Map<String, RawClient> clients = new LinkedHashMap<>();
        try {
            for (String identity : TestSite.NO_CONTROLLERS) {
                clients.put(identity, controller(identity));
            }
            for (String identity : List.of("rules-a", "rules-b", "rules-stranger")) {
                clients.put(identity, controller(identity));
            }
            List<String> topics = Stream.concat(
                            clients.keySet().stream()
                                    .flatMap(owner ->
                                            Arrays.stream(Channel.values()).map(channel -> topic(owner, channel))),
                            nobodysTopics())
                    .toList();
            for (var client : clients.entrySet()) {
                for (Channel channel : Channel.values()) {
                    subscribe(client.getKey(), client.getValue(), BrokerOnTrial.filter(channel));
                }
                for (String topic : topics) {
                    subscribe(client.getKey(), client.getValue(), topic);
                }
            }
            Map<String, Set<String>> expected = new HashMap<>();
            for (boolean retained : new boolean[] {false, true}) {
                publishEverywhere(clients, topics, retained, expected);
            }
            for (var receiver : clients.entrySet()) {
                Set<String> its = expected.getOrDefault(receiver.getKey(), Set.of());
                assertThat(BrokerOnTrial.texts(receiver.getValue(), its.size()))
                        .as("received by " + receiver.getKey())
                        .isEqualTo(its);
            }
            for (var sender : clients.entrySet()) { // nothing is left for the tests that follow
                for (String topic : topics) {
                    sender.getValue().publish(topic, new byte[0], true);
                }
            }
        } finally {
            for (RawClient client : clients.values()) {
                client.close();
            }
        }
    }

    /** Next to those of the table, and of another site or version. */
    private static Stream<String> nobodysTopics() {
        String own = topic("rules-a", Channel.EVENTS);
        return Stream.of(
                own + "/ack/more",
                own.substring(0, own.lastIndexOf('/')),
                own.replace("/v1/", "/v2/"),
                own.replace("/test/", "/other/"),
                "knutpunkt/v1/test",
                "elsewhere");
    }

    private void publishEverywhere(
            Map<String, RawClient> clients, List<String> topics, boolean retained, Map<String, Set<String>> expected)
            throws IOException {
        for (var sender : clients.entrySet()) {
            for (String topic : topics) {
                String text = sender.getKey() + " to " + topic + (retained ? ", kept" : "");
                boolean allowed = site().rules().mayPublish(sender.getKey(), topic)
                        && (!retained || !hasGate() || site().rules().mayRetain(topic));
                assertThat(sender.getValue().publish(topic, text.getBytes(UTF_8), retained))
                        .as(text)
                        .isIn(allowed ? List.of(0, 16) : List.of(RawClient.NOT_AUTHORIZED));
                clients.keySet().stream()
                        .filter(receiver -> allowed && site().rules().mayReceive(receiver, topic))
                        .forEach(receiver -> expected.computeIfAbsent(receiver, _ -> new TreeSet<>())
                                .add(text));
            }
        }
    }

    private void subscribe(String identity, RawClient client, String filter) throws IOException {
        boolean allowed = site().rules().maySubscribe(identity, filter);
        List<Integer> codes = client.subscribe(filter);
        if (allowed) {
            assertThat(codes).as(identity + " to " + filter).containsExactly(1);
        } else if (hasGate()) {
            assertThat(codes).as(identity + " to " + filter).containsExactly(RawClient.NOT_AUTHORIZED);
        }
    }

    static Stream<String> greedyFilters() {
        String own = topic("greedy", Channel.COMMANDS);
        return Stream.of(
                "#",
                "+/#",
                "/#",
                "knutpunkt/#",
                "knutpunkt/v1/+/controllers/victim/commands",
                "knutpunkt/v1/test/controllers/#",
                "knutpunkt/v1/test/controllers/+/commands",
                "knutpunkt/v1/test/controllers/victim/#",
                "knutpunkt/v1/test/controllers/victim/+",
                "knutpunkt/v1/test/controllers/+/access/+",
                "knutpunkt/+/+/+/+/commands",
                "+/+/+/+/+/+",
                "knutpunkt/v1/test/controllers/greedy/#",
                "knutpunkt/v1/test/controllers/greedy/+",
                "$share/thieves/#",
                "$share/thieves/" + topic("victim", Channel.COMMANDS),
                "$share/thieves/" + own,
                "$SYS/#",
                "$SYS/broker/clients/connected",
                "$sys.mqtt.retain.#",
                "$sys.mqtt.sessions",
                "activemq.notifications",
                "activemq.management",
                own + "::victim." + topic("victim", Channel.COMMANDS),
                "/" + own,
                own + "/",
                own.toUpperCase(Locale.ROOT),
                own.replace("test", "other"));
    }

    @ParameterizedTest
    @MethodSource("knutpunkt.kiosk.broker.RulesContract#greedyFilters")
    default void aGreedyFilterBringsNothingThatIsAnothers(String greedy) throws IOException {
        try (RawClient service = service();
                RawClient victim = controller("victim");
                RawClient thief = controller("greedy")) {
            assertThat(victim.publish(topic("victim", Channel.STATE), "kept".getBytes(UTF_8), true))
                    .isIn(0, 16);

            List<Integer> codes = thief.subscribe(greedy);
            if (hasGate()) {
                assertThat(codes).containsExactly(RawClient.NOT_AUTHORIZED);
            }
            for (Channel channel : Channel.values()) {
                RawClient sender = channel.sender() == Channel.Sender.SERVICE ? service : victim;
                assertThat(sender.publish(topic("victim", channel), "secret")).isIn(0, 16);
            }

            assertThat(thief.received(QUIET)).extracting(Packet::topic).allMatch(topic -> topic.contains("/greedy/"));
        }
    }

    @Test
    default void anotherClientsIdTakesNobodysPlace() throws IOException {
        try (RawClient service = service();
                RawClient owner = controller("owner");
                RawClient impostor = RawClient.open(site().tls("impostor"), port())) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);

            Optional<Packet> answer = impostor.connect(Connect.as("owner"));

            if (answer.isPresent() && answer.get().code() == 0) {
                assertThat(impostor.publish(topic("owner", Channel.EVENTS), "forged"))
                        .isEqualTo(RawClient.NOT_AUTHORIZED);
            }
            assertThat(owner.isAlive()).isTrue();
            assertThat(owner.publish(topic("owner", Channel.EVENTS), "genuine")).isZero();
            assertThat(BrokerOnTrial.texts(service, 1)).containsExactly("genuine");
        }
    }

    @Test
    default void theSameClientAgainTakesItsOwnPlace() throws IOException {
        SSLContext tls = site().tls("twin");
        try (RawClient first = RawClient.connected(tls, port(), Connect.as("twin"));
                RawClient second = RawClient.connected(tls, port(), Connect.as("twin"))) {
            assertThat(first.readUntil(RawClient.CONNACK)).isEmpty();
            assertThat(second.isAlive()).isTrue();
        }
    }

    @Test
    default void aWillOnAnothersTopicIsNeverSent() throws IOException {
        var will = new Will(topic("framed", Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient framer = RawClient.open(site().tls("framer"), port())) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            framer.connect(Connect.as("framer").will(will));
            framer.cut();

            assertThat(service.received(AFTER_WILLS)).isEmpty();
        }
    }
}

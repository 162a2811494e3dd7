package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every broker of ours does, embedded or Debian's Mosquitto. Each test has controllers of its own, so that one
 * broker serves them all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerContract {
    static final Duration QUIET = Duration.ofMillis(700);

    /** A will waits out its delay of 1 s, and a broker looks for such wills now and then. */
    static final Duration AFTER_WILLS = Duration.ofSeconds(4);

    private TestSite site;

    /** Starts it for the site's keys. */
    abstract void start(TestSite site);

    abstract int port();

    abstract void stop();

    /** Whether a denied subscription is answered so; otherwise it is accepted and nothing is ever delivered. */
    abstract boolean refusesSubscriptions();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        site = TestSite.in(folder);
        start(site);
    }

    @AfterAll
    void stopBroker() {
        stop();
    }

    TestSite site() {
        return site;
    }

    RawClient service() throws IOException {
        return RawClient.connected(site.tls(SiteKeys.SERVICE), port(), Connect.as(SiteKeys.SERVICE));
    }

    RawClient controller(String name) throws IOException {
        return RawClient.connected(site.tls(name), port(), Connect.as(name));
    }

    static String filter(Channel channel) {
        return Topic.filterOfAll(new SiteId("test"), channel);
    }

    @Test
    void theRulesHoldForEveryIdentityChannelAndDirection() throws IOException {
        try (RawClient service = service();
                RawClient a = controller("rules-a");
                RawClient b = controller("rules-b")) {
            Map<String, RawClient> clients = Map.of(SiteKeys.SERVICE, service, "rules-a", a, "rules-b", b);
            List<String> topics = Stream.of("rules-a", "rules-b", SiteKeys.SERVICE)
                    .flatMap(controller -> Arrays.stream(Channel.values()).map(channel -> topic(controller, channel)))
                    .toList();
            for (Channel channel : Channel.values()) {
                subscribe(SiteKeys.SERVICE, service, filter(channel));
            }
            for (String topic : topics) {
                subscribe("rules-a", a, topic);
                subscribe("rules-b", b, topic);
            }

            Map<String, Set<String>> expected = new HashMap<>();
            for (var sender : clients.entrySet()) {
                for (String topic : topics) {
                    String text = sender.getKey() + " to " + topic;
                    boolean allowed = site.rules().mayPublish(sender.getKey(), topic);
                    assertThat(sender.getValue().publish(topic, text))
                            .as(text)
                            .isIn(allowed ? List.of(0, 16) : List.of(RawClient.NOT_AUTHORIZED));
                    clients.keySet().stream()
                            .filter(receiver -> allowed && site.rules().mayReceive(receiver, topic))
                            .forEach(receiver -> expected.computeIfAbsent(receiver, _ -> new TreeSet<>())
                                    .add(text));
                }
            }

            for (var receiver : clients.entrySet()) {
                assertThat(texts(receiver.getValue()))
                        .as("received by " + receiver.getKey())
                        .isEqualTo(expected.get(receiver.getKey()));
            }
        }
    }

    private void subscribe(String identity, RawClient client, String filter) throws IOException {
        boolean allowed = site.rules().maySubscribe(identity, filter);
        List<Integer> codes = client.subscribe(filter);
        if (allowed) {
            assertThat(codes).as(identity + " to " + filter).containsExactly(1);
        } else if (refusesSubscriptions()) {
            assertThat(codes).as(identity + " to " + filter).containsExactly(RawClient.NOT_AUTHORIZED);
        }
    }

    private static Set<String> texts(RawClient client) throws IOException {
        return client.received(QUIET).stream().map(Packet::payload).collect(Collectors.toCollection(TreeSet::new));
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
                own.toUpperCase(java.util.Locale.ROOT),
                own.replace("test", "other"));
    }

    @ParameterizedTest
    @MethodSource("greedyFilters")
    void aGreedyFilterBringsNothingThatIsAnothers(String greedy) throws IOException {
        try (RawClient service = service();
                RawClient victim = controller("victim");
                RawClient thief = controller("greedy")) {
            assertThat(victim.publish(topic("victim", Channel.STATE), "kept".getBytes(UTF_8), true))
                    .isIn(0, 16);

            List<Integer> codes = thief.subscribe(greedy);
            if (refusesSubscriptions()) {
                assertThat(codes).containsExactly(RawClient.NOT_AUTHORIZED);
            }
            for (Channel channel : Channel.values()) {
                RawClient sender = channel.sender() == Channel.Sender.SERVICE ? service : victim;
                assertThat(sender.publish(topic("victim", channel), "secret")).isIn(0, 16);
            }

            assertThat(thief.received(QUIET))
                    .extracting(Packet::topic)
                    .noneMatch(topic -> !topic.startsWith("$SYS") && !topic.contains("/greedy/"));
        }
    }

    @Test
    void anotherClientsIdTakesNobodysPlace() throws IOException {
        try (RawClient service = service();
                RawClient owner = controller("owner");
                RawClient impostor = RawClient.open(site.tls("impostor"), port())) {
            assertThat(service.subscribe(filter(Channel.EVENTS))).containsExactly(1);

            Optional<Packet> answer = impostor.connect(Connect.as("owner"));

            if (answer.isPresent() && answer.get().code() == 0) {
                assertThat(impostor.publish(topic("owner", Channel.EVENTS), "forged"))
                        .isEqualTo(RawClient.NOT_AUTHORIZED);
            }
            assertThat(owner.isAlive()).isTrue();
            assertThat(owner.publish(topic("owner", Channel.EVENTS), "genuine")).isZero();
            assertThat(texts(service)).containsExactly("genuine");
        }
    }

    @Test
    void theSameClientAgainTakesItsOwnPlace() throws IOException {
        SSLContext tls = site.tls("twin");
        try (RawClient first = RawClient.connected(tls, port(), Connect.as("twin"));
                RawClient second = RawClient.connected(tls, port(), Connect.as("twin"))) {
            assertThat(first.readUntil(RawClient.CONNACK)).isEmpty();
            assertThat(second.isAlive()).isTrue();
        }
    }

    @Test
    void whoShowsNoCertificateIsNotLetIn() throws Exception {
        assertNotLetIn(Strangers.withoutCertificate(), "c1");
    }

    @Test
    void whoMadeTheirOwnCertificateIsNotLetIn(@TempDir Path own) throws Exception {
        assertNotLetIn(Strangers.selfSigned(own, "CN=c1"), "c1");
    }

    @Test
    void aClientOfAnotherSiteIsNotLetIn(@TempDir Path elsewhere) throws Exception {
        var stranger = TestSite.in(elsewhere).enrol("c1");

        assertNotLetIn(Strangers.with(stranger.caCertificate(), stranger.certificate(), stranger.key()), "c1");
    }

    @Test
    void aCertificateMadeForABrokerMakesNoClient() throws Exception {
        SiteKeys keys = site.keys();

        assertNotLetIn(Strangers.with(keys.caCertificate(), keys.brokerCertificate(), keys.brokerKey()), "broker");
    }

    @Test
    void anExpiredCertificateIsNotLetIn() throws Exception {
        Instant longAgo = InstantSource.system().instant().minus(Duration.ofDays(830));
        var old = SiteKeysInThePast.enrol(site, "old", longAgo);

        assertNotLetIn(Strangers.with(old.caCertificate(), old.certificate(), old.key()), "old");
    }

    private void assertNotLetIn(SSLContext tls, String name) {
        Optional<Packet> answer;
        try (RawClient stranger = RawClient.open(tls, port())) {
            answer = stranger.connect(Connect.as(name));
        } catch (IOException _) {
            return; // refused during the handshake: before a word of MQTT
        }
        assertThat(answer).isEmpty();
    }

    @Test
    void anOlderTlsIsNotSpoken() throws IOException {
        SSLContext tls = site.tls("old-tls");
        try (var socket = (javax.net.ssl.SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
        }
    }

    static Stream<byte[]> badBeginnings() {
        byte[] connect = RawClient.packet(RawClient.connectBytes(Connect.as("junk")));
        byte[] wrongName = connect.clone();
        wrongName[4] = 'X';
        byte[] wrongVersion = connect.clone();
        wrongVersion[8] = 9;
        byte[] reservedFlag = connect.clone();
        reservedFlag[9] |= 1;
        byte[] noise = new byte[512];
        new java.util.Random(7).nextBytes(noise);
        return Stream.of(
                wrongName,
                wrongVersion,
                reservedFlag,
                noise,
                "GET / HTTP/1.1\r\nHost: here\r\nContent-Length: 2000000000\r\n\r\n".getBytes(UTF_8),
                RawClient.publishBytes(topic("junk", Channel.EVENTS), new byte[10], 1, false, new byte[0]),
                new byte[] {(byte) 0xC0, 0, 0, 0, 0, 0, 0, 0},
                new byte[] {0x10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 1, 2, 3, 4},
                new byte[64]);
    }

    @ParameterizedTest
    @MethodSource("badBeginnings")
    void aBadBeginningIsCutOffAndNobodyElseIs(byte[] beginning) throws IOException {
        try (RawClient good = controller("good");
                RawClient bad = RawClient.open(site.tls("junk"), port())) {
            bad.send(beginning);

            Optional<Packet> answer = bad.read();
            assertThat(answer.map(Packet::code)).isNotEqualTo(Optional.of(0));
            assertThat(answer.isEmpty() || bad.readUntil(RawClient.PUBLISH).isEmpty())
                    .isTrue();
            assertThat(good.isAlive()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {400_000, 20_000_000})
    void aPacketLargerThanAnyOfOursEndsItsSenderOnly(int size) throws IOException {
        try (RawClient service = service();
                RawClient good = controller("small");
                RawClient greedy = controller("large")) {
            assertThat(service.subscribe(filter(Channel.EVENTS))).containsExactly(1);

            int code;
            try {
                code = greedy.publish(topic("large", Channel.EVENTS), new byte[size], false);
            } catch (IOException _) {
                code = -1; // cut off while it was still writing
            }

            assertThat(code).isEqualTo(-1);
            assertThat(good.publish(topic("small", Channel.EVENTS), "small")).isZero();
            assertThat(texts(service)).containsExactly("small");
        }
    }

    @Test
    void theLargestMessageArrivesWholeWithItsSignature() throws IOException {
        byte[] payload = "é".repeat(Channel.EVENTS.bytesMax() / 2).getBytes(UTF_8);
        byte[] signature = "s".repeat(200).getBytes(UTF_8);
        byte[] property = new byte[3 + 3 + 2 + signature.length];
        property[0] = 38;
        System.arraycopy(RawClient.text("jws"), 0, property, 1, 5);
        System.arraycopy(RawClient.text("s".repeat(200)), 0, property, 6, 202);
        try (RawClient service = service();
                RawClient sender = controller("whole")) {
            assertThat(service.subscribe(filter(Channel.EVENTS))).containsExactly(1);

            sender.send(RawClient.publishBytes(topic("whole", Channel.EVENTS), payload, 1, false, property));

            assertThat(sender.readUntil(RawClient.PUBACK)).map(Packet::code).contains(0);
            byte[] body = service.readUntil(RawClient.PUBLISH).orElseThrow().body();
            assertThat(Arrays.copyOfRange(body, body.length - payload.length, body.length))
                    .isEqualTo(payload);
            assertThat(new String(body, 0, body.length - payload.length, UTF_8)).contains("jws", "s".repeat(200));
        }
    }

    @Test
    void theNewestBirthIsKeptAndReplayed() throws IOException {
        String state = topic("born", Channel.STATE);
        try (RawClient born = controller("born")) {
            assertThat(born.publish(state, "first".getBytes(UTF_8), true)).isIn(0, 16);
            assertThat(born.publish(state, "second".getBytes(UTF_8), true)).isIn(0, 16);
        }

        try (RawClient service = service()) {
            assertThat(service.subscribe(filter(Channel.STATE))).containsExactly(1);

            List<Packet> replayed = service.received(QUIET).stream()
                    .filter(packet -> packet.topic().equals(state))
                    .toList();
            assertThat(replayed).extracting(Packet::payload).containsExactly("second");
            assertThat(replayed).allMatch(Packet::retained);
        }
    }

    @Test
    void whatWasSentToSomebodyAwayIsNotKeptForThem() throws IOException {
        SSLContext tls = site.tls("away");
        try (RawClient away = RawClient.connected(tls, port(), Connect.as("away"))) {
            assertThat(away.subscribe(topic("away", Channel.COMMANDS))).containsExactly(1);
        }
        try (RawClient service = service()) {
            assertThat(service.publish(topic("away", Channel.COMMANDS), "late")).isIn(0, 16);
        }

        try (RawClient back = RawClient.connected(tls, port(), Connect.as("away"))) {
            assertThat(back.subscribe(topic("away", Channel.COMMANDS))).containsExactly(1);
            assertThat(back.received(QUIET)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 60})
    void theWillIsSentWhenTheSocketIsCut(long sessionExpiry) throws IOException {
        String name = "cut-" + sessionExpiry;
        var will = new Will(topic(name, Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient cut = RawClient.connected(
                        site.tls(name),
                        port(),
                        Connect.as(name).sessionExpiry(sessionExpiry).will(will))) {
            assertThat(service.subscribe(filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            cut.cut();

            assertThat(service.received(AFTER_WILLS))
                    .filteredOn(packet -> packet.topic().equals(will.topic()))
                    .extracting(Packet::payload)
                    .containsExactly("offline");
        }
    }

    @Test
    void aGoodbyeSendsNoWill() throws IOException {
        var will = new Will(topic("polite", Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient polite = RawClient.connected(
                        site.tls("polite"), port(), Connect.as("polite").will(will))) {
            assertThat(service.subscribe(filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            polite.send(new byte[] {(byte) 0xE0, 0});

            assertThat(polite.read()).isEmpty();
            assertThat(service.received(AFTER_WILLS)).isEmpty();
        }
    }

    @Test
    void aWillOnAnothersTopicIsNeverSent() throws IOException {
        var will = new Will(topic("framed", Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient framer = RawClient.open(site.tls("framer"), port())) {
            assertThat(service.subscribe(filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            framer.connect(Connect.as("framer").will(will));
            framer.cut();

            assertThat(service.received(AFTER_WILLS)).isEmpty();
        }
    }
}

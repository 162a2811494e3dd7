package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What only the embedded broker does, or refuses. */
class EmbeddedBrokerTest extends OnEmbeddedBroker {
    private static final int CODE_ADMINISTRATIVE = 0x98;

    @Test
    void aUsedPortIsOneClearSentence(@TempDir Path scratch) throws IOException {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> start(scratch, taken.getLocalPort()))
                    .isInstanceOf(BrokerUnusable.class)
                    .hasMessageMatching("The broker cannot listen at \\[127\\.0\\.0\\.1:[0-9]+\\]: .*in use.*\\.")
                    .hasMessageNotContaining("\n");
        }
    }

    @Test
    void anAddressOfAnotherMachineIsOneClearSentence(@TempDir Path scratch) {
        assertThatThrownBy(() ->
                        EmbeddedBroker.start(site().keys(), site().rules(), "192.0.2.1", 0, scratch, System::nanoTime))
                .isInstanceOf(BrokerUnusable.class)
                .hasMessageStartingWith("The broker cannot listen at [192.0.2.1:0]: ");
    }

    @Test
    void aScratchFolderThatCannotBeMadeIsOneClearSentence(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "in the way");

        assertThatThrownBy(() -> start(file.resolve("scratch"), 0))
                .isInstanceOf(BrokerUnusable.class)
                .hasMessageStartingWith("The broker cannot make its folder [");
    }

    @Test
    void itStartsAgainOnItsPortAtOnceAndHasForgottenEverything(@TempDir Path scratch) throws IOException {
        int port;
        try (EmbeddedBroker first = start(scratch, 0)) {
            port = first.port();
            try (RawClient born = RawClient.connected(site().tls("again"), port, Connect.as("again"))) {
                assertThat(born.publish(topic("again", Channel.STATE), "old".getBytes(UTF_8), true))
                        .isZero();
            }
        }

        try (EmbeddedBroker second = start(scratch, port);
                RawClient client = RawClient.connected(
                        site().tls(SiteKeys.SERVICE), second.port(), Connect.as(SiteKeys.SERVICE))) {
            assertThat(second.port()).isEqualTo(port);
            assertThat(client.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            assertThat(client.received(QUIET)).isEmpty();
        }
    }

    @Test
    void nothingOfWhatPassesIsWrittenToItsFolder() throws IOException {
        try (RawClient client = controller("written")) {
            assertThat(client.publish(topic("written", Channel.STATE), "a-secret-birth".getBytes(UTF_8), true))
                    .isZero();
        }

        try (Stream<Path> files = Files.walk(site().folder().resolve("scratch"))) {
            assertThat(files.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    void anOlderMqttIsRefusedByItsOwnCode(int level) throws IOException {
        byte[] connect = level == 4
                ? RawClient.connectBytes(Connect.as("old-mqtt").level(4))
                : RawClient.connectBytesNamed("MQIsdp", Connect.as("old-mqtt").level(3));
        try (RawClient client = RawClient.open(site().tls("old-mqtt"), port())) {
            client.send(RawClient.packet(connect));

            assertThat(client.read()).map(Packet::code).contains(1);
            assertThat(client.read()).isEmpty();
        }
    }

    static Stream<Connect> refusedConnections() {
        String state = topic("refused", Channel.STATE);
        Connect plain = Connect.as("refused");
        return Stream.of(
                Connect.as("another"),
                Connect.as(SiteKeys.SERVICE),
                Connect.as(""),
                Connect.as("REFUSED"),
                Connect.as("refused/#"),
                plain.user("refused"),
                plain.user("cluster"),
                plain.user("ACTIVEMQ.CLUSTER.ADMIN.USER"),
                plain.sessionExpiry(0xFFFF_FFFFL),
                plain.sessionExpiry(Admission.SESSION_SECONDS_MAX + 1L),
                plain.will(new Will(topic("victim", Channel.STATE), "x", 1, true, 1)),
                plain.will(new Will(topic("refused", Channel.COMMANDS), "x", 1, false, 1)),
                plain.will(new Will(topic("refused", Channel.EVENTS), "x", 1, true, 1)),
                plain.will(new Will("#", "x", 1, true, 1)),
                plain.will(new Will("$sys.mqtt.sessions", "x", 1, false, 1)),
                plain.will(new Will(state, "x", 2, true, 1)),
                plain.sessionExpiry(60).will(new Will(state, "x", 1, true, 0)));
    }

    @ParameterizedTest
    @MethodSource("refusedConnections")
    void aConnectionOtherThanOursIsRefusedAndClosed(Connect how) throws IOException {
        try (RawClient client = RawClient.open(site().tls("refused"), port())) {
            Optional<Packet> answer = client.connect(how);

            assertThat(answer).map(Packet::type).contains(RawClient.CONNACK);
            assertThat(answer.orElseThrow().code()).isGreaterThanOrEqualTo(128);
            assertThat(client.read()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"CN=refused/#", "CN=a\\+b", "CN=Refused", "CN=refused, CN=service", "O=refused", "CN=c1+O=x"})
    void aCertificateWithoutOneNameOfOursIsNobody(String name, @TempDir Path own) throws Exception {
        Optional<String> identity = Identity.of(Strangers.certificate(own, name));

        assertThat(identity).isEqualTo(name.startsWith("CN=c1") ? Optional.of("c1") : Optional.empty());
    }

    @Test
    void aNameThatWouldWidenATopicIsRefusedEvenWhenTheSiteSignedIt(@TempDir Path own) throws Exception {
        var tls = Strangers.signedBySite(own, site().keys(), "CN=c1/#");
        long before = broker().refused(Refusal.CERTIFICATE_WRONG_NAME);

        Optional<Packet> answer = RawClient.unlessCutOff(() -> {
            try (RawClient client = RawClient.open(tls, port())) {
                return client.connect(Connect.as("c1/#"));
            }
        });

        assertThat(answer).isEmpty();
        assertThat(broker().refused(Refusal.CERTIFICATE_WRONG_NAME)).isEqualTo(before + 1);
    }

    @ParameterizedTest
    @EnumSource(Channel.class)
    void aRetainedMessageIsTakenOnlyWhereTheTableSaysSo(Channel channel) throws IOException {
        String name =
                "kept-" + channel.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
        try (RawClient service = service();
                RawClient controller = controller(name)) {
            RawClient sender = channel.sender() == Channel.Sender.SERVICE ? service : controller;
            RawClient receiver = sender == service ? controller : service;
            String topic = topic(name, channel);

            int code = sender.publish(topic, "kept".getBytes(UTF_8), true);

            assertThat(code).isEqualTo(channel.retained() ? 0 : RawClient.NOT_AUTHORIZED);
            assertThat(receiver.subscribe(receiver == service ? BrokerOnTrial.filter(channel) : topic))
                    .containsExactly(1);
            List<Packet> came = channel.retained() ? receiver.receivedWith(topic, QUIET) : receiver.received(QUIET);
            assertThat(came).filteredOn(packet -> packet.topic().equals(topic)).hasSize(channel.retained() ? 1 : 0);
        }
    }

    static Stream<byte[]> unexpectedPackets() {
        String own = topic("odd", Channel.EVENTS);
        byte[] alias = {35, 0, 1};
        String[] many = new String[40];
        Arrays.fill(many, topic("odd", Channel.COMMANDS));
        return Stream.of(
                RawClient.packet(RawClient.connectBytes(Connect.as("odd"))),
                RawClient.publishBytes(own, new byte[1], 2, false, new byte[0]),
                RawClient.publishBytes(own, new byte[1], 1, false, alias),
                RawClient.packet(0x20, new byte[] {0, 0, 0}),
                RawClient.packet(0x50, new byte[] {0, 1}),
                RawClient.packet(0x62, new byte[] {0, 1}),
                RawClient.packet(0x70, new byte[] {0, 1}),
                RawClient.packet(0x90, new byte[] {0, 1, 0, 0}),
                RawClient.packet(0xB0, new byte[] {0, 1, 0, 0}),
                RawClient.packet(0xD0, new byte[0]),
                RawClient.packet(0xF0, new byte[] {0x18, 0}),
                RawClient.packet(0x82, new byte[] {0, 1, 0}),
                RawClient.subscribeBytes(many),
                RawClient.packet(0xE0, new byte[] {0, 5, 17, 0x7F, -1, -1, -1}),
                RawClient.packet(0x36, new byte[] {0, 1, 'x', 0, 1, 0}));
    }

    @ParameterizedTest
    @MethodSource("unexpectedPackets")
    void aPacketWithNoBusinessHereEndsTheConnection(byte[] packet) throws IOException {
        try (RawClient good = controller("even");
                RawClient odd = controller("odd")) {
            odd.send(packet);

            assertThat(odd.readUntil(RawClient.PUBACK)).isEmpty();
            assertThat(good.isAlive()).isTrue();
        }
    }

    @Test
    void aPublishAtQualityZeroThatIsDeniedGoesNowhereAndIsCounted() throws IOException {
        try (RawClient service = service();
                RawClient client = controller("quiet")) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.HEARTBEAT)))
                    .containsExactly(1);
            long before = broker().refused();

            client.send(RawClient.publishBytes(
                    topic("loud", Channel.HEARTBEAT), "forged".getBytes(UTF_8), 0, false, new byte[0]));
            client.send(RawClient.publishBytes(
                    topic("quiet", Channel.HEARTBEAT), "own".getBytes(UTF_8), 0, false, new byte[0]));

            assertThat(service.receivedWith(topic("quiet", Channel.HEARTBEAT), QUIET))
                    .extracting(Packet::payload)
                    .containsExactly("own");
            assertThat(broker().refused()).isEqualTo(before + 1);
            assertThat(client.isAlive()).isTrue();
        }
    }

    @Test
    void aClientThatIsCutOffIsToldItsWillIsSentAndItMayComeAgain() throws IOException {
        var will = new Will(topic("kicked", Channel.STATE), "offline", 1, true, 1);
        var tls = site().tls("kicked");
        try (RawClient service = service();
                RawClient kicked =
                        RawClient.connected(tls, port(), Connect.as("kicked").will(will))) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            broker().disconnect("kicked");

            assertThat(kicked.readUntil(RawClient.DISCONNECT)).map(Packet::code).contains(CODE_ADMINISTRATIVE);
            assertThat(kicked.read()).isEmpty();
            assertThat(service.receivedWith(will.topic(), QUIET))
                    .extracting(Packet::payload)
                    .containsExactly("offline");
            try (RawClient again = RawClient.connected(tls, port(), Connect.as("kicked"))) {
                assertThat(again.isAlive()).isTrue();
            }
        }
        broker().disconnect("nobody");
    }

    @Test
    void aGoodbyeThatAsksForTheWillGetsItSent() throws IOException {
        var will = new Will(topic("leaving", Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient leaving = RawClient.connected(
                        site().tls("leaving"), port(), Connect.as("leaving").will(will))) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            leaving.send(new byte[] {(byte) 0xE0, 1, 4});

            assertThat(leaving.read()).isEmpty();
            assertThat(service.receivedWith(will.topic(), QUIET))
                    .extracting(Packet::payload)
                    .containsExactly("offline");
        }
    }

    @Test
    void whoDoesNotComeToThePointIsCutOff() throws IOException {
        try (RawClient mute = RawClient.open(site().tls("mute"), port());
                RawClient halting = RawClient.open(site().tls("halting"), port());
                var dead = new Socket(InetAddress.getLoopbackAddress(), port())) {
            dead.setSoTimeout(15_000);

            halting.send(new byte[] {0x10, 60, 0, 4, 'M', 'Q', 'T', 'T', 5, 2});

            assertThat(dead.getInputStream().read()).isEqualTo(-1);
            assertThat(mute.readPatiently()).isEmpty();
            assertThat(halting.readPatiently()).isEmpty();
        }
    }

    @Test
    void aFloodOfUnaskedMessagesHoldsNobodyUp() throws IOException {
        byte[] flood = RawClient.publishBytes(
                topic("flood", Channel.HEARTBEAT), new byte[Channel.HEARTBEAT.bytesMax()], 0, false, new byte[0]);
        try (RawClient service = service();
                RawClient good = controller("dry");
                RawClient flooding = controller("flood")) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS), BrokerOnTrial.filter(Channel.HEARTBEAT)))
                    .containsExactly(1, 1);

            for (int i = 0; i < 3_000; i++) { // 12 MB
                flooding.send(flood);
            }

            assertThat(good.publish(topic("dry", Channel.EVENTS), "still here")).isZero();
            assertThat(service.receivedWith(topic("dry", Channel.EVENTS), QUIET))
                    .filteredOn(packet -> packet.topic().equals(topic("dry", Channel.EVENTS)))
                    .extracting(Packet::payload)
                    .containsExactly("still here");
        }
    }

    @Test
    void aThousandControllersAreInsideAtOnceAndHeard() throws IOException {
        List<RawClient> inside = new ArrayList<>();
        try (RawClient service = service()) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);
            for (int i = 0; i < 1_000; i++) {
                inside.add(controller("one-of-many-" + i));
            }

            for (RawClient each : List.of(inside.getFirst(), inside.getLast())) {
                assertThat(each.isAlive()).isTrue();
            }
            assertThat(inside.getFirst().publish(topic("one-of-many-0", Channel.EVENTS), "first"))
                    .isZero();
            assertThat(inside.getLast().publish(topic("one-of-many-999", Channel.EVENTS), "last"))
                    .isZero();
            assertThat(BrokerOnTrial.texts(service, 2)).containsExactlyInAnyOrder("first", "last");
        } finally {
            for (RawClient each : inside) {
                each.close();
            }
        }
    }
}

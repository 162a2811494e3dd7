package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody with good keys sends what is no MQTT, too much of it, or an older one, while a door works. */
interface HostilePackets extends BesideAWorkingDoor {
    int RANDOM_CONNECTIONS = 2_000;

    /** Of the good message. */
    String PAYLOAD = "records";

    @Test
    default void anOversizedPacketEndsItsSenderOnly() throws Exception {
        door().goesOnDuring("oversized packets", () -> {
            for (int size : new int[] {BrokerLimits.PACKET_BYTES + 1, 2_000_000, 20_000_000}) {
                try (RawClient hostile = hostile()) {
                    assertThat(hostile.publish(at(WorkingDoor.HOSTILE, Channel.EVENTS), new byte[size], false))
                            .isEqualTo(-1);
                }
            }
        });
    }

    /** Of the service's heap one of them would take all. */
    @Test
    default void aLengthThatIsOnlyClaimedEndsItsSenderOnly() throws Exception {
        byte[] claim = {0x32, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F};
        byte[] endless = {0x32, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x01};
        byte[] start = {0x10, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F, 0, 4, 'M', 'Q', 'T', 'T', 5, 2, 0, 60};
        door().goesOnDuring("claimed lengths", () -> {
            List<RawClient> claiming = new ArrayList<>();
            try {
                for (int i = 0; i < 20; i++) {
                    claiming.add(arrived(WorkingDoor.HOSTILE));
                    claiming.getLast().send(start);
                }
                for (byte[] bytes : List.of(claim, endless)) {
                    try (RawClient hostile = hostile()) {
                        assertThat(RawClient.unlessCutOff(() -> {
                                    hostile.send(bytes);
                                    hostile.send(new byte[100_000]);
                                    return hostile.readUntil(RawClient.PUBACK);
                                }))
                                .isEmpty();
                    }
                }
            } finally {
                for (RawClient each : claiming) {
                    each.close();
                }
            }
        });
    }

    @Test
    default void aHugePropertySectionEndsItsSenderOnly() throws Exception {
        byte[] key = RawClient.text("k");
        var properties = new ByteArrayOutputStream();
        while (properties.size() < 2 * BrokerLimits.PACKET_BYTES) {
            properties.write(38);
            properties.writeBytes(key);
            properties.writeBytes(key);
        }
        byte[] publish = RawClient.publishBytes(
                at(WorkingDoor.HOSTILE, Channel.EVENTS), new byte[1], 1, false, properties.toByteArray());
        // A section that claims more than its packet has.
        byte[] connect = RawClient.packet(RawClient.connectBytes(Connect.as(WorkingDoor.HOSTILE)));
        byte[] claiming = connect.clone();
        claiming[12] = 0x7F;
        door().goesOnDuring("huge properties", () -> {
            assertThat(publish.length).isGreaterThan(BrokerLimits.PACKET_BYTES);
            try (RawClient hostile = hostile()) {
                assertThat(RawClient.unlessCutOff(() -> {
                            hostile.send(publish);
                            return hostile.readUntil(RawClient.PUBACK);
                        }))
                        .isEmpty();
            }
            try (RawClient hostile = arrived(WorkingDoor.HOSTILE)) {
                hostile.send(claiming);
                assertThat(hostile.read().map(Packet::code)).isNotEqualTo(Optional.of(0));
            }
        });
    }

    private List<byte[]> goodPackets() {
        var will = new Will(at(WorkingDoor.HOSTILE, Channel.STATE), "offline", 1, true, 1);
        byte[] expiry = {2, 0, 0, 0, 9};
        return List.of(
                RawClient.packet(RawClient.connectBytes(
                        Connect.as(WorkingDoor.HOSTILE).sessionExpiry(60).will(will))),
                RawClient.subscribeBytes(at(WorkingDoor.HOSTILE, Channel.COMMANDS)),
                RawClient.publishBytes(
                        at(WorkingDoor.HOSTILE, Channel.EVENTS), PAYLOAD.getBytes(UTF_8), 1, false, expiry));
    }

    /** Cut off after each byte; and then with a length that says that this was all. */
    @Test
    default void everyTruncationOfAPacketIsSurvivedAndNoneIsTaken() throws Exception {
        for (byte[] packet : goodPackets()) {
            boolean isConnect = packet[0] == 0x10;
            boolean isPublish = (packet[0] & 0xF0) == 0x30;
            // A message without the end of its payload is a good one.
            int first = isPublish ? packet.length - PAYLOAD.length() : packet.length;
            door().goesOnDuring("truncated packets of type " + (packet[0] >> 4 & 15), () -> {
                try (RawClient ear = ear(Channel.EVENTS)) {
                    for (int length = 1; length < first; length++) {
                        try (RawClient hostile = isConnect ? arrived(WorkingDoor.HOSTILE) : hostile()) {
                            hostile.send(Arrays.copyOf(packet, length));
                            hostile.cut();
                        }
                        if (length < 2) {
                            continue;
                        }
                        byte[] whole = RawClient.packet(packet[0] & 0xFF, Arrays.copyOfRange(packet, 2, length));
                        try (RawClient hostile = isConnect ? arrived(WorkingDoor.HOSTILE) : hostile()) {
                            hostile.send(whole);
                            assertThat(isTaken(hostile))
                                    .as("the first [%d] bytes", length)
                                    .isFalse();
                        }
                    }
                    assertNothingWasHeard(ear);
                }
            });
        }
    }

    /** A broker may also wait for the rest of it, for as long as it waits for anybody to come to the point. */
    private static boolean isTaken(RawClient client) throws IOException {
        client.patience(SHORTLY);
        try {
            return client.read()
                    .filter(answer -> switch (answer.type()) {
                        case RawClient.CONNACK, RawClient.PUBACK -> answer.code() < RawClient.ERRORS_FROM;
                        case RawClient.SUBACK -> true;
                        default -> false;
                    })
                    .isPresent();
        } catch (SocketTimeoutException _) {
            return false;
        }
    }

    /** One word of the hostile one's own, which comes after all it has said before: by then all of that would be here. */
    private void assertNothingWasHeard(RawClient ear) throws IOException {
        String own = at(WorkingDoor.HOSTILE, Channel.EVENTS);
        try (RawClient hostile = hostile()) {
            assertThat(hostile.publish(own, LAST)).isZero();
        }
        assertThat(ear.receivedWith(own, SHORTLY))
                .filteredOn(packet -> !packet.retained()) // what others left there
                .filteredOn(
                        packet -> packet.topic().equals(own) || packet.payload().equals(FORGED))
                .extracting(Packet::payload)
                .containsOnly(LAST);
    }

    @Test
    default void randomBytesAfterAGoodBeginningAreSurvived() throws Exception {
        var random = new Random(20_261_123);
        List<byte[]> good = goodPackets();
        int[] connections = {0};
        door().goesOnDuring("random bytes", () -> {
            do {
                try (RawClient hostile = hostile()) {
                    hostile.send(connections[0] % 2 == 0 ? noise(random) : flipped(random, good));
                    hostile.patience(SHORTLY);
                    hostile.read();
                } catch (SocketTimeoutException _) {
                    // it waits for the rest of something
                }
            } while (++connections[0] < RANDOM_CONNECTIONS);
        });
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[1 + random.nextInt(300)];
        random.nextBytes(noise);
        return noise;
    }

    /** A good packet with some of its bits turned over. */
    private static byte[] flipped(Random random, List<byte[]> good) {
        byte[] packet = good.get(random.nextInt(good.size())).clone();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
            packet[random.nextInt(packet.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return packet;
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4})
    default void anOlderMqttGainsNothing(int level) throws Exception {
        door().goesOnDuring(level == 3 ? "MQTT 3.1" : "MQTT 3.1.1", () -> {
            Connect how = Connect.as(WorkingDoor.HOSTILE).level(level);
            byte[] connect = level == 3 ? RawClient.connectBytesNamed("MQIsdp", how) : RawClient.connectBytes(how);
            try (RawClient hostile = arrived(WorkingDoor.HOSTILE)) {
                hostile.send(RawClient.packet(connect));
                int code = hostile.read().map(Packet::code).orElse(-1);
                if (hasGate()) {
                    assertThat(code).isEqualTo(1);
                } else {
                    assertThat(code).isZero();
                    try (RawClient ear = ear(Channel.EVENTS)) {
                        hostile.send(oldSubscribe("#"));
                        hostile.send(oldPublish(at(VICTIM, Channel.EVENTS)));
                        assertThat(hostile.received(QUIET)).isEmpty();
                        assertNothingWasHeard(ear);
                    }
                }
            }
        });
    }

    private static byte[] oldSubscribe(String filter) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {0, 7});
        body.writeBytes(RawClient.text(filter));
        body.write(1);
        return RawClient.packet(0x82, body.toByteArray());
    }

    private static byte[] oldPublish(String topic) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(RawClient.text(topic));
        body.writeBytes(new byte[] {0, 9});
        body.writeBytes(FORGED.getBytes(UTF_8));
        return RawClient.packet(0x32, body.toByteArray());
    }
}

package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.broker.BrokerLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What arrives: whole, in order, kept where it should be, and the wills of those who were cut off. */
interface DeliveryContract extends BrokerOnTrial {
    @Test
    default void theLargestMessageArrivesWholeWithItsSignature() throws IOException {
        byte[] payload = "é".repeat(Channel.EVENTS.bytesMax() / 2).getBytes(UTF_8);
        byte[] signature = "s".repeat(200).getBytes(UTF_8);
        byte[] property = new byte[3 + 3 + 2 + signature.length];
        property[0] = 38;
        System.arraycopy(RawClient.text("jws"), 0, property, 1, 5);
        System.arraycopy(RawClient.text("s".repeat(200)), 0, property, 6, 202);
        try (RawClient service = service();
                RawClient sender = controller("whole")) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);

            sender.send(RawClient.publishBytes(topic("whole", Channel.EVENTS), payload, 1, false, property));

            assertThat(sender.readUntil(RawClient.PUBACK)).map(Packet::code).contains(0);
            byte[] body = service.readUntil(RawClient.PUBLISH).orElseThrow().body();
            assertThat(Arrays.copyOfRange(body, body.length - payload.length, body.length))
                    .isEqualTo(payload);
            assertThat(new String(body, 0, body.length - payload.length, UTF_8)).contains("jws", "s".repeat(200));
        }
    }

    @Test
    default void theNewestBirthIsKeptAndReplayed() throws IOException {
        String state = topic("born", Channel.STATE);
        try (RawClient born = controller("born")) {
            assertThat(born.publish(state, "first".getBytes(UTF_8), true)).isIn(0, 16);
            assertThat(born.publish(state, "second".getBytes(UTF_8), true)).isIn(0, 16);
        }

        try (RawClient service = service()) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);

            List<Packet> replayed = service.receivedWith(state, QUIET).stream()
                    .filter(packet -> packet.topic().equals(state))
                    .toList();
            assertThat(replayed).extracting(Packet::payload).containsExactly("second");
            assertThat(replayed).allMatch(Packet::retained);
        }
    }

    @Test
    default void whatWasSentToSomebodyAwayIsNotKeptForThem() throws IOException {
        SSLContext tls = site().tls("away");
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
    default void theWillIsSentWhenTheSocketIsCut(long sessionExpiry) throws IOException {
        String name = "cut-" + sessionExpiry;
        var will = new Will(topic(name, Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient cut = RawClient.connected(
                        site().tls(name),
                        port(),
                        Connect.as(name).sessionExpiry(sessionExpiry).will(will))) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            cut.cut();

            assertThat(service.receivedWith(will.topic(), QUIET))
                    .filteredOn(packet -> packet.topic().equals(will.topic()))
                    .extracting(Packet::payload)
                    .containsExactly("offline");
        }
    }

    @Test
    default void aGoodbyeSendsNoWill() throws IOException {
        var will = new Will(topic("polite", Channel.STATE), "offline", 1, true, 1);
        try (RawClient service = service();
                RawClient polite = RawClient.connected(
                        site().tls("polite"), port(), Connect.as("polite").will(will))) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            service.received(QUIET);

            polite.send(new byte[] {(byte) 0xE0, 0});

            assertThat(polite.read()).isEmpty();
            assertThat(service.received(AFTER_WILLS)).isEmpty();
        }
    }

    /** Beyond the bound the newest is dropped; what is in the sockets' buffers is nobody's memory to bound. */
    @Test
    default void whatWaitsForSomebodyWhoReadsNothingIsBoundedAndHoldsNobodyUp() throws IOException {
        int buffers = 12 * 1024 * 1024;
        byte[] large = new byte[Channel.ACCESS_UPDATE.bytesMax()];
        int count = 3 * BrokerLimits.QUEUED_BYTES / large.length;
        try (RawClient service = service();
                RawClient stuck = controller("stuck");
                RawClient fine = controller("fine")) {
            assertThat(stuck.subscribe(topic("stuck", Channel.ACCESS_UPDATE))).containsExactly(1);
            assertThat(fine.subscribe(topic("fine", Channel.COMMANDS))).containsExactly(1);

            for (int i = 0; i < count; i++) {
                assertThat(service.publish(topic("stuck", Channel.ACCESS_UPDATE), large, false))
                        .isZero();
            }
            assertThat(service.publish(topic("fine", Channel.COMMANDS), "still here"))
                    .isZero();

            assertThat(fine.receivedWith(topic("fine", Channel.COMMANDS), QUIET))
                    .extracting(Packet::payload)
                    .containsExactly("still here");
            assertThat(stuck.received(QUIET).size() * (long) large.length)
                    .isLessThan(BrokerLimits.QUEUED_BYTES
                            + BrokerLimits.IN_FLIGHT * (long) BrokerLimits.PACKET_BYTES
                            + buffers);
        }
    }
}

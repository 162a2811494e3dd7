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
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, and who is cut off at once. */
interface AdmissionContract extends BrokerOnTrial {
    @Test
    default void whoShowsNoCertificateIsNotLetIn() throws Exception {
        assertNotLetIn(Strangers.withoutCertificate(), "c1");
    }

    @Test
    default void whoMadeTheirOwnCertificateIsNotLetIn(@TempDir Path own) throws Exception {
        assertNotLetIn(Strangers.selfSigned(own, "CN=c1"), "c1");
    }

    @Test
    default void aClientOfAnotherSiteIsNotLetIn(@TempDir Path elsewhere) throws Exception {
        var stranger = TestSite.in(elsewhere).enrol("c1");

        assertNotLetIn(Strangers.with(stranger.caCertificate(), stranger.certificate(), stranger.key()), "c1");
    }

    @Test
    default void aCertificateMadeForABrokerMakesNoClient() throws Exception {
        SiteKeys keys = site().keys();

        assertNotLetIn(Strangers.with(keys.caCertificate(), keys.brokerCertificate(), keys.brokerKey()), "broker");
    }

    @Test
    default void anExpiredCertificateIsNotLetIn() throws Exception {
        Instant longAgo = InstantSource.system().instant().minus(Duration.ofDays(830));
        var old = SiteKeysInThePast.enrol(site(), "old", longAgo);

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
    default void anOlderTlsIsNotSpoken() throws IOException {
        SSLContext tls = site().tls("old-tls");
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port())) {
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
        new Random(7).nextBytes(noise);
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
    @MethodSource("knutpunkt.kiosk.broker.AdmissionContract#badBeginnings")
    default void aBadBeginningIsCutOffAndNobodyElseIs(byte[] beginning) throws IOException {
        try (RawClient good = controller("good");
                RawClient bad = RawClient.open(site().tls("junk"), port())) {
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
    default void aPacketLargerThanAnyOfOursEndsItsSenderOnly(int size) throws IOException {
        try (RawClient service = service();
                RawClient good = controller("small");
                RawClient greedy = controller("large")) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);

            int code;
            try {
                code = greedy.publish(topic("large", Channel.EVENTS), new byte[size], false);
            } catch (IOException _) {
                code = -1; // cut off while it was still writing
            }

            assertThat(code).isEqualTo(-1);
            assertThat(good.publish(topic("small", Channel.EVENTS), "small")).isZero();
            assertThat(BrokerOnTrial.texts(service, 1)).containsExactly("small");
        }
    }
}

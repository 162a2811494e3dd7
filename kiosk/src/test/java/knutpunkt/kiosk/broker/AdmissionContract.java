package knutpunkt.kiosk.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.ControllerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is not let in, and who is cut off at once. */
interface AdmissionContract extends BrokerOnTrial {
    @ParameterizedTest
    @EnumSource(
            value = BadKeys.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TAKEN_BACK", "NOT_ENROLLED"})
    default void whoHasBadKeysIsNotLetInAndTheBrokerSaysWhy(BadKeys bad, @TempDir Path own) throws Exception {
        assertNotLetIn(bad, bad.tls(site(), own));
    }

    private void assertNotLetIn(BadKeys bad, SSLContext tls) throws IOException {
        long before = refused(bad);

        assertThat(answer(tls, bad.client())).as(bad.what()).isEmpty();

        await("the broker says why").atMost(RawClient.PATIENCE).until(() -> refused(bad) > before);
    }

    /** To an MQTT connection; empty when TLS was refused, before it or instead of it. */
    private Optional<Packet> answer(SSLContext tls, String name) throws IOException {
        return RawClient.unlessCutOff(() -> {
            try (RawClient stranger = RawClient.open(tls, port())) {
                return stranger.connect(Connect.as(name));
            }
        });
    }

    @Test
    default void whoeverIsRevokedIsCutOffAndNotLetInAgainAndTheOthersAre() throws Exception {
        ControllerKeys stolen = site().enrol(BadKeys.TAKEN_BACK.client());
        SSLContext others = site().tls("stays");
        try (RawClient inside = RawClient.connected(stolen.tls(), port(), Connect.as(BadKeys.TAKEN_BACK.client()))) {
            site().keys().revoke(stolen.id());
            keysChanged();

            assertThat(inside.readUntil(RawClient.PINGRESP)).isEmpty();
        }

        assertNotLetIn(BadKeys.TAKEN_BACK, Strangers.with(stolen));
        try (RawClient stays = RawClient.connected(others, port(), Connect.as("stays"))) {
            assertThat(stays.isAlive()).isTrue();
        }
    }

    /** The authority's signature is good, and no enrolment of ours made it: who has the authority's key could. */
    @Test
    default void aNameOfNobodyEnrolledIsNotLetInOrHasItsOwnTopicsAndNothingElse(@TempDir Path own) throws Exception {
        BadKeys ghost = BadKeys.NOT_ENROLLED;
        SSLContext tls = ghost.tls(site(), own);
        if (hasGate()) {
            assertNotLetIn(ghost, tls);
            return;
        }
        try (RawClient service = service();
                RawClient inside = RawClient.connected(tls, port(), Connect.as(ghost.client()))) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);

            assertThat(inside.publish(topic("c1", Channel.EVENTS), "forged")).isEqualTo(RawClient.NOT_AUTHORIZED);
            assertThat(inside.publish(topic(ghost.client(), Channel.EVENTS), "nobody's"))
                    .isZero();
            assertThat(BrokerOnTrial.texts(service, 1)).containsExactly("nobody's");
        }
    }

    @Test
    default void anOlderTlsIsNotSpoken() throws IOException {
        SSLContext tls = site().tls("old-tls");
        try (var socket = (SSLSocket) tls.getSocketFactory().createSocket("127.0.0.1", port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setSoTimeout((int) RawClient.PATIENCE.toMillis());

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
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

            assertThat(greedy.publish(topic("large", Channel.EVENTS), new byte[size], false))
                    .isEqualTo(-1);
            assertThat(good.publish(topic("small", Channel.EVENTS), "small")).isZero();
            assertThat(BrokerOnTrial.texts(service, 1)).containsExactly("small");
        }
    }

    /** Nobody of ours sends at it, and it would have the broker remember each message until it is released. */
    @Test
    default void aMessageAtQualityTwoEndsItsSenderAndGoesNowhere() throws IOException {
        try (RawClient service = service();
                RawClient good = controller("at-one");
                RawClient odd = controller("at-two")) {
            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.EVENTS))).containsExactly(1);

            odd.send(RawClient.publishBytes(
                    topic("at-two", Channel.EVENTS), "twice".getBytes(UTF_8), 2, false, new byte[0]));

            assertThat(odd.readUntil(RawClient.PUBREC)).isEmpty();
            assertThat(good.publish(topic("at-one", Channel.EVENTS), "once")).isZero();
            assertThat(BrokerOnTrial.texts(service, 1)).containsExactly("once");
        }
    }
}

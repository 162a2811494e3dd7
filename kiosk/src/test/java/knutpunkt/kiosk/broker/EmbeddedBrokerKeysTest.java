package knutpunkt.kiosk.broker;

import static knutpunkt.kiosk.broker.TestSite.topic;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.kiosk.broker.RawClient.Will;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.ControllerKeys;
import org.junit.jupiter.api.Test;

/** Keys that are taken back while their owner is about to connect, or does not listen. */
class EmbeddedBrokerKeysTest extends OnEmbeddedBroker {
    @Test
    void whoeverIsRevokedBetweenTlsAndMqttDoesNotGetIn() throws IOException {
        ControllerKeys halfway = site().enrol("halfway");
        SSLContext tls = halfway.tls();
        try (RawClient client = RawClient.open(tls, port())) {
            awaitTaken(tls, client);
            long before = broker().refused(Refusal.CERTIFICATE_REVOKED);

            site().keys().revoke(halfway.id());
            keysChanged();

            assertThat(client.connect(Connect.as("halfway"))).map(Packet::code).contains(RawClient.NOT_AUTHORIZED);
            assertThat(client.read()).isEmpty();
            assertThat(broker().refused(Refusal.CERTIFICATE_REVOKED)).isEqualTo(before + 1);
        }
    }

    /** The broker hands out a ticket for the next time as soon as it has taken the certificate. */
    private static void awaitTaken(SSLContext tls, RawClient client) {
        await("the broker has taken the certificate").atMost(RawClient.PATIENCE).until(() -> {
            assertThat(client.received(Duration.ofMillis(50))).isEmpty();
            return tls.getClientSessionContext().getIds().hasMoreElements();
        });
    }

    /** By a connection of an older certificate's the newer one's must not be forgotten. */
    @Test
    void whoeverComesByKeysOfAnEarlierEnrolmentDoesNotSaveTheNewerOnesFromBeingCutOff() throws IOException {
        SSLContext earlier = site().enrol("again").tls();
        try (RawClient old = RawClient.open(earlier, port())) {
            awaitTaken(earlier, old);
            ControllerKeys now = site().enrol("again");
            keysChanged();
            try (RawClient inside = RawClient.connected(now.tls(), port(), Connect.as("again"))) {
                assertThat(old.connect(Connect.as("again"))).map(Packet::code).contains(RawClient.NOT_AUTHORIZED);
                assertThat(inside.isAlive()).isTrue();

                site().keys().revoke(now.id());
                keysChanged();

                assertThat(inside.readUntil(RawClient.PINGRESP)).isEmpty();
            }
        }
    }

    @Test
    void whoTakesNothingOfWhatWaitsIsCutOffAllTheSameAndItsWillIsSent() throws IOException {
        var will = new Will(topic("stuck", Channel.STATE), "offline", 1, true, 1);
        byte[] command = new byte[Channel.COMMANDS.bytesMax()];
        try (RawClient service = service();
                RawClient stuck = RawClient.connected(
                        site().tls("stuck"), port(), Connect.as("stuck").will(will))) {
            assertThat(stuck.subscribe(topic("stuck", Channel.COMMANDS))).containsExactly(1);
            byte[] publish = RawClient.publishBytes(topic("stuck", Channel.COMMANDS), command, 0, false, new byte[0]);
            for (int bytes = 0; bytes < MORE_THAN_SOCKETS_HOLD; bytes += publish.length) {
                service.send(publish);
            }
            assertThat(service.isAlive()).isTrue();

            broker().disconnect("stuck");

            assertThat(service.subscribe(BrokerOnTrial.filter(Channel.STATE))).containsExactly(1);
            assertThat(service.receivedWith(will.topic(), QUIET))
                    .extracting(Packet::payload)
                    .contains("offline");
        }
    }

    /** On both ends of the loopback together. */
    private static final int MORE_THAN_SOCKETS_HOLD = 16 * 1024 * 1024;
}

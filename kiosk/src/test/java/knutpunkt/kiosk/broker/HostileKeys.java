package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody without the right keys comes again and again, while a door works. */
interface HostileKeys extends BesideAWorkingDoor {
    private void assertKeptOut(String what, SSLContext tls, String name) throws Exception {
        door().goesOnDuring(what, () -> assertThat(answer(tls, name)).as(what).isEmpty());
    }

    /** To an MQTT connection; empty when TLS was refused, before it or instead of it. */
    private Optional<Packet> answer(SSLContext tls, String name) {
        try (RawClient hostile = arrived(tls)) {
            return hostile.connect(Connect.as(name));
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    @Test
    default void noCertificateIsKeptOut() throws Exception {
        assertKeptOut("no certificate", Strangers.withoutCertificate(), VICTIM);
    }

    @Test
    default void aCertificateOfOnesOwnIsKeptOut(@TempDir Path own) throws Exception {
        assertKeptOut("certificate of one's own", Strangers.selfSigned(own, "CN=" + VICTIM), VICTIM);
    }

    @Test
    default void aCertificateOfAnotherSiteIsKeptOut(@TempDir Path elsewhere) throws Exception {
        ControllerKeys foreign = TestSite.in(elsewhere).enrol(VICTIM);

        assertKeptOut(
                "certificate of another site",
                Strangers.with(foreign.caCertificate(), foreign.certificate(), foreign.key()),
                VICTIM);
    }

    @Test
    default void theBrokersOwnCertificateIsKeptOut() throws Exception {
        SiteKeys keys = site().keys();

        assertKeptOut(
                "the broker's own certificate",
                Strangers.with(keys.caCertificate(), keys.brokerCertificate(), keys.brokerKey()),
                "broker");
    }

    @Test
    default void aCertificateThatHasRunOutIsKeptOut(@TempDir Path own) throws Exception {
        Instant longAgo = InstantSource.system().instant().minus(Duration.ofDays(830));
        ControllerKeys old = SiteKeysInThePast.enrol(site(), "run-out", longAgo);

        assertKeptOut(
                "certificate that has run out",
                Strangers.with(old.caCertificate(), old.certificate(), old.key()),
                "run-out");
    }

    @Test
    default void aCertificateForTomorrowIsKeptOut(@TempDir Path own) throws Exception {
        assertKeptOut(
                "certificate for tomorrow",
                Strangers.signedBySiteForTomorrow(own, site().keys(), "CN=tomorrow"),
                "tomorrow");
    }

    @Test
    default void aKeyThatCanBeFoundByTryingIsKeptOut(@TempDir Path own) throws Exception {
        assertKeptOut("weak key", Strangers.signedBySiteWithWeakKey(own, site().keys(), "CN=weak"), "weak");
    }

    /** No enrolment of ours makes such a certificate; who has the authority's key could. */
    @ParameterizedTest
    @ValueSource(
            strings = {"CN=c1/#", "CN=\\+", "CN=\\#", "CN=$SYS", "CN=C1", "CN=c 1", "CN=odd-one, CN=odd-two", "O=c1"})
    default void aNameThatIsNoControllersReachesNothing(String name, @TempDir Path own) throws Exception {
        SSLContext tls = Strangers.signedBySite(own, site().keys(), name);
        door().goesOnDuring("certificate of [" + name + "]", () -> {
            for (String id : new String[] {name.substring(name.indexOf('=') + 1), VICTIM, ""}) {
                try (RawClient hostile = arrived(tls)) {
                    int code = hostile.connect(Connect.as(id)).map(Packet::code).orElse(-1);
                    if (hasGate()) {
                        assertThat(code).as(id).isIn(-1, RawClient.NOT_AUTHORIZED);
                    } else if (code == 0) {
                        assertThat(hostile.publish(at(VICTIM, Channel.EVENTS), "forged"))
                                .as(id)
                                .isIn(-1, RawClient.NOT_AUTHORIZED);
                    }
                } catch (IOException _) {
                    // refused with the handshake
                }
            }
        });
    }

    /** The broker knows who is certified, the service who is part of the site. */
    @Test
    default void aNameOfNobodyEnrolledHasItsOwnTopicsAndNothingElse() throws Exception {
        door().goesOnDuring("certificate of nobody enrolled", () -> {
            try (RawClient hostile =
                    RawClient.connected(door().tls("ghost"), port(), door().elsewhere(), Connect.as("ghost"))) {
                assertThat(hostile.publish(at("ghost", Channel.EVENTS), "nobody's"))
                        .isIn(0, 16);
                assertThat(hostile.publish(at(VICTIM, Channel.EVENTS), "forged"))
                        .isEqualTo(RawClient.NOT_AUTHORIZED);
            }
        });
    }
}

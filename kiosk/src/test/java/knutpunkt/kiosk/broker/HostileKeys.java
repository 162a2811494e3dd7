package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.Channel;
import knutpunkt.wire.certificates.ControllerKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody without the right keys comes again and again, while a door works. */
interface HostileKeys extends BesideAWorkingDoor {
    @ParameterizedTest
    @EnumSource(
            value = BadKeys.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"TAKEN_BACK", "NOT_ENROLLED"})
    default void whoHasBadKeysIsKeptOutAndTheBrokerSaysWhy(BadKeys bad, @TempDir Path own) throws Exception {
        assertKeptOut(bad, bad.tls(site(), own));
    }

    private void assertKeptOut(BadKeys bad, SSLContext tls) throws Exception {
        long before = hasGate() ? 0 : refused(bad); // with a gate it says the first of a kind only
        door().goesOnDuring(
                        bad.what(),
                        () -> assertThat(answer(tls, bad.client()))
                                .as(bad.what())
                                .isEmpty());

        await("the broker says why").atMost(RawClient.PATIENCE).until(() -> {
            assertThat(answer(tls, bad.client())).isEmpty();
            return refused(bad) > before;
        });
    }

    /** To an MQTT connection; empty when TLS was refused, before it or instead of it. */
    private Optional<Packet> answer(SSLContext tls, String name) throws IOException {
        return RawClient.unlessCutOff(() -> {
            try (RawClient hostile = arrived(tls)) {
                return hostile.connect(Connect.as(name));
            }
        });
    }

    /** At once where the broker is in the service; Mosquitto is started anew by its supervisor, and then refuses. */
    @Test
    default void whoeverIsRevokedIsThrownOutAndKeptOut() throws Exception {
        BadKeys bad = BadKeys.TAKEN_BACK;
        ControllerKeys stolen = site().enrol(bad.client());
        SSLContext tls = Strangers.with(stolen);
        try (RawClient inside = RawClient.connected(tls, port(), door().elsewhere(), Connect.as(bad.client()))) {
            assertThat(inside.isAlive()).isTrue();
            door().goesOnDuring("a controller is revoked", () -> {
                site().keys().revoke(stolen.id());
                keysChanged();
                assertThat(inside.readUntil(RawClient.PINGRESP)).isEmpty();
            });
        }
        assertKeptOut(bad, tls);
    }

    /** No enrolment of ours makes such a certificate; who has the authority's key could. */
    @ParameterizedTest
    @ValueSource(
            strings = {"CN=c1/#", "CN=\\+", "CN=\\#", "CN=$SYS", "CN=C1", "CN=c 1", "CN=odd-one, CN=odd-two", "O=c1"})
    default void aNameThatIsNoControllersReachesNothing(String name, @TempDir Path own) throws Exception {
        SSLContext tls = Strangers.signedBySite(own, site().keys(), name);
        door().goesOnDuring("certificate of [" + name + "]", () -> {
            for (String id : new String[] {name.substring(name.indexOf('=') + 1), VICTIM, ""}) {
                int code = answer(tls, id).map(Packet::code).orElse(-1);
                if (hasGate()) {
                    assertThat(code).as(id).isEqualTo(-1);
                } else if (code == 0) {
                    assertThat(forgedAs(tls, id)).as(id).isIn(-1, RawClient.NOT_AUTHORIZED);
                }
            }
        });
        if (hasGate()) {
            assertThat(door().said(RunningSite.Broker.EMBEDDED))
                    .contains("Refused [" + Refusal.CERTIFICATE_WRONG_NAME + "] from [");
        }
    }

    private int forgedAs(SSLContext tls, String id) throws IOException {
        return RawClient.unlessCutOff(() -> {
                    try (RawClient hostile = arrived(tls)) {
                        hostile.connect(Connect.as(id));
                        return Optional.of(hostile.publish(at(VICTIM, Channel.EVENTS), "forged"));
                    }
                })
                .orElse(-1);
    }

    /** Mosquitto knows who is certified, the service who is part of the site; the broker in the service knows both. */
    @Test
    default void aNameOfNobodyEnrolledIsKeptOutOrHasItsOwnTopicsAndNothingElse(@TempDir Path own) throws Exception {
        BadKeys ghost = BadKeys.NOT_ENROLLED;
        SSLContext tls = ghost.tls(site(), own);
        if (hasGate()) {
            assertKeptOut(ghost, tls);
            return;
        }
        door().goesOnDuring(ghost.what(), () -> {
            try (RawClient hostile = RawClient.connected(tls, port(), door().elsewhere(), Connect.as(ghost.client()))) {
                assertThat(hostile.publish(at(ghost.client(), Channel.EVENTS), "nobody's"))
                        .isIn(0, 16);
                assertThat(hostile.publish(at(VICTIM, Channel.EVENTS), "forged"))
                        .isEqualTo(RawClient.NOT_AUTHORIZED);
            }
        });
    }
}

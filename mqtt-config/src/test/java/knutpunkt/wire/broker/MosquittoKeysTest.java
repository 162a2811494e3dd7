package knutpunkt.wire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Why Mosquitto 2.0.11 is started anew when keys change. At a SIGHUP it reads all files again, for new connections; a session
 * that is inside is not looked at again, and a start is what ends it.
 */
class MosquittoKeysTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final int ERROR_CODES_FROM = 128;
    private static final ControllerId C1 = new ControllerId("c1");

    @TempDir
    Path folder;

    private SiteKeys keys;
    private SSLContext c1;
    private RunningMosquitto broker;

    @BeforeEach
    void start() {
        keys = SiteKeys.openOrCreate(folder.resolve("keys"), SITE, InstantSource.system(), new SecureRandom());
        keys.enrol(C1, folder.resolve("c1"));
        c1 = ControllerKeys.open(folder.resolve("c1")).tls();
        broker = RunningMosquitto.start(folder, keys);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private Optional<RawClient> connect(String name, SSLContext tls) {
        return RawClient.connect(broker.uri(), name, tls, Optional.empty());
    }

    private boolean isLetIn(String name, SSLContext tls) {
        Optional<RawClient> client = connect(name, tls);
        client.ifPresent(RawClient::close);
        return client.isPresent();
    }

    /** Mosquitto has read its files again when it has answered somebody twice. */
    private void reload() {
        broker.reload();
        assertThat(isLetIn("service", keys.tls())).isTrue();
        assertThat(isLetIn("service", keys.tls())).isTrue();
    }

    @Test
    void whoIsRevokedComesInNoMoreAfterItAndStaysInsideUntilAStart() {
        SSLContext again = ControllerKeys.open(folder.resolve("c1")).tls();
        String topic = new Topic(SITE, C1, Channel.EVENTS).text();
        try (RawClient inside = connect("c1", c1).orElseThrow()) {
            keys.revoke(C1);
            reload();

            assertThat(isLetIn("c1", again)).as("a new connection").isFalse();
            assertThat(inside.publish(topic, "taken", false))
                    .as("the code of its answer")
                    .isLessThan(ERROR_CODES_FROM);

            broker.kill();
            await().until(() -> !inside.isConnected());
        }
        broker.restart();
        assertThat(isLetIn("c1", again)).as("after a start").isFalse();
    }

    @Test
    void authoritiesAndItsOwnCertificateAreReadAtItToo() {
        keys.offer(KeyKind.AUTHORITY);
        assertThat(isLetIn("service", keys.tlsOfNewest()))
                .as("the next one, before")
                .isFalse();
        reload();
        assertThat(isLetIn("service", keys.tlsOfNewest())).as("the next one").isTrue();

        SSLContext before = keys.tls();
        keys.use(KeyKind.AUTHORITY);
        reload();
        keys.end(KeyKind.AUTHORITY);
        reload();
        assertThat(isLetIn("service", keys.tls())).as("the only one").isTrue();
        assertThat(isLetIn("service", before)).as("the one before").isFalse();
    }
}

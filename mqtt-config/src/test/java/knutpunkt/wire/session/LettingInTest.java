package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Trust;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller with a new certificate, at a broker that takes it. */
class LettingInTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path temporary;

    private ControllerKeys keys;
    private SwallowingBroker broker;

    /** Whether there was still another certificate when each connection was told of. */
    private final List<Boolean> another = new CopyOnWriteArrayList<>();

    private final Mailbox mailbox = new Mailbox() {
        @Override
        public void received(Topic topic, Message message, boolean retained) {}

        @Override
        public void connected(long connection) {
            another.add(hasOneBefore());
        }

        @Override
        public void disconnected(String reason) {}
    };

    @BeforeEach
    void renew() throws IOException {
        SiteKeys site =
                SiteKeys.openOrCreate(temporary.resolve("site"), new SiteId("demo"), InstantSource.system(), RANDOM);
        site.enrol(C1, temporary.resolve("c1"));
        keys = ControllerKeys.open(temporary.resolve("c1"));
        X509Certificate certificate =
                site.certify(C1, keys.request(false, RANDOM).certificate());
        keys.adopt(site.trust(), Optional.of(Trust.text(certificate)));
        broker = new SwallowingBroker(site);
        assertThat(hasOneBefore()).isTrue();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    private boolean hasOneBefore() {
        try {
            return Files.readString(temporary.resolve("c1/renewed.pem")).contains("KEY BEFORE");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void connect() {
        try (var courier = Courier.forController(
                keys,
                List.of(URI.create("ssl://localhost:" + broker.port())),
                number -> new ControllerState.Offline(new BootId("b"), number),
                mailbox,
                new Rejections((_, _, _) -> {}),
                new Random(1),
                System::nanoTime)) {
            await().atMost(Duration.ofSeconds(10)).until(() -> !another.isEmpty());
            assertThat(courier.isConnected()).isTrue();
        }
    }

    @Test
    void theCertificateBeforeIsGoneWhenAnybodyHearsOfTheConnection() {
        connect();

        assertThat(another).containsExactly(false);
    }

    @Test
    void aConnectionIsToldOfThoughThatCannotBeWrittenDown() throws IOException {
        Files.createDirectories(temporary.resolve("c1/renewed.pem.new/in-the-way"));

        connect();

        assertThat(another).containsExactly(true);
    }
}

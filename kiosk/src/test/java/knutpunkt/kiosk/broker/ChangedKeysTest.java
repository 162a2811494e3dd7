package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.KeysUnusable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the broker makes of keys that have changed, where not all of them can be read. */
class ChangedKeysTest {
    @TempDir
    Path folder;

    @Test
    void whoIsRevokedIsCutOffThoughTheBrokersOwnCertificateIsDamaged() throws IOException {
        TestSite site = TestSite.in(folder);
        try (EmbeddedBroker broker = EmbeddedBroker.start(
                        site.keys(), site.rules(), "127.0.0.1", 0, folder.resolve("scratch"), System::nanoTime);
                RawClient stolen = RawClient.connected(site.tls("stolen"), broker.port(), Connect.as("stolen"));
                RawClient good = RawClient.connected(site.tls("good"), broker.port(), Connect.as("good"))) {
            site.keys().revoke(new ControllerId("stolen"));
            Files.writeString(site.keys().brokerCertificate(), "torn");

            assertThatThrownBy(broker::keysChanged).isInstanceOf(KeysUnusable.class);

            assertThat(stolen.readUntil(RawClient.DISCONNECT)).isPresent();
            assertThat(good.isAlive()).isTrue();
        }
    }
}

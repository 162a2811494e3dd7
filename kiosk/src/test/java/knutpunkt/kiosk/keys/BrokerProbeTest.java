package knutpunkt.kiosk.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** With real brokers it is tried where these are. */
class BrokerProbeTest {
    /** The beginning of a TLS record of 16 KiB, all of which never comes. */
    private static final byte[] RECORD = {0x16, 3, 3, 0x40, 0};

    @TempDir
    Path folder;

    @Test
    @Timeout(60)
    void aBrokerThatSaysALittleNowAndThenKeepsNobodyWaiting() throws Exception {
        var keys = SiteKeys.openOrCreate(folder, new SiteId("test"), InstantSource.system(), new SecureRandom());
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread dripping = Thread.ofVirtual().start(() -> drip(server));

            URI broker = URI.create("ssl://localhost:" + server.getLocalPort());
            assertThat(BrokerProbe.meet(broker, keys.tls(), Duration.ofSeconds(1)))
                    .isEmpty();

            dripping.join();
        }
    }

    /** Until the other end is gone. */
    private static void drip(ServerSocket server) {
        try (Socket line = server.accept()) {
            line.getOutputStream().write(RECORD);
            while (true) {
                line.getOutputStream().write(1);
                TimeUnit.MILLISECONDS.sleep(50);
            }
        } catch (IOException _) {
            // it has hung up
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}

package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WatcherKeysTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path temporary;

    private Path folder;
    private SiteKeys site;

    @BeforeEach
    void makeASite() {
        folder = temporary.resolve("keys");
        site = SiteKeys.openOrCreate(folder, new SiteId("demo"), InstantSource.fixed(NOW), new SecureRandom());
    }

    @Test
    void whoeverLooksOnGetsACertificateOfOwnNameForADay() throws Exception {
        Path bundle = temporary.resolve("watch");

        site.watcher(bundle);

        X509Certificate certificate = Tls.readCertificate(bundle.resolve("watch.pem"));
        assertThat(certificate.getSubjectX500Principal().getName()).isEqualTo("CN=watch");
        assertThat(certificate.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(1)));
        certificate.verify(Tls.readCertificate(site.caCertificate()).getPublicKey());
        try (Stream<Path> files = Files.list(bundle)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("ca.pem", "watch.pem", "watch.key");
        }
    }

    @Test
    void itsFilesAreTheirOwnersAlone() throws IOException {
        Path bundle = temporary.resolve("watch");

        site.watcher(bundle);

        assertThat(mode(bundle)).isEqualTo("rwx------");
        for (String name : List.of("ca.pem", "watch.pem", "watch.key")) {
            assertThat(mode(bundle.resolve(name))).as(name).isEqualTo("rw-------");
        }
    }

    @Test
    void itCannotSignInAnybodysName() {
        site.watcher(temporary.resolve("watch"));

        assertThat(site.pinned("watch")).isEmpty();
    }

    @Test
    void theSitesOwnFolderIsRefused() {
        assertThatThrownBy(() -> site.watcher(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + folder + "]");
    }

    @Test
    void noControllerMayBeCalledWatch() {
        Path bundle = temporary.resolve("bundle");

        assertThatThrownBy(() -> site.enrol(new ControllerId("watch"), bundle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[watch]");
        assertThat(bundle).doesNotExist();
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}

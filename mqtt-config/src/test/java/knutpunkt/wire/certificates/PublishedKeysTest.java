package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.PemBundle;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When the files change that a broker is started anew for. */
class PublishedKeysTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final FileTime LONG_AGO = FileTime.from(Instant.parse("2020-01-01T00:00:00Z"));

    @TempDir
    Path folder;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private SiteKeys site;

    @BeforeEach
    void enrol() throws IOException {
        site = SiteKeys.openOrCreate(folder.resolve("keys"), new SiteId("demo"), () -> now, new SecureRandom());
        site.enrol(C1, folder.resolve("c1"));
        age();
    }

    private void age() throws IOException {
        Files.setLastModifiedTime(site.authorities(), LONG_AGO);
        Files.setLastModifiedTime(site.revoked(), LONG_AGO);
    }

    private static FileTime written(Path file) throws IOException {
        return Files.getLastModifiedTime(file);
    }

    @Test
    void aRevocationWritesTheListAndLeavesTheAuthorities() throws IOException {
        site.revoke(C1);

        assertThat(written(site.revoked())).isGreaterThan(LONG_AGO);
        assertThat(written(site.authorities())).isEqualTo(LONG_AGO);
    }

    @Test
    void anotherAuthorityIsThereNoSoonerThanItsList() throws IOException {
        // A folder in the place of the file that the authorities would be written to.
        Files.createDirectories(folder.resolve("keys/authorities.pem.new/in-the-way"));

        assertThatThrownBy(() -> site.offer(KeyKind.AUTHORITY)).isInstanceOf(KeysUnusable.class);

        assertThat(written(site.authorities())).isEqualTo(LONG_AGO);
        assertThat(written(site.revoked())).isGreaterThan(LONG_AGO);
    }

    @Test
    void aChangeOfTheSigningKeyIsNoneOfTheBrokers() throws IOException {
        site.offer(KeyKind.SIGNING);
        site.use(KeyKind.SIGNING);
        site.end(KeyKind.SIGNING);

        assertThat(written(site.revoked())).isEqualTo(LONG_AGO);
        assertThat(written(site.authorities())).isEqualTo(LONG_AGO);
    }

    @Test
    void aListThatIsMadeWhileTheClockIsAheadIsGoodWhenItIsSet() throws Exception {
        Instant right = now;
        now = right.plus(Duration.ofDays(400));
        site.revoke(C1);

        byte[] der = PemBundle.read(site.revoked()).getFirst().der();
        var list = (X509CRL) CertificateFactory.getInstance("X.509").generateCRL(new ByteArrayInputStream(der));
        assertThat(list.getRevokedCertificates()).hasSize(1);
        assertThat(list.getThisUpdate()).isBefore(Date.from(right));
        assertThat(list.getNextUpdate()).isAfter(Date.from(now));
    }

    @Test
    void filesThatAreDamagedAreWrittenAnew() throws IOException {
        Files.writeString(site.revoked(), "torn");
        Files.writeString(site.authorities(), "torn");

        site.offer(KeyKind.SIGNING);

        assertThat(site.authorities()).content().startsWith("-----BEGIN CERTIFICATE-----");
        assertThat(site.revoked()).content().startsWith("-----BEGIN X509 CRL-----");
    }
}

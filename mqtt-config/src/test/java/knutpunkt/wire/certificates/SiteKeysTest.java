package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.Technology;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.Sealer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteKeysTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path temporary;

    private Path folder;
    private Path bundle;

    @BeforeEach
    void nameTheFolders() {
        folder = temporary.resolve("keys");
        bundle = temporary.resolve("c1");
    }

    @Test
    void everyFileIsItsOwnersAlone() throws IOException {
        open(NOW).enrol(C1, bundle);

        for (Path root : List.of(folder, bundle)) {
            try (Stream<Path> paths = Files.walk(root)) {
                for (Path path : paths.toList()) {
                    String mode = PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
                    assertThat(mode).as("%s", path).isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
                }
            }
        }
    }

    @Test
    void aSecondStartFindsTheSameKeys() {
        SiteKeys first = open(NOW);
        PublicKey enrolled = first.enrol(C1, bundle);

        SiteKeys second = open(NOW.plusSeconds(60));

        assertThat(second.signingPublicKey()).isEqualTo(first.signingPublicKey());
        assertThat(second.sealingKey()).isEqualTo(first.sealingKey());
        assertThat(token(second.badgeKey())).isEqualTo(token(first.badgeKey()));
        assertThat(second.pinned("c1")).contains(enrolled);
        assertThat(second.pinned("service")).contains(first.signingPublicKey());
    }

    @Test
    void aControllersFolderFitsTheService() {
        SiteKeys site = open(NOW);
        PublicKey enrolled = site.enrol(C1, bundle);

        ControllerKeys controller = ControllerKeys.open(bundle);

        assertThat(controller.site()).isEqualTo(SITE);
        assertThat(controller.id()).isEqualTo(C1);
        assertThat(controller.serviceKeys()).containsExactly(site.signingPublicKey());
        assertThat(KeyChecks.pair(KeyChecks.ED25519, enrolled, controller.signingKey()))
                .isTrue();
        assertThat(token(controller.badgeKey())).isEqualTo(token(site.badgeKey()));
        byte[] content = {1, 2, 3};
        assertThat(new Opener(site.sealingKey()).open(new Sealer(controller.serviceSealingKey()).seal(content)))
                .contains(content);
    }

    @Test
    void nobodyElseIsPinned() {
        SiteKeys site = open(NOW);

        assertThat(site.pinned("c1")).isEmpty();
        assertThat(site.pinned("../signing")).isEmpty();
        assertThat(site.pinned("")).isEmpty();
        assertThat(site.pinned("C1")).isEmpty();
    }

    @Test
    void enrollingAgainReplacesTheKey() {
        SiteKeys site = open(NOW);
        PublicKey first = site.enrol(C1, bundle);

        PublicKey second = site.enrol(C1, bundle);

        assertThat(second).isNotEqualTo(first);
        assertThat(site.pinned("c1")).contains(second);
        assertThat(KeyChecks.pair(
                        KeyChecks.ED25519, second, ControllerKeys.open(bundle).signingKey()))
                .isTrue();
    }

    @Test
    void whatAnotherProcessEnrolsOrRemovesCountsAtOnce() throws IOException {
        SiteKeys running = open(NOW);
        SiteKeys other = open(NOW);

        PublicKey first = other.enrol(C1, bundle);
        assertThat(running.pinned("c1")).contains(first);

        PublicKey second = other.enrol(C1, bundle);
        assertThat(running.pinned("c1")).contains(second);

        Files.delete(folder.resolve("controllers").resolve("c1.pub"));
        assertThat(running.pinned("c1")).isEmpty();
    }

    @Test
    void aControllersDamagedKeyIsDeniedWhileRunningAndRefusesToStartLater() throws IOException {
        SiteKeys running = open(NOW);
        running.enrol(C1, bundle);
        Path file = folder.resolve("controllers").resolve("c1.pub");
        Files.writeString(file, "damaged");

        assertThat(running.pinned("c1")).isEmpty();
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(KeysUnusable.class).hasMessageContaining(file.toString());
    }

    @Test
    void aWorldReadableFolderOfTheServicesRefusesToStart() throws IOException {
        open(NOW);
        for (Path path : List.of(folder, folder.resolve("controllers"))) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));

            assertThatThrownBy(() -> open(NOW))
                    .isInstanceOf(KeysUnusable.class)
                    .hasMessageContaining("[" + path + "]")
                    .hasMessageContaining("chmod 0700");

            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void noControllerMayBeCalledService() {
        SiteKeys site = open(NOW);

        assertThatThrownBy(() -> site.enrol(new ControllerId("service"), bundle))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[service]");
        assertThat(bundle).doesNotExist();
    }

    @Test
    void noControllerIsEnrolledOverTheSitesOwnKeys() {
        SiteKeys site = open(NOW);

        assertThatThrownBy(() -> site.enrol(C1, folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + folder + "]");

        assertThat(open(NOW).signingPublicKey()).isEqualTo(site.signingPublicKey());
        assertThat(site.pinned("c1")).isEmpty();
    }

    @Test
    void certificatesAreGoodFromADayBeforeAndLastAsLongAsTheySay() throws Exception {
        SiteKeys site = open(NOW);
        site.enrol(C1, bundle);

        X509Certificate authority = Tls.readCertificate(site.caCertificate());
        X509Certificate client = Tls.readCertificate(bundle.resolve("controller.pem"));

        assertThat(authority.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(authority.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(3_653)));
        assertThat(authority.getBasicConstraints()).isZero();
        assertThat(client.getNotBefore().toInstant()).isEqualTo(NOW.minus(Duration.ofDays(1)));
        assertThat(client.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(825)));
        assertThat(client.getBasicConstraints()).isEqualTo(-1);
        assertThat(client.getSubjectX500Principal().getName()).isEqualTo("CN=c1");
        assertThat(client.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(client.getPublicKey().getAlgorithm()).isEqualTo("EC");
    }

    @Test
    void theBrokersCertificateNamesThisMachineAndWhatItIsToldOf() throws Exception {
        SiteKeys site = SiteKeys.openOrCreate(
                folder, SITE, List.of("mqtt.example.test", "10.1.2.3"), InstantSource.fixed(NOW), new SecureRandom());

        assertThat(alternatives(site))
                .containsExactlyInAnyOrder(
                        "localhost", "127.0.0.1", "0:0:0:0:0:0:0:1", "mqtt.example.test", "10.1.2.3");
    }

    @Test
    void anotherNameForTheBrokerIsServedAfterARestart() throws Exception {
        open(NOW);

        SiteKeys again = SiteKeys.openOrCreate(
                folder, SITE, List.of("mqtt.example.test"), InstantSource.fixed(NOW), new SecureRandom());

        assertThat(alternatives(again)).contains("mqtt.example.test");
    }

    @Test
    void aStartChangesNoCertificateThatIsStillGood() throws IOException {
        SiteKeys first = open(NOW);
        String broker = Files.readString(first.brokerCertificate());
        String service = Files.readString(first.serviceCertificate());

        open(NOW.plus(Duration.ofDays(549)));

        assertThat(Files.readString(first.brokerCertificate())).isEqualTo(broker);
        assertThat(Files.readString(first.serviceCertificate())).isEqualTo(service);
    }

    @Test
    void aStartNearTheirEndRenewsTheServicesOwnCertificates() throws Exception {
        open(NOW);
        Instant late = NOW.plus(Duration.ofDays(550));

        SiteKeys renewed = open(late);

        Instant end = late.plus(Duration.ofDays(825));
        assertThat(Tls.readCertificate(renewed.brokerCertificate())
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(end);
        assertThat(Tls.readCertificate(renewed.serviceCertificate())
                        .getNotAfter()
                        .toInstant())
                .isEqualTo(end);
    }

    @Test
    void aFirstStartThatDiedHalfwayIsDoneAgain() throws IOException {
        SiteKeys first = open(NOW);
        Files.delete(folder.resolve("site"));
        Files.delete(folder.resolve("badge.key"));

        SiteKeys again = open(NOW);

        assertThat(again.signingPublicKey()).isNotEqualTo(first.signingPublicKey());
        assertThat(open(NOW).signingPublicKey()).isEqualTo(again.signingPublicKey());
    }

    @Test
    void aFolderThatLostItsNameButHasControllersRefusesToStart() throws IOException {
        open(NOW).enrol(C1, bundle);
        Files.delete(folder.resolve("site"));

        assertThatThrownBy(() -> open(NOW)).isInstanceOf(KeysUnusable.class).hasMessageContaining("[site] is missing");
    }

    @Test
    void anotherSitesFolderRefusesToStart() {
        open(NOW);

        assertThatThrownBy(() -> SiteKeys.openOrCreate(
                        folder, new SiteId("other"), InstantSource.fixed(NOW), new SecureRandom()))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("[demo]")
                .hasMessageContaining("[other]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ca.key", "ca.pem", "signing.key", "signing.pub", "sealing.key", "sealing.pub", "badge.key"})
    void aMissingOrDamagedFileOfTheServicesRefusesToStart(String name) throws IOException {
        open(NOW);
        Path file = folder.resolve(name);

        Files.delete(file);
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(KeysUnusable.class).hasMessageContaining(file.toString());

        Files.writeString(file, "damaged");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(KeysUnusable.class).hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ca.key", "signing.key", "sealing.key"})
    void aKeyOfAnotherPairRefusesToStart(String name) throws IOException {
        open(NOW);
        Path other = temporary.resolve("other");
        SiteKeys.openOrCreate(other, SITE, InstantSource.fixed(NOW), new SecureRandom());

        replace(folder.resolve(name), other.resolve(name));

        assertThatThrownBy(() -> open(NOW))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("do not belong together")
                .hasMessageContaining(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ca.pem",
                "controller.pem",
                "controller.key",
                "signing.key",
                "service-signing.pub",
                "service-sealing.pub",
                "badge.key",
                "site"
            })
    void aMissingDamagedOrWorldReadableFileOfAControllersRefusesToStart(String name) throws IOException {
        open(NOW).enrol(C1, bundle);
        Path file = bundle.resolve(name);

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertRefused(file, "must be its owner's alone");

        Files.writeString(file, "Not What It Was");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        assertRefused(file, "is not usable");

        Files.delete(file);
        assertRefused(file, "is missing");
    }

    @Test
    void aWorldReadableFolderRefusesToStart() throws IOException {
        open(NOW).enrol(C1, bundle);
        Files.setPosixFilePermissions(bundle, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertRefused(bundle, "chmod 0700");
    }

    @Test
    void aFolderThatIsNotThereRefusesToStart() {
        assertRefused(bundle, "is missing: enrol this controller again");
    }

    @ParameterizedTest
    @ValueSource(strings = {"controller.pem", "controller.key", "ca.pem"})
    void anotherSitesCertificateOrKeyRefusesToStart(String name) throws IOException {
        open(NOW).enrol(C1, bundle);
        Path foreign = temporary.resolve("foreign");
        SiteKeys.openOrCreate(temporary.resolve("other"), SITE, InstantSource.fixed(NOW), new SecureRandom())
                .enrol(C1, foreign);

        replace(bundle.resolve(name), foreign.resolve(name));

        assertThatThrownBy(() -> ControllerKeys.open(bundle))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("do not belong together")
                .hasMessageContaining(bundle.toString());
    }

    @Test
    void noComplaintShowsWhatAKeyFileHolds() throws IOException {
        open(NOW).enrol(C1, bundle);
        Path badge = bundle.resolve("badge.key");
        Files.writeString(badge, "1.secretsecretsecret");

        assertThatThrownBy(() -> ControllerKeys.open(bundle)).message().doesNotContain("secretsecret");
    }

    private void assertRefused(Path path, String rule) {
        assertThatThrownBy(() -> ControllerKeys.open(bundle))
                .isInstanceOf(KeysUnusable.class)
                .hasMessageContaining("[" + path + "]")
                .hasMessageContaining(rule);
    }

    private SiteKeys open(Instant at) {
        return SiteKeys.openOrCreate(folder, SITE, InstantSource.fixed(at), new SecureRandom());
    }

    private static void replace(Path file, Path by) throws IOException {
        Files.write(file, Files.readAllBytes(by));
    }

    private static String token(BadgeKey key) {
        return key.token(new BadgeBits(Technology.EM4100, 40, new byte[] {1, 2, 3, 4, 5}))
                .text();
    }

    private static List<String> alternatives(SiteKeys site) throws Exception {
        Collection<List<?>> names =
                Tls.readCertificate(site.brokerCertificate()).getSubjectAlternativeNames();
        return names.stream().map(name -> String.valueOf(name.get(1))).toList();
    }
}

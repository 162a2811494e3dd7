package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site's folder of keys while commands change it beside the service, power is cut, and clocks are wrong. */
class ChangingKeysTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final ControllerId C2 = new ControllerId("c2");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path temporary;

    private Instant now = Instant.parse("2026-11-24T12:00:00Z");
    private SiteKeys service;

    @BeforeEach
    void open() {
        service = again();
        service.enrol(C1, temporary.resolve("c1"));
    }

    /** As another process, or the next start, opens it. */
    private SiteKeys again() {
        return SiteKeys.openOrCreate(temporary.resolve("keys"), SITE, () -> now, RANDOM);
    }

    private Path file(String name) {
        return temporary.resolve("keys").resolve(name);
    }

    private static byte[] request(ControllerId id) {
        return CertificateRequest.make(id, SealingKeys.make(RANDOM));
    }

    private Optional<BadCertificate> judged(X509Certificate certificate) {
        return service.clientCheck().check(certificate).map(ClientCheck.Refused::why);
    }

    @Test
    void aChangeGoesOnFromWhatAnotherProcessHasLeft() {
        SiteKeys command = again();
        command.offer(KeyKind.AUTHORITY);

        service.use(KeyKind.AUTHORITY);
        command.offer(KeyKind.SIGNING);
        service.end(KeyKind.AUTHORITY);

        assertThat(again().stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.STEADY);
        assertThat(again().stage(KeyKind.SIGNING)).isEqualTo(KeyStage.OFFERED);
        assertThat(service.stage(KeyKind.SIGNING)).isEqualTo(KeyStage.OFFERED);
    }

    @Test
    void whoeverChangesKeysAtOnceDoesSoOneAfterTheOther() throws Exception {
        List<Callable<Object>> all = new ArrayList<>();
        for (KeyKind kind : KeyKind.values()) {
            SiteKeys own = again();
            all.add(() -> {
                for (int i = 0; i < 3; i++) {
                    own.offer(kind);
                    own.use(kind);
                    own.end(kind);
                }
                return own;
            });
        }
        for (int i = 0; i < 2; i++) {
            SiteKeys own = again();
            var controller = new ControllerId("d" + i);
            all.add(() -> {
                for (int times = 0; times < 3; times++) {
                    own.enrol(controller, temporary.resolve(controller.text()));
                    own.revoke(controller);
                    own.enrol(controller, temporary.resolve(controller.text()));
                }
                return own;
            });
        }
        try (var threads = Executors.newCachedThreadPool()) {
            for (Future<Object> each : threads.invokeAll(all)) {
                assertThatCode(each::get).doesNotThrowAnyException();
            }
        }

        SiteKeys then = again();
        for (KeyKind kind : KeyKind.values()) {
            assertThat(then.stage(kind)).isEqualTo(KeyStage.STEADY);
        }
        assertThat(Files.readString(file("generations"))).isEqualTo("authority: 4 of 4\nsigning: 4 of 4\n");
        assertThat(then.isEnrolled("d0")).isTrue();
        assertThat(then.isEnrolled("d1")).isTrue();
        then.tls();
    }

    @Test
    void aProgramThatDoesNotLetGoOfTheFolderIsWaitedFor() throws IOException, InterruptedException, ExecutionException {
        try (var threads = Executors.newCachedThreadPool();
                FileChannel other = FileChannel.open(file("lock"), StandardOpenOption.WRITE)) {
            var held = other.lock();
            Future<Boolean> revoking = threads.submit(() -> service.revoke(C1));
            try (held) {
                Awaitility.await("nothing is changed")
                        .during(Duration.ofMillis(300))
                        .until(() -> !revoking.isDone() && service.isEnrolled("c1"));
            }

            assertThat(revoking.get()).isTrue();
        }
        assertThat(service.isEnrolled("c1")).isFalse();
    }

    @Test
    void whatWasAskedBeforeARevocationAndIsReadAfterItIsWorthNothing() {
        PublicKey next = SigningKeys.make(RANDOM).getPublic();
        service.announce(C1, next);
        again().revoke(C1);

        assertThatThrownBy(() -> service.certify(C1, request(C1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[c1] is not enrolled: enrol it again");
        service.announce(C1, next);
        service.uses(C1, SigningKeys.fingerprint(next));

        assertThat(service.pinned("c1")).isEmpty();
        assertThat(again().pinned("c1")).isEmpty();
        assertThat(service.isEnrolled("c1")).isFalse();
    }

    @Test
    void whatKeysOfBeforeAnEnrolmentHaveAskedForIsNotDoneAfterIt() {
        Hash before = SigningKeys.fingerprint(service.pinned("c1").getFirst());
        service.requirePinned(C1, before);
        again().enrol(C1, temporary.resolve("anew"));

        assertThatThrownBy(() -> service.whilePinned(C1, before, () -> service.certify(C1, request(C1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[" + before + "], which is not pinned any more");
        Hash now = SigningKeys.fingerprint(service.pinned("c1").getFirst());
        assertThat(service.whilePinned(C1, now, () -> service.certify(C1, request(C1))))
                .isNotNull();
    }

    @Test
    void aRevocationIsSeenAlsoWhereNobodyWroteDownWhatWasGiven() throws IOException {
        Files.delete(temporary.resolve("keys/controllers/c1.issued"));
        SiteKeys beside = again();
        assertThat(beside.refresh()).isFalse();

        service.revoke(C1);

        assertThat(beside.refresh())
                .as("whoever keeps connections looks at them")
                .isTrue();
    }

    @Test
    void halvesOfTwoPairsAreMadeAnewInsteadOfStoppingTheNextStart() throws IOException {
        SiteKeys other = SiteKeys.openOrCreate(temporary.resolve("others"), SITE, () -> now, RANDOM);
        Files.writeString(file("broker.key"), Files.readString(other.brokerKey()));
        Files.writeString(file("service.pem"), Files.readString(other.serviceCertificate()));

        SiteKeys then = again();

        assertThat(judged(certificate(then.serviceCertificate()))).isEmpty();
        then.brokerTls(new ClientTrust(then::clientCheck, _ -> {}));
        assertThat(Files.readString(file("broker.key"))).isNotEqualTo(Files.readString(other.brokerKey()));
    }

    private static X509Certificate certificate(Path file) {
        try {
            return Tls.readCertificate(file);
        } catch (IOException | GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void whatTheServiceMadeForItselfWhileItsClockWasYearsAheadIsMadeAnewOnceItIsSet() {
        Instant right = now;
        now = right.plus(Duration.ofDays(1000));
        service.renewOwn();
        assertThat(certificate(service.serviceCertificate()).getNotBefore().toInstant())
                .isAfter(right);

        now = right;
        service.renewOwn();

        assertThat(judged(certificate(service.serviceCertificate()))).isEmpty();
        assertThat(certificate(service.brokerCertificate()).getNotBefore().toInstant())
                .isBefore(right);
    }

    @Test
    void aControllerThatWasEnrolledWhileTheClockWasAheadIsNamedAndIsTheWayOut() {
        Instant right = now;
        now = right.plus(Duration.ofDays(1000));
        again().enrol(C2, temporary.resolve("c2"));
        now = right;
        SiteKeys then = again();

        assertThatThrownBy(() -> then.certify(C1, request(C1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "certificate of controller [c2] was made at [" + right.plus(Duration.ofDays(1000)))
                .hasMessageContaining("that controller is enrolled again");
        again().enrol(C2, temporary.resolve("c2"));
        assertThat(then.certify(C1, request(C1))).isNotNull();
    }

    @Test
    void whatWasTakenBackStaysSoThoughTheClockWasAheadForAnHour() {
        X509Certificate stolen = ControllerKeys.open(temporary.resolve("c1")).newest();
        service.revoke(C1);
        Instant right = now;
        now = right.plus(Duration.ofDays(3000));
        service.enrol(C2, temporary.resolve("c2"));
        service.revoke(C2);
        now = right;

        assertThat(service.isRevoked(stolen)).isTrue();
    }

    @Test
    void anEndedPrivateKeyIsGoneAlsoWhereThePowerWasCutBeforeItWas() throws IOException {
        String retired = Files.readString(file("signing.key"));
        service.offer(KeyKind.SIGNING);
        service.use(KeyKind.SIGNING);
        service.end(KeyKind.SIGNING);
        assertThat(file("signing.key")).doesNotExist();
        Files.writeString(Files.copy(file("signing-2.key"), file("signing.key")), retired);

        SiteKeys _ = again();

        assertThat(file("signing.key")).doesNotExist();
        assertThat(file("signing-2.key")).exists();
    }

    @Test
    void aBrokerIsToldOfAnAuthorityAlsoWhereThePowerWasCutBeforeItWas() throws IOException {
        String before = Files.readString(service.authorities());
        service.offer(KeyKind.AUTHORITY);
        String after = Files.readString(service.authorities());
        assertThat(after).isNotEqualTo(before);
        Files.writeString(service.authorities(), before);

        SiteKeys then = again();

        assertThat(Files.readString(then.authorities())).isEqualTo(after);
    }

    @Test
    void damagedFilesThatAreOnlyAnAidDoNotKeepAGoodControllerOut() throws IOException {
        X509Certificate first = service.certify(C1, request(C1));
        service.announce(C1, SigningKeys.make(RANDOM).getPublic());
        Files.writeString(temporary.resolve("keys/controllers/c1.next"), "torn");
        Files.writeString(temporary.resolve("keys/controllers/c1.given"), "torn");

        SiteKeys then = again();

        assertThat(then.pinned("c1")).hasSize(1);
        assertThat(then.certify(C1, request(C1))).isNotEqualTo(first);
        PublicKey next = SigningKeys.make(RANDOM).getPublic();
        then.announce(C1, next);
        then.uses(C1, SigningKeys.fingerprint(next));
        assertThat(then.pinned("c1")).containsExactly(next);
    }

    @Test
    void theServicesRetiredKeyHoldsForSealsAndForNothingElse() {
        PublicKey first = service.signingPublicKey();
        service.offer(KeyKind.SIGNING);
        service.use(KeyKind.SIGNING);
        assertThat(service.pinned(SiteKeys.SERVICE)).containsExactlyInAnyOrder(service.signingPublicKey(), first);

        service.end(KeyKind.SIGNING);

        assertThat(service.pinned(SiteKeys.SERVICE)).containsExactly(service.signingPublicKey());
        assertThat(service.everySigner()).containsExactly(service.signingPublicKey(), first);
    }
}

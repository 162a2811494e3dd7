package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.SigningKeys;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change while the site runs: at the site, and at a controller. */
class KeyChangeTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final ControllerId C2 = new ControllerId("c2");
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path temporary;

    private Instant now = Instant.parse("2026-11-22T12:00:00Z");
    private SiteKeys site;
    private ControllerKeys c1;

    @BeforeEach
    void enrol() {
        site = siteAgain();
        site.enrol(C1, temporary.resolve("c1"));
        c1 = controllerAgain();
    }

    private SiteKeys siteAgain() {
        return SiteKeys.openOrCreate(temporary.resolve("keys"), SITE, () -> now, RANDOM);
    }

    private ControllerKeys controllerAgain() {
        ControllerKeys keys = ControllerKeys.open(temporary.resolve("c1"));
        keys.goBy(KnownTime.exact(() -> now));
        return keys;
    }

    /** What the service does with a request, and the controller with its answer. */
    private void renew(boolean everything) {
        ControllerKeys.Request request = c1.request(everything, RANDOM);
        X509Certificate certificate = site.certify(C1, request.certificate());
        request.signer()
                .map(signer -> ControllerKeys.announced(
                        request.certificate(), signer, request.proof().orElseThrow()))
                .ifPresent(next -> site.announce(C1, next));
        assertThat(c1.adopt(site.trust(), Optional.of(Trust.text(certificate)))).isTrue();
    }

    private Optional<BadCertificate> judged(X509Certificate certificate) {
        return site.clientCheck().check(certificate).map(ClientCheck.Refused::why);
    }

    @Test
    void aCertificateIsDueAfterTwoThirdsOfItsLife() {
        Instant begins = c1.newest().getNotBefore().toInstant();
        Instant due =
                begins.plus(Duration.between(begins, c1.newest().getNotAfter().toInstant())
                        .dividedBy(3)
                        .multipliedBy(2));

        assertThat(c1.isDue(due.minusSeconds(1))).isFalse();
        assertThat(c1.isDue(due)).isTrue();
    }

    @Test
    void aRenewedCertificateIsGoodFromNowOnAndOutlivesARestart() {
        X509Certificate first = c1.newest();
        now = now.plus(Duration.ofDays(600));

        renew(false);

        assertThat(c1.newest()).isNotEqualTo(first);
        assertThat(c1.newest().getNotAfter().toInstant()).isEqualTo(now.plus(Duration.ofDays(825)));
        assertThat(judged(c1.newest())).isEmpty();
        assertThat(judged(first)).as("the one before counts to its end").isEmpty();
        assertThat(controllerAgain().newest()).isEqualTo(c1.newest());
        assertThat(c1.isWaiting()).isFalse();
    }

    @Test
    void aRequestCutOffByAPowerCutIsTheSameRequestAfterIt() throws Exception {
        ControllerKeys.Request before = c1.request(true, RANDOM);

        ControllerKeys.Request after = controllerAgain().request(true, RANDOM);

        assertThat(CertificateRequest.check(after.certificate(), C1))
                .isEqualTo(CertificateRequest.check(before.certificate(), C1));
        assertThat(after.signer().orElseThrow()).isEqualTo(before.signer().orElseThrow());
    }

    @Test
    void theSameRequestAskedAgainGetsTheSameCertificate() {
        byte[] request = c1.request(false, RANDOM).certificate();

        X509Certificate first = site.certify(C1, request);
        X509Certificate again =
                siteAgain().certify(C1, c1.request(false, RANDOM).certificate());

        assertThat(again).isEqualTo(first);
    }

    @Test
    void nobodyIsGivenCertificatesWithoutEnd() {
        for (int i = 0; i < 63; i++) {
            site.certify(C1, CertificateRequest.make(C1, SealingKeys.make(RANDOM)));
        }

        assertThatThrownBy(() -> site.certify(C1, CertificateRequest.make(C1, SealingKeys.make(RANDOM))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[64]");
        now = now.plus(Duration.ofDays(826));
        assertThat(site.certify(C1, CertificateRequest.make(C1, SealingKeys.make(RANDOM))))
                .isNotNull();
    }

    @Test
    void untilANewCertificateHasLetItInEveryOtherConnectionIsWithTheOneBefore() {
        renew(false);

        assertThat(List.of(shown(), shown(), shown(), shown())).containsExactly("new", "old", "new", "old");
    }

    @Test
    void oneThatHasLetItInIsTheOnlyOneFromThenOn() {
        renew(false);
        assertThat(shown()).isEqualTo("new");

        c1.letIn();

        assertThat(List.of(shown(), shown())).containsExactly("new", "new");
        c1 = controllerAgain();
        assertThat(List.of(shown(), shown())).containsExactly("new", "new");
    }

    @Test
    void beingLetInWithTheOneBeforeDoesNotDropIt() {
        renew(false);
        assertThat(List.of(shown(), shown())).containsExactly("new", "old");

        c1.letIn();

        assertThat(List.of(shown(), shown())).containsExactly("new", "old");
    }

    /** Which certificate the next connection is made with. */
    private String shown() {
        return c1.next().certificate().equals(c1.newest()) ? "new" : "old";
    }

    @Test
    void bothSigningKeysCountUntilTheNextOneIsUsed() {
        PublicKey first = site.pinned("c1").getFirst();

        renew(true);

        PublicKey next = SigningKeys.publicOf(c1.signingKey());
        assertThat(site.pinned("c1")).containsExactly(first, next);
        site.uses(C1, SigningKeys.fingerprint(first));
        assertThat(site.pinned("c1")).containsExactly(first, next);
        site.uses(C1, c1.signer());
        assertThat(site.pinned("c1")).containsExactly(next);
        assertThat(siteAgain().pinned("c1")).containsExactly(next);
    }

    @Test
    void aKeyThatWasNeverAnnouncedIsNotTakenForUsed() {
        List<PublicKey> before = site.pinned("c1");

        site.uses(C1, SigningKeys.fingerprint(SigningKeys.make(RANDOM).getPublic()));

        assertThat(site.pinned("c1")).isEqualTo(before);
    }

    @Test
    void nobodyAnnouncesAKeyWithoutHavingIt() {
        ControllerKeys.Request request = c1.request(true, RANDOM);
        byte[] stolen = SigningKeys.make(RANDOM).getPublic().getEncoded();

        assertThatThrownBy(() -> ControllerKeys.announced(
                        request.certificate(), stolen, request.proof().orElseThrow()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aRequestForAnotherNameIsRefused() {
        ControllerKeys.Request request = c1.request(false, RANDOM);

        assertThatThrownBy(() -> site.certify(C2, request.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[c2]");
    }

    @Test
    void aRequestForAWeakKeyOrAnotherCurveIsRefused() throws Exception {
        for (String curve : List.of("secp384r1", "secp521r1")) {
            var generator = java.security.KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(curve));
            byte[] request = CertificateRequest.make(C1, generator.generateKeyPair());

            assertThatThrownBy(() -> site.certify(C1, request))
                    .as(curve)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("P-256");
        }
    }

    @Test
    void aRequestSignedByAnotherKeyThanItsOwnIsRefused() throws Exception {
        byte[] request = CertificateRequest.make(C1, SealingKeys.make(RANDOM));
        byte[] other = CertificateRequest.make(C1, SealingKeys.make(RANDOM));
        request[request.length - 1] ^= 1;

        assertThatThrownBy(() -> site.certify(C1, request)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> site.certify(C1, new byte[] {1, 2, 3})).isInstanceOf(IllegalArgumentException.class);
        assertThat(site.certify(C1, other)).isNotNull();
    }

    @Test
    void aCertificateForAnotherKeyNameOrAuthorityIsNotAdoptedAndNothingChanges() {
        c1.request(false, RANDOM);
        X509Certificate before = c1.newest();
        KeyPair foreign = SealingKeys.make(RANDOM);
        X509Certificate another = site.certify(C1, CertificateRequest.make(C1, foreign));

        assertThatThrownBy(() -> c1.adopt(site.trust(), Optional.of(Trust.text(another))))
                .isInstanceOf(IllegalArgumentException.class);
        SiteKeys elsewhere = SiteKeys.openOrCreate(temporary.resolve("other"), SITE, () -> now, RANDOM);
        X509Certificate ours = site.certify(C1, c1.request(false, RANDOM).certificate());
        assertThatThrownBy(() -> c1.adopt(elsewhere.trust(), Optional.of(Trust.text(ours))))
                .isInstanceOf(IllegalArgumentException.class);

        assertThat(c1.newest()).isEqualTo(before);
        assertThat(controllerAgain().trust().digest()).isEqualTo(site.trust().digest());
    }

    @Test
    void aCertificateThatIsNotGoodNowIsNotAdoptedByAControllerThatKnowsTheTime() {
        X509Certificate ended = site.certify(C1, c1.request(false, RANDOM).certificate());
        now = now.plus(Duration.ofDays(826));

        assertThatThrownBy(() -> c1.adopt(site.trust(), Optional.of(Trust.text(ended))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is [");
    }

    @Test
    void whatAControllerHadIsTakenBackAtOnceAndInAnotherProcessToo() throws IOException {
        renew(false);
        SiteKeys running = siteAgain();
        X509Certificate carried = certificateOfEnrolment();

        assertThat(site.revoke(C1)).isTrue();

        assertThat(running.pinned("c1"))
                .as("what it signs is refused without any reading anew")
                .isEmpty();
        assertThat(running.refresh()).isTrue();
        for (X509Certificate certificate : List.of(carried, c1.newest())) {
            assertThat(running.clientCheck().check(certificate).map(ClientCheck.Refused::why))
                    .contains(BadCertificate.REVOKED);
        }
        assertThat(running.refresh()).isFalse();
        assertThat(site.revoke(C1)).isFalse();
        assertThat(Files.readString(site.revoked())).contains("X509 CRL");
    }

    @Test
    void whoIsEnrolledAgainHasAGoodCertificateAndTheOldOneStaysTakenBack() {
        X509Certificate old = c1.newest();
        renew(false);
        X509Certificate renewed = c1.newest();

        site.enrol(C1, temporary.resolve("c1"));
        c1 = controllerAgain();

        assertThat(judged(old)).contains(BadCertificate.REVOKED);
        assertThat(judged(renewed)).contains(BadCertificate.REVOKED);
        assertThat(judged(c1.newest())).isEmpty();
    }

    @Test
    void keysCarriedAnewCountAndNotTheRenewedOnesOfTheEnrolmentBefore() throws IOException {
        renew(true);
        Path renewed = temporary.resolve("c1").resolve("renewed.pem");
        byte[] before = Files.readAllBytes(renewed);
        site.enrol(C1, temporary.resolve("c1"));
        Files.write(renewed, before);
        Files.setPosixFilePermissions(renewed, java.nio.file.attribute.PosixFilePermissions.fromString("rw-------"));

        ControllerKeys carried = controllerAgain();

        assertThat(judged(carried.newest())).isEmpty();
        assertThat(site.pinned("c1")).containsExactly(SigningKeys.publicOf(carried.signingKey()));
    }

    private X509Certificate certificateOfEnrolment() {
        return new KeyFolder(temporary.resolve("c1"), "").read("controller.pem", Tls::readCertificate);
    }

    @Test
    void anAuthorityIsChangedInThreeStepsAndBothAreBelievedMeanwhile() {
        X509Certificate old = c1.newest();
        X509Certificate service = certificate(site.serviceCertificate());

        site.offer(KeyKind.AUTHORITY);

        assertThat(site.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.OFFERED);
        assertThat(site.trust().authorities()).hasSize(2);
        assertThat(certificate(site.serviceCertificate())).isEqualTo(service);
        c1.adopt(site.trust(), Optional.empty());

        site.use(KeyKind.AUTHORITY);

        assertThat(site.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.IN_USE);
        assertThat(site.isOfUsed(certificate(site.serviceCertificate()))).isTrue();
        assertThat(site.isOfUsed(certificate(site.brokerCertificate()))).isTrue();
        assertThat(judged(old)).isEmpty();
        renew(false);
        assertThat(c1.authority()).contains(site.authority());

        site.end(KeyKind.AUTHORITY);

        assertThat(site.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.STEADY);
        assertThat(judged(old)).contains(BadCertificate.FOREIGN_AUTHORITY);
        assertThat(judged(c1.newest())).isEmpty();
        assertThat(temporary.resolve("keys").resolve("ca.key")).doesNotExist();
        assertThat(siteAgain().authority()).isEqualTo(site.authority());
    }

    @Test
    void theSigningKeyIsChangedInThreeStepsAndSealsOfTheOldOneAreKnown() {
        PublicKey first = site.signingPublicKey();

        site.offer(KeyKind.SIGNING);
        assertThat(site.signingPublicKey()).isEqualTo(first);
        assertThat(site.trust().signers()).hasSize(2);
        site.use(KeyKind.SIGNING);
        assertThat(site.signingPublicKey()).isNotEqualTo(first);
        assertThat(KeyChecks.pair(KeyChecks.ED25519, site.signingPublicKey(), site.signingKey()))
                .isTrue();
        site.end(KeyKind.SIGNING);

        assertThat(site.trust().signers()).containsExactly(site.signingPublicKey());
        assertThat(siteAgain().everySigner()).containsExactly(site.signingPublicKey(), first);
    }

    @Test
    void aChangeIsBegunOnceAndEndsOnlyAfterItsNextKeyIsUsed() {
        site.offer(KeyKind.SIGNING);

        assertThatThrownBy(() -> site.offer(KeyKind.SIGNING)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> site.end(KeyKind.SIGNING)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void anotherProcessSeesAChange() {
        SiteKeys running = siteAgain();

        site.offer(KeyKind.AUTHORITY);

        assertThat(running.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.STEADY);
        assertThat(running.refresh()).isTrue();
        assertThat(running.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.OFFERED);
    }

    @Test
    void aClockThatFellBackRefusesNothingThatWasMadeHereAndMakesNothing() {
        now = now.plus(Duration.ofDays(600));
        renew(false);
        now = Instant.parse("1970-01-01T00:00:10Z");

        assertThat(judged(c1.newest())).isEmpty();
        ControllerKeys.Request request = c1.request(false, RANDOM);
        assertThatThrownBy(() -> site.certify(C1, request.certificate()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("clock");
    }

    @Test
    void aClockThatIsRightRefusesWhatBeginsLaterOrHasEnded() {
        InstantSource ahead = () -> now.plus(Duration.ofDays(3_000));
        SiteKeys elsewhere = SiteKeys.openOrCreate(temporary.resolve("keys"), SITE, ahead, RANDOM);
        elsewhere.enrol(C2, temporary.resolve("c2"));
        X509Certificate later = ControllerKeys.open(temporary.resolve("c2")).newest();

        assertThat(judged(later)).contains(BadCertificate.NOT_YET_VALID);
        now = now.plus(Duration.ofDays(826));
        assertThat(judged(c1.newest())).contains(BadCertificate.EXPIRED);
    }

    private X509Certificate certificate(Path file) {
        return new KeyFolder(file.getParent(), "").read(file.getFileName().toString(), Tls::readCertificate);
    }
}

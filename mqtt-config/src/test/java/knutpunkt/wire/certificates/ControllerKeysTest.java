package knutpunkt.wire.certificates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.session.SessionSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a controller connects with while its keys change, whatever comes twice, late or damaged. */
class ControllerKeysTest {
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path temporary;

    private SiteKeys site;
    private ControllerKeys c1;

    @BeforeEach
    void enrol() {
        site = SiteKeys.openOrCreate(temporary.resolve("keys"), SITE, () -> NOW, RANDOM);
        site.enrol(C1, temporary.resolve("c1"));
        c1 = controllerAgain();
    }

    private ControllerKeys controllerAgain() {
        ControllerKeys keys = ControllerKeys.open(temporary.resolve("c1"));
        keys.goBy(KnownTime.exact(() -> NOW));
        return keys;
    }

    private Path file(String name) {
        return temporary.resolve("c1").resolve(name);
    }

    private X509Certificate certified() {
        return site.certify(C1, c1.request(false, RANDOM).certificate());
    }

    private boolean adopt(X509Certificate certificate) {
        return c1.adopt(site.trust(), Optional.of(Trust.text(certificate)));
    }

    @Test
    void eachOfSeveralBrokersIsShownTheNewCertificateAndTheOneBefore() {
        X509Certificate before = c1.newest();
        adopt(certified());

        for (int brokers = 1; brokers <= SessionSettings.BROKERS_MAX; brokers++) {
            List<Set<X509Certificate>> shown = new ArrayList<>();
            for (int broker = 0; broker < brokers; broker++) {
                shown.add(new HashSet<>());
            }
            for (int dial = 0; dial < 20; dial++) {
                shown.get(dial % brokers).add(c1.next().certificate());
            }

            assertThat(shown).as(brokers + " brokers").allMatch(both -> both.equals(Set.of(before, c1.newest())));
        }
    }

    @Test
    void theOneBeforeGoesAtAnyDialThatTheNewestWorkedAt() {
        adopt(certified());
        assertThat(dialled(6)).endsWith(c1.newest(), c1.newest());

        c1.letIn();

        assertThat(dialled(10)).containsOnly(c1.newest());
    }

    @Test
    void theOneBeforeStaysAtAnyDialThatItWorkedAtItself() {
        X509Certificate before = c1.newest();
        adopt(certified());
        assertThat(dialled(7)).endsWith(before);

        c1.letIn();

        assertThat(dialled(2)).containsExactly(c1.newest(), before);
    }

    private List<X509Certificate> dialled(int times) {
        var shown = new ArrayList<X509Certificate>();
        for (int dial = 0; dial < times; dial++) {
            shown.add(c1.next().certificate());
        }
        return shown;
    }

    @Test
    void theCertificateThatWorksIsKeptHoweverManyNewOnesComeBeforeOneHasLetItIn() {
        X509Certificate works = c1.newest();
        adopt(certified());
        X509Certificate never = c1.newest();

        adopt(certified());

        assertThat(dialled(2)).containsExactly(c1.newest(), works);
        assertThat(c1.newest()).isNotEqualTo(never);
        c1 = controllerAgain();
        assertThat(dialled(2)).containsExactly(c1.newest(), works);
    }

    @Test
    void theSameAnswerTwiceIsNothingNewAndNoFault() {
        X509Certificate works = c1.newest();
        X509Certificate issued = certified();
        assertThat(adopt(issued)).isTrue();

        assertThat(adopt(issued)).isFalse();

        assertThat(dialled(2)).containsExactly(issued, works);
    }

    @Test
    void theSameAnswerAfterAPowerCutBetweenTheTwoFilesEndsTheWaiting() throws IOException {
        X509Certificate works = c1.newest();
        X509Certificate issued = certified();
        byte[] requested = Files.readAllBytes(file(RenewedKeys.REQUESTED));
        adopt(issued);
        new KeyFolder(temporary.resolve("c1"), "")
                .write(RenewedKeys.REQUESTED, file -> Files.write(ownersAlone(file), requested));
        c1 = controllerAgain();
        assertThat(c1.isWaiting()).isTrue();

        assertThat(adopt(issued)).isFalse();

        assertThat(c1.isWaiting()).isFalse();
        assertThat(dialled(2)).containsExactly(issued, works);
    }

    @Test
    void theSameAnswerTwiceDoesNotForgetWhatWasAskedForSince() {
        X509Certificate first = certified();
        adopt(first);
        X509Certificate second = certified();

        adopt(first);

        assertThat(c1.isWaiting()).isTrue();
        assertThat(adopt(second)).isTrue();
    }

    @Test
    void whomToBelieveIsTakenFromTheSameAnswerToo() {
        X509Certificate issued = certified();
        adopt(issued);
        site.offer(KeyKind.AUTHORITY);

        adopt(issued);

        assertThat(c1.trust().digest()).isEqualTo(site.trust().digest());
        assertThat(controllerAgain().trust().digest()).isEqualTo(site.trust().digest());
    }

    @Test
    void damagedKeysThatWaitAreGivenUpAndOthersMade() throws IOException {
        c1.request(true, RANDOM);
        Files.writeString(file(RenewedKeys.REQUESTED), "-----BEGIN PUBLIC KEY-----\nMFkw");

        X509Certificate issued = certified();

        assertThat(adopt(issued)).isTrue();
        assertThat(c1.isWaiting()).isFalse();
    }

    @Test
    void anAnswerToDamagedKeysIsRefusedAndTheNextQuestionIsAnotherOne() throws IOException {
        X509Certificate before = c1.newest();
        X509Certificate lost = certified();
        Files.writeString(file(RenewedKeys.REQUESTED), "");

        assertThatThrownBy(() -> adopt(lost))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the certificate is for the key ["
                        + Hash.of(lost.getPublicKey().getEncoded()) + "], and asked for was one for none");

        assertThat(c1.newest()).isEqualTo(before);
        assertThat(adopt(certified())).isTrue();
    }

    @Test
    void aLetInThatCannotBeWrittenDownKeepsBothAndTriesTheNewestFirst() throws IOException {
        X509Certificate works = c1.newest();
        adopt(certified());
        c1.next();
        Files.createDirectories(file(RenewedKeys.FILE + ".new").resolve("in-the-way"));

        assertThatThrownBy(c1::letIn).isInstanceOf(KeysUnusable.class);

        assertThat(dialled(2)).containsExactly(c1.newest(), works);
    }

    private static Path ownersAlone(Path file) throws IOException {
        if (Files.notExists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        return file;
    }
}

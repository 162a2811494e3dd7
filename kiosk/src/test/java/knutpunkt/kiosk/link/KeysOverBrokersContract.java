package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.kiosk.keys.KeyRounds;
import knutpunkt.loop.Threads;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.KnownTime;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.Verdict;
import knutpunkt.wire.signature.Verifier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change while records flow: nothing is lost, and nobody is locked out who should not be. */
abstract class KeysOverBrokersContract {
    /** In the last third of a certificate's 825 days. */
    private static final Duration LONG_AGO = Duration.ofDays(600);

    /** The broker inside takes a second; Mosquitto is started anew. */
    private static final Duration THROWN_OUT_WITHIN = Duration.ofSeconds(10);

    @TempDir
    Path folder;

    private WiredSite site;
    private Running broker;
    private KeyRounds rounds;
    private final AtomicBoolean busy = new AtomicBoolean(true);
    private final AtomicReference<Optional<RuntimeException>> failed = new AtomicReference<>(Optional.empty());
    private Thread passing = new Thread(() -> {});

    /** A broker that runs, and learns of changed keys as it would in the field. */
    interface Running extends AutoCloseable {
        URI uri();

        /** What the service tells it. */
        void keysChanged();

        @Override
        void close();
    }

    abstract Running broker(WiredSite site, Path scratch);

    @BeforeEach
    void layOut() {
        site = new WiredSite(folder);
        site.lists.addBadges(1, 10);
        broker = broker(site, folder.resolve("broker"));
        site.serve(broker.uri());
        rounds = new KeyRounds(
                        site.keys,
                        site.lists.database,
                        List.of(broker.uri()),
                        broker::keysChanged,
                        InstantSource.system(),
                        WiredSite.NANOS,
                        Threads.THREADS)
                .start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        busy.set(false);
        passing.join();
        rounds.close();
        site.close();
        broker.close();
    }

    /** Something happens at these doors some hundred times a second, until the end. */
    private void pass(WiredController... controllers) {
        passing = Thread.ofVirtual().start(() -> {
            try {
                while (busy.get()) {
                    for (WiredController controller : controllers) {
                        controller.happens(1);
                    }
                    TimeUnit.MILLISECONDS.sleep(10);
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                failed.set(Optional.of(e));
            }
        });
    }

    /** How much has happened so far at each of these doors. */
    private static List<Long> recorded(WiredController... controllers) {
        return Stream.of(controllers).map(WiredController::records).toList();
    }

    /** Things happened at each of these doors since there were so many records, and all of it reaches the service. */
    private void assertNothingWasLost(List<Long> before, WiredController... controllers) throws InterruptedException {
        List<Long> after = recorded(controllers);
        busy.set(false);
        passing.join();
        failed.get().ifPresent(e -> {
            throw new AssertionError("what happens at the doors could not be recorded", e);
        });
        for (int i = 0; i < controllers.length; i++) {
            assertThat(after.get(i))
                    .as("records of %s during the change", controllers[i].id)
                    .isGreaterThan(before.get(i));
            site.awaitInStep(controllers[i]);
        }
    }

    private HeldKeys held(WiredController controller) {
        return site.lists.database.read(HeldKeys::all).stream()
                .filter(held -> held.controller().equals(controller.id))
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError("controller " + controller.id + " has not said which keys it has"));
    }

    private void awaitKnown(WiredController controller) {
        WiredSite.await("the service knows the keys of " + controller.id)
                .until(() -> site.lists.database.read(HeldKeys::all).stream()
                        .anyMatch(held -> held.controller().equals(controller.id)));
    }

    private boolean hasOneBefore(String controller) throws IOException {
        return Files.readString(folder.resolve("keys-of-" + controller + "/renewed.pem"))
                .contains("KEY BEFORE");
    }

    @Test
    void aCertificateAndASigningKeyAreRenewedUnderPassagesAndNothingIsLost() throws Exception {
        WiredController c1 = site.controller("c1", broker.uri());
        WiredController c2 = site.controller("c2", broker.uri());
        awaitKnown(c1);
        pass(c1, c2);
        X509Certificate before = c1.keys.newest();
        Hash signer = held(c1).signer();
        List<Long> records = recorded(c1, c2);

        site.lists.database.write(transaction -> HeldKeys.change(transaction, c1.id));

        WiredSite.await("c1 signs by another key, and the one before is forgotten")
                .until(() -> !held(c1).signer().equals(signer)
                        && site.keys.pinned("c1").size() == 1);
        assertThat(c1.keys.newest()).isNotEqualTo(before);
        WiredSite.await("it was let in by the new certificate, and the one before is gone")
                .until(() -> !hasOneBefore("c1"));
        assertNothingWasLost(records, c1, c2);
    }

    @Test
    void anAuthorityIsChangedUnderPassagesAndNothingIsLost() throws Exception {
        WiredController c1 = site.controller("c1", broker.uri());
        WiredController c2 = site.controller("c2", broker.uri());
        awaitKnown(c1);
        awaitKnown(c2);
        pass(c1, c2);
        Hash before = site.keys.authority();
        List<Long> records = recorded(c1, c2);

        site.keys.offer(KeyKind.AUTHORITY);

        WiredSite.await("the authority is another, and the one before is gone")
                .until(() -> site.keys.stage(KeyKind.AUTHORITY) == KeyStage.STEADY
                        && !site.keys.authority().equals(before));
        WiredSite.await("both controllers believe the new one alone")
                .until(() -> held(c1).trust().equals(site.keys.trust().digest())
                        && held(c2).trust().equals(site.keys.trust().digest()));
        assertThat(held(c1).authority()).contains(site.keys.authority());
        assertNothingWasLost(records, c1, c2);
    }

    @Test
    void theServicesSigningKeyIsChangedUnderPassagesAndNothingIsLost() throws Exception {
        WiredController c1 = site.controller("c1", broker.uri());
        awaitKnown(c1);
        pass(c1);
        var before = site.keys.signingPublicKey();
        List<Long> records = recorded(c1);

        site.keys.offer(KeyKind.SIGNING);

        WiredSite.await("the service signs by another key, and c1 believes that one alone")
                .until(() -> site.keys.stage(KeyKind.SIGNING) == KeyStage.STEADY
                        && c1.keys.serviceKeys().equals(List.of(site.keys.signingPublicKey())));
        assertThat(site.keys.signingPublicKey()).isNotEqualTo(before);
        site.lists.block(3);
        assertNothingWasLost(records, c1);
    }

    @Test
    void aChangeWaitsForAControllerThatIsAway() throws Exception {
        WiredController c1 = site.controller("c1", broker.uri());
        WiredController away = site.controller("c2", broker.uri());
        awaitKnown(c1);
        awaitKnown(away);
        away.close();

        site.keys.offer(KeyKind.AUTHORITY);

        WiredSite.await("c1 has learnt of the next one")
                .until(() -> held(c1).trust().equals(site.keys.trust().digest()));
        WiredSite.await("some rounds went by")
                .pollDelay(Duration.ofSeconds(3))
                .until(() -> site.keys.stage(KeyKind.AUTHORITY) == KeyStage.OFFERED);
    }

    @Test
    void whoeverIsRevokedIsThrownOutAndStaysOutWhileTheOthersPass() throws Exception {
        WiredController c1 = site.controller("c1", broker.uri());
        WiredController stolen = site.controller("c2", broker.uri());
        awaitKnown(c1);
        awaitKnown(stolen);
        pass(c1);
        List<Long> records = recorded(c1);
        assertThat(verdictOnWhatSigns(stolen)).isEqualTo(Verdict.VALID);

        site.keys.revoke(stolen.id);

        assertThat(verdictOnWhatSigns(stolen)).isEqualTo(Verdict.UNKNOWN_SENDER);
        WiredSite.await("the broker has thrown it out")
                .atMost(THROWN_OUT_WITHIN)
                .until(() -> !stolen.isConnected());
        WiredSite.await("it does not come back").during(Duration.ofSeconds(3)).until(() -> !stolen.isConnected());
        assertNothingWasLost(records, c1);
    }

    /** What the service makes of a message that somebody who has this controller's keys brings to it, past any broker. */
    private Verdict verdictOnWhatSigns(WiredController controller) {
        String topic = new Topic(WiredSite.SITE, controller.id, Channel.EVENTS).text();
        byte[] payload = {1};
        String jws =
                new Signer(controller.id.text(), WiredSite.SITE, controller.keys.signingKey()).sign(topic, payload);
        return new Verifier(WiredSite.SITE, site.keys::pinned)
                .verify(controller.id.text(), topic, payload, Optional.of(jws));
    }

    @Test
    void aCertificatePastTwoThirdsOfItsLifeIsRenewedUnaskedUnderPassagesAndNothingIsLost() throws Exception {
        WiredController old =
                site.controllerEnrolled("c1", InstantSource.system().instant().minus(LONG_AGO), broker.uri());
        WiredController young = site.controller("c2", broker.uri());
        awaitKnown(young);
        pass(old, young);
        X509Certificate before = young.keys.newest();
        List<Long> records = recorded(old, young);

        WiredSite.await("the old one was let in by another certificate")
                .until(() -> !old.keys.isDue(InstantSource.system().instant()) && !hasOneBefore("c1"));

        assertThat(young.keys.newest()).isEqualTo(before);
        assertNothingWasLost(records, old, young);
    }

    @Test
    void aControllerWhoseClockFellBackFiftyYearsIsNotLockedOut() {
        WiredController c1 = site.controller("c1", broker.uri(), new KnownTime() {
            @Override
            public Instant atLeast() {
                return Instant.EPOCH;
            }

            @Override
            public boolean isExact() {
                return false;
            }
        });
        c1.happens(20);

        site.awaitInStep(c1);
    }

    @Test
    void aControllerWhoseRightClockSaysThatTheBrokersCertificateHasEndedStaysOutUntilItIsSet() {
        var clock = new AtomicReference<>(Instant.parse("2099-01-01T00:00:00Z"));
        WiredController c1 = site.controller("c1", broker.uri(), KnownTime.exact(clock::get));
        c1.happens(5);
        WiredSite.await("it is refused by itself").during(Duration.ofSeconds(2)).until(() -> !c1.isConnected());

        clock.set(InstantSource.system().instant());

        site.awaitInStep(c1);
    }
}

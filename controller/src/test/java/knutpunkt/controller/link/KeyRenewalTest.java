package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Hash;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.KeysUpdate;
import knutpunkt.wire.message.KeysUpdate.Renewal;
import knutpunkt.wire.message.KeysWant;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRenewalTest {
    private static final LinkTimes TIMES = LinkTimes.DEFAULTS;

    private static final Challenge NONCE = new Challenge("a".repeat(32));

    private final ManualNanos nanos = new ManualNanos();
    private final Connection connection = new Connection();
    private final Hearing hearing = new Hearing(nanos, new Random(4), _ -> {});
    private final List<KeysWant> said = new ArrayList<>();
    private final List<String> renewed = new ArrayList<>();
    private final ScriptedKeys keys = new ScriptedKeys();
    private final Outbox outbox = new Outbox() {
        @Override
        public void send(Message message) {
            said.add((KeysWant) message);
        }

        @Override
        public void renew(String reason) {
            renewed.add(reason);
        }
    };

    @TempDir
    Path folder;

    private Rig rig;
    private Challenges challenges;
    private KeyRenewal renewal;

    /** Keys that do as they are told, and note what is asked of them. */
    private static final class ScriptedKeys implements Keyring {
        boolean due;
        boolean gives;
        boolean foreign;
        boolean unwritable;
        boolean learns;
        Hash trust = Hash.ZERO;
        final List<Boolean> asked = new ArrayList<>();
        final List<KeysUpdate> adopted = new ArrayList<>();

        @Override
        public boolean isDue(Instant at) {
            return due;
        }

        @Override
        public KeysWant have() {
            return new KeysWant(trust, Optional.empty(), Instant.EPOCH, Hash.ZERO, Optional.empty());
        }

        @Override
        public KeysWant ask(boolean everything) {
            if (unwritable) {
                throw new KeysUnusable("the disk is full");
            }
            asked.add(everything);
            return new KeysWant(
                    Hash.ZERO,
                    Optional.empty(),
                    Instant.EPOCH,
                    Hash.ZERO,
                    Optional.of(new KeysWant.Request("AAAA", Optional.empty())));
        }

        @Override
        public boolean adopt(KeysUpdate update) {
            if (foreign) {
                throw new IllegalArgumentException("not for the key that was made");
            }
            adopted.add(update);
            trust = learns ? Hash.of(trust.bytes()) : trust;
            return gives;
        }
    }

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        challenges = new Challenges(new Random(5), nanos);
        var parts = new Link.Parts(
                rig.parts.journal(),
                rig.parts.lists(),
                rig.parts.lease(),
                rig.parts.clock(),
                rig.parts.doors(),
                rig.parts.sealer(),
                keys);
        renewal = new KeyRenewal(
                rig.self, parts, challenges, rig.rejections, connection, hearing, outbox, TIMES, new Random(6));
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    /** The service is heard all the while, as far as there is a connection. */
    private void pass(Duration time) {
        for (Duration left = time; left.isPositive(); left = left.minusSeconds(1)) {
            nanos.advance(Duration.ofSeconds(1));
            hearing.heard(NONCE);
            renewal.sayIfDue();
        }
    }

    private void connect(long number) {
        connection.connected(number);
        hearing.look(number);
        hearing.heard(NONCE);
    }

    private KeysUpdate update(Renewal renew) {
        return new KeysUpdate(challenges.next(), List.of("AAAA"), List.of("AAAA"), Optional.empty(), renew);
    }

    @Test
    void nothingIsSaidWithoutAConnectionAndOnceAtEachThatIsAnswered() {
        pass(Duration.ofMinutes(1));
        assertThat(said).isEmpty();

        for (int number = 1; number <= 2; number++) {
            connect(number);
            renewal.sayIfDue();
            renewal.update(update(Renewal.NOTHING));
            pass(Duration.ofMinutes(2));
            assertThat(said).hasSize(number);
        }
    }

    @Test
    void nothingIsSaidBeforeTheServiceWasHeardOverThisVeryConnection() {
        connect(1);
        connection.connected(2);
        renewal.sayIfDue();
        assertThat(said).as("what was heard over the one before does not count").isEmpty();

        hearing.look(2);
        renewal.sayIfDue();
        assertThat(said).isEmpty();

        hearing.heard(NONCE);
        renewal.sayIfDue();
        assertThat(said).hasSize(1);
    }

    @Test
    void whatIsSaidRepeatsTheNewestNonceAndWaitsWhileThereIsNone() {
        keys.due = true;
        connect(1);
        renewal.sayIfDue();

        nanos.advance(TIMES.keysWait().plusSeconds(1));
        renewal.sayIfDue();
        assertThat(said).extracting(KeysWant::echo).containsExactly(NONCE);

        var newer = new Challenge("b".repeat(32));
        hearing.heard(newer);
        renewal.sayIfDue();
        assertThat(said).extracting(KeysWant::echo).containsExactly(NONCE, newer);
    }

    @Test
    void whatNobodyAnsweredIsSaidAgainEverMoreSeldom() {
        connect(1);
        renewal.sayIfDue();

        pass(Duration.ofSeconds(30 + 60 + 120));

        assertThat(said).hasSize(4).allMatch(want -> want.request().isEmpty());
    }

    @Test
    void whatThereIsIsSaidAgainADayLater() {
        connect(1);
        renewal.sayIfDue();
        renewal.update(update(Renewal.NOTHING));

        nanos.advance(TIMES.keysAgain());
        hearing.heard(NONCE);
        renewal.sayIfDue();

        assertThat(said).hasSize(2);
    }

    @Test
    void aDueCertificateIsAskedForAgainAndAgainEverMoreSeldom() {
        keys.due = true;
        connect(1);
        renewal.sayIfDue();

        pass(Duration.ofSeconds(30 + 60 + 120));

        assertThat(keys.asked).containsExactly(false, false, false, false);
        assertThat(said).allMatch(want -> want.request().isPresent());
    }

    @Test
    void aNewCertificateIsConnectedWithAtOnce() {
        keys.gives = true;
        connect(1);
        renewal.sayIfDue();

        renewal.update(update(Renewal.NOTHING));

        assertThat(renewed).hasSize(1);
    }

    @Test
    void anAnswerToAnOldChallengeIsRejectedAndChangesNothing() {
        var old = new KeysUpdate(
                new Challenge("c".repeat(32)), List.of("AAAA"), List.of("AAAA"), Optional.empty(), Renewal.EVERYTHING);

        renewal.update(old);

        assertThat(keys.adopted).isEmpty();
        assertThat(rig.rejections.count(Channel.KEYS_UPDATE, Rejection.REPLAYED))
                .isOne();
    }

    @Test
    void whatDoesNotFitIsRejectedAndTheOldKeysGoOn() {
        keys.foreign = true;
        connect(1);

        renewal.update(update(Renewal.NOTHING));

        assertThat(renewed).isEmpty();
        assertThat(rig.rejections.count(Channel.KEYS_UPDATE, Rejection.NOT_ALLOWED))
                .isOne();
    }

    @Test
    void whomToBelieveIsConfirmedAtOnce() {
        connect(1);
        renewal.sayIfDue();

        keys.learns = true;
        renewal.update(update(Renewal.NOTHING));
        renewal.sayIfDue();

        assertThat(said).hasSize(2);
        assertThat(said.getLast().request()).isEmpty();
    }

    @Test
    void whatAllAreToldToMakeAnewIsAskedForWithinTheSpreadHoweverOftenItIsTold() {
        connect(1);
        renewal.sayIfDue();

        renewal.update(update(Renewal.EVERYTHING));
        nanos.advance(TIMES.keysSpread().minusSeconds(1));
        renewal.update(update(Renewal.EVERYTHING));
        nanos.advance(Duration.ofSeconds(1));
        hearing.heard(NONCE);
        renewal.sayIfDue();

        assertThat(keys.asked).containsExactly(true);
    }

    @Test
    void aDiskThatIsFullIsTriedAgain() {
        keys.due = true;
        keys.unwritable = true;
        connect(1);
        renewal.sayIfDue();
        assertThat(said).isEmpty();

        keys.unwritable = false;
        pass(TIMES.keysWait().plusSeconds(1));

        assertThat(keys.asked).hasSize(1);
    }
}

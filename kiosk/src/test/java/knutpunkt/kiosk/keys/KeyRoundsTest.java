package knutpunkt.kiosk.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.loop.Threads;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.KeysWant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rounds' rules, on a clock of the test's; with brokers they are tried where these are. */
class KeyRoundsTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final ControllerId C2 = new ControllerId("c2");

    /** Nobody listens there. */
    private static final URI NO_BROKER = URI.create("ssl://localhost:1");

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final AtomicInteger changes = new AtomicInteger();
    private SiteKeys keys;
    private Database database;
    private KeyRounds rounds;

    @BeforeEach
    void open() {
        keys = SiteKeys.openOrCreate(folder.resolve("keys"), new SiteId("test"), clock, new SecureRandom());
        database = Database.open(folder.resolve("site.db"));
        enrol(C1);
        enrol(C2);
        rounds = rounds(List.of());
    }

    private KeyRounds rounds(List<URI> brokers) {
        return new KeyRounds(keys, database, brokers, changes::incrementAndGet, clock, clock, Threads.THREADS);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void enrol(ControllerId id) {
        keys.enrol(id, folder.resolve(id.text()));
        database.write(transaction -> {
            Plan.addController(transaction, id, id.text());
            return 0;
        });
    }

    /** The controller says that it believes whom it is to believe, with a certificate of the authority in use. */
    private void says(ControllerId id, Duration left) {
        var want = new KeysWant(
                keys.trust().digest(),
                Optional.of(keys.authority()),
                clock.instant().plus(left),
                Hash.ZERO,
                Optional.empty());
        database.write(transaction -> {
            HeldKeys.said(transaction, id, want, clock.instant());
            return 0;
        });
    }

    private void saysAll() {
        says(C1, Duration.ofDays(800));
        says(C2, Duration.ofDays(800));
    }

    @Test
    void aChangeWaitsForEveryControllerThatIsEnrolled() {
        keys.offer(KeyKind.AUTHORITY);
        rounds.look();
        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.OFFERED);
        says(C1, Duration.ofDays(800));
        rounds.look();
        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.OFFERED);

        says(C2, Duration.ofDays(800));
        rounds.look();

        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.IN_USE);
    }

    @Test
    void whoIsRevokedIsNotWaitedFor() {
        keys.offer(KeyKind.AUTHORITY);
        says(C1, Duration.ofDays(800));
        keys.revoke(C2);

        rounds.look();

        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.IN_USE);
    }

    @Test
    void anAuthorityEndsWhenEveryControllerHasACertificateOfTheNextOne() {
        keys.offer(KeyKind.AUTHORITY);
        saysAll();
        rounds.look();
        rounds.look();
        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.IN_USE);

        saysAll();
        rounds.look();

        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.STEADY);
        assertThat(keys.trust().authorities()).hasSize(1);
    }

    @Test
    void aBrokerThatCannotBeReachedHoldsAnAuthorityUpAndNotASigningKey() {
        rounds = rounds(List.of(NO_BROKER));
        keys.offer(KeyKind.AUTHORITY);
        keys.offer(KeyKind.SIGNING);
        saysAll();

        rounds.look();

        assertThat(keys.stage(KeyKind.AUTHORITY)).isEqualTo(KeyStage.OFFERED);
        assertThat(keys.stage(KeyKind.SIGNING)).isEqualTo(KeyStage.IN_USE);
    }

    @Test
    void theSigningKeyBeforeEndsAMinuteAfterTheNextOneIsUsed() {
        keys.offer(KeyKind.SIGNING);
        saysAll();
        rounds.look();
        rounds.look();
        clock.pass(Duration.ofSeconds(59));
        rounds.look();
        assertThat(keys.stage(KeyKind.SIGNING)).isEqualTo(KeyStage.IN_USE);

        clock.pass(Duration.ofSeconds(2));
        rounds.look();

        assertThat(keys.stage(KeyKind.SIGNING)).isEqualTo(KeyStage.STEADY);
    }

    @Test
    void whoeverKeepsConnectionsIsToldOfEachChangeOnce() {
        rounds.look();
        assertThat(changes).hasValue(0);

        keys.revoke(C2);
        rounds.look();
        rounds.look();

        assertThat(changes).hasValue(1);
    }

    @Test
    void whoeverCouldNotBeToldOfAChangeIsToldAgain() {
        rounds = new KeyRounds(
                keys,
                database,
                List.of(),
                () -> {
                    if (changes.incrementAndGet() == 1) {
                        throw new IllegalStateException("the first time");
                    }
                },
                clock,
                clock,
                Threads.THREADS);
        keys.revoke(C2);
        assertThatThrownBy(() -> rounds.look()).hasMessage("the first time");

        rounds.look();
        rounds.look();

        assertThat(changes).hasValue(2);
    }

    @Test
    void aCertificateThatEndsWithinAMonthIsAnAlarmAndARevokedOneIsNone() {
        says(C1, KeyRounds.ENDING.minusDays(1));
        says(C2, KeyRounds.ENDING.minusDays(1));
        keys.revoke(C2);

        rounds.look();

        assertThat(database.read(Alarms::open))
                .extracting(alarm -> alarm.kind() + " " + alarm.controller())
                .containsExactly(Alarms.Kind.CERTIFICATE_ENDING + " c1");
        assertThat(database.read(Alarms::open).getFirst().until())
                .contains(clock.instant().plus(KeyRounds.ENDING.minusDays(1)));
    }

    @Test
    void aCertificateWithMoreThanAMonthIsNoAlarm() {
        says(C1, KeyRounds.ENDING.plusDays(1));

        rounds.look();

        assertThat(database.read(Alarms::open)).isEmpty();
    }
}

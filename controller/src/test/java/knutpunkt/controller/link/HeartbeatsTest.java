package knutpunkt.controller.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.AccessList;
import knutpunkt.access.Lease;
import knutpunkt.access.Revision;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.list.Applied;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.wire.Channel;
import knutpunkt.wire.message.AccessUpdate;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.Health;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.LeaseRenewal;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.Storage;
import knutpunkt.wire.session.Rejection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatsTest {
    private static final Challenge NONCE = new Challenge("b".repeat(32));
    private static final Revision ONE = new Revision(1, 1);

    private final ManualNanos nanos = new ManualNanos();
    private final Outgoing outgoing = new Outgoing();
    private final Connection connection = new Connection();
    private final List<Revision> behind = new ArrayList<>();
    private final List<String> renewed = new ArrayList<>();

    @TempDir
    Path folder;

    private Rig rig;
    private Heartbeats heartbeats;

    @BeforeEach
    void start() {
        rig = new Rig(folder, nanos);
        var list = AccessList.empty().with(ONE, List.of(), List.of());
        var update = new AccessUpdate(
                rig.lists.want().nonce(), java.util.Optional.empty(), ONE, list.digest(), 1, 1, List.of(), List.of());
        assertThat(rig.lists.apply(update)).isInstanceOf(Applied.InForce.class);
        heartbeats = new Heartbeats(
                rig.self,
                rig.parts,
                new Challenges(new Random(5), nanos),
                rig.rejections,
                connection,
                new Hearing(nanos, new Random(6), renewed::add),
                outgoing,
                LinkTimes.DEFAULTS,
                behind::add);
        rig.lease.renewed();
    }

    @AfterEach
    void stop() {
        rig.close();
    }

    @Test
    void aConnectionsFirstBeatComesAtOnceAndTheOthersEveryFiveSeconds() {
        connection.connected(1);
        for (int i = 0; i < 100; i++) {
            heartbeats.beatIfDue();
            nanos.advance(Duration.ofMillis(100));
        }

        assertThat(beats()).hasSize(2);
        assertThat(beats().getLast().uptimeMillis()).isEqualTo(5000);
    }

    @Test
    void aBeatTellsHowTheControllerIs() {
        rig.journal.append(new Event.Closed(Rig.DOOR));
        rig.rejections.rejected(Channel.COMMANDS, Rejection.UNSIGNED, "a test");
        connection.connected(1);

        heartbeats.beatIfDue();

        var beat = beats().getFirst();
        assertThat(beat.boot()).isEqualTo(rig.self.boot());
        assertThat(beat.revision()).isEqualTo(ONE);
        assertThat(beat.journalPending()).isEqualTo(rig.journal.pending()).isPositive();
        assertThat(beat.messagesRejected()).isOne();
    }

    @Test
    void eachBeatHasAnotherChallenge() {
        connection.connected(1);
        heartbeats.beatIfDue();
        nanos.advance(Duration.ofSeconds(5));
        heartbeats.beatIfDue();

        assertThat(beats().stream().map(Heartbeat::challenge)).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void withoutAConnectionThereIsNoBeat() {
        nanos.advance(Duration.ofSeconds(30));
        heartbeats.beatIfDue();

        assertThat(beats()).isEmpty();
    }

    @Test
    void theAnswerToALiveChallengeRenewsTheLease() {
        loseLease();
        connection.connected(1);
        heartbeats.beatIfDue();

        heartbeats.renewal(new LeaseRenewal(beats().getFirst().challenge(), ONE, Rig.NOW, Optional.empty()));

        assertThat(rig.lease.state()).isEqualTo(Lease.CURRENT);
        assertThat(rig.events(Event.LeaseChanged.class))
                .extracting(Event.LeaseChanged::lease)
                .containsExactly(Lease.ESSENTIAL_ONLY, Lease.CURRENT);
    }

    @Test
    void theAnswerToADeadChallengeRenewsNothing() {
        loseLease();
        connection.connected(1);
        heartbeats.beatIfDue();
        nanos.advance(Challenges.LIFE);

        heartbeats.renewal(new LeaseRenewal(beats().getFirst().challenge(), ONE, Rig.NOW, Optional.empty()));

        assertThat(rig.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
        assertThat(rig.rejected(Channel.LEASE, Rejection.REPLAYED)).isOne();
    }

    @Test
    void anAnswerToNoChallengeOfOursRenewsNothing() {
        loseLease();

        heartbeats.renewal(new LeaseRenewal(new Challenge("a".repeat(32)), ONE, Rig.NOW, Optional.empty()));

        assertThat(rig.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
        assertThat(rig.rejected(Channel.LEASE, Rejection.REPLAYED)).isOne();
    }

    @Test
    void aBeatEchoesTheNewestNonceThatWasHeardOverItsConnection() {
        connection.connected(1);
        heartbeats.beatIfDue();
        assertThat(beats().getLast().echo()).contains(Challenge.NONE);

        answer(NONCE);
        nextBeat();
        assertThat(beats().getLast().echo()).contains(NONCE);

        connection.connected(2);
        heartbeats.beatIfDue();
        assertThat(beats().getLast().echo()).contains(Challenge.NONE);
    }

    @Test
    void aNonceThatWasHeardTooLongAgoIsNotEchoed() {
        connection.connected(1);
        heartbeats.beatIfDue();
        answer(NONCE);
        nextBeat();
        nextBeat();
        assertThat(beats().getLast().echo()).contains(NONCE);

        nextBeat();

        assertThat(beats().getLast().echo()).contains(Challenge.NONE);
    }

    @Test
    void aLeaseForADeadChallengeIsNotEchoed() {
        connection.connected(1);
        heartbeats.beatIfDue();
        nanos.advance(Challenges.LIFE);

        answer(NONCE);
        nextBeat();

        assertThat(beats().getLast().echo()).contains(Challenge.NONE);
    }

    @Test
    void aConnectionOverWhichTheServiceIsNotHeardIsGivenUpAfterSixBeats() {
        connection.connected(1);
        heartbeats.beatIfDue();
        answer(NONCE);
        for (int i = 0; i < 5; i++) {
            nextBeat();
        }
        assertThat(renewed).isEmpty();

        nextBeat();

        assertThat(renewed).containsExactly("the service was not heard for too long, though the broker answers");
    }

    @Test
    void anOldLeaseSentAgainKeepsNoConnectionAlive() {
        connection.connected(1);
        heartbeats.beatIfDue();
        for (int i = 0; i < 6; i++) {
            answer(new Challenge("a".repeat(32)), NONCE);
            nextBeat();
        }

        assertThat(renewed).hasSize(1);
    }

    @Test
    void aServiceThatIsAwayForANightCostsAFewConnectionsOnly() {
        for (int seconds = 0; seconds < Duration.ofHours(10).toSeconds(); seconds++) {
            connection.connected(1 + renewed.size());
            heartbeats.beatIfDue();
            nanos.advance(Duration.ofSeconds(1));
        }

        assertThat(renewed).hasSizeBetween(60, 90);
    }

    @Test
    void withoutAConnectionThereIsNoneToGiveUp() {
        nanos.advance(Duration.ofHours(1));
        heartbeats.beatIfDue();
        connection.connected(1);
        heartbeats.beatIfDue();

        assertThat(renewed).isEmpty();
    }

    private void answer(Challenge nonce) {
        answer(beats().getLast().challenge(), nonce);
    }

    private void answer(Challenge challenge, Challenge nonce) {
        heartbeats.renewal(new LeaseRenewal(challenge, ONE, Rig.NOW, Optional.of(nonce)));
    }

    private void nextBeat() {
        nanos.advance(Duration.ofSeconds(5));
        heartbeats.beatIfDue();
    }

    @Test
    void aLeaseForAnotherListRenewsNothingAndIsToldToWhoeverKeepsTheList() {
        loseLease();
        connection.connected(1);
        heartbeats.beatIfDue();

        heartbeats.renewal(new LeaseRenewal(beats().getFirst().challenge(), ONE.next(), Rig.NOW, Optional.empty()));

        assertThat(rig.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
        assertThat(behind).containsExactly(ONE.next());
    }

    @Test
    void aLeaseThatRunsOutIsRecordedOnceWithNobodyToTell() {
        loseLease();
        nanos.advance(Duration.ofSeconds(5));
        heartbeats.beatIfDue();

        assertThat(rig.events(Event.LeaseChanged.class)).containsExactly(new Event.LeaseChanged(Lease.ESSENTIAL_ONLY));
    }

    @Test
    void aLeaseThatRunsLowIsToldTwelveHoursAheadOnceAndThatItIsRenewed() {
        nanos.advance(Duration.ofDays(6).plusHours(12).minusMinutes(1));
        heartbeats.beatIfDue();
        assertThat(rig.events(Event.LeaseLow.class)).isEmpty();

        nanos.advance(Duration.ofMinutes(1));
        heartbeats.beatIfDue();
        nanos.advance(Duration.ofHours(1));
        connection.connected(1);
        heartbeats.beatIfDue();

        assertThat(rig.events(Event.LeaseLow.class)).containsExactly(new Event.LeaseLow(12 * 60));
        assertThat(rig.events(Event.LeaseChanged.class)).isEmpty();
        assertThat(healthOf(beats().getLast()).leaseLow()).isTrue();
        heartbeats.renewal(new LeaseRenewal(beats().getLast().challenge(), ONE, Rig.NOW, Optional.empty()));
        nanos.advance(Duration.ofSeconds(5));
        heartbeats.beatIfDue();
        assertThat(rig.events(Event.LeaseChanged.class)).containsExactly(new Event.LeaseChanged(Lease.CURRENT));
        assertThat(healthOf(beats().getLast()).leaseLow()).isFalse();
    }

    @Test
    void slowSyncsAreToldInTheBeatAndRecordedNowAndThen() {
        connection.connected(1);
        nanos.eachTakes(Duration.ofMillis(1_001));
        rig.journal.append(new Event.Closed(Rig.DOOR));
        nanos.eachTakes(Duration.ZERO);
        heartbeats.beatIfDue();

        assertThat(healthOf(beats().getLast()).slowSyncs()).isOne();
        assertThat(rig.events(Event.StorageChanged.class))
                .containsExactly(new Event.StorageChanged(Storage.ENOUGH, 1, 0));

        nanos.eachTakes(Duration.ofMillis(1_001));
        rig.journal.append(new Event.Closed(Rig.DOOR));
        nanos.eachTakes(Duration.ZERO);
        nanos.advance(Duration.ofSeconds(5));
        heartbeats.beatIfDue();
        assertThat(healthOf(beats().getLast()).slowSyncs()).isEqualTo(2);
        assertThat(rig.events(Event.StorageChanged.class)).hasSize(1);

        nanos.advance(OwnHealth.SLOW_TOLD_EVERY);
        heartbeats.beatIfDue();
        assertThat(rig.events(Event.StorageChanged.class)).hasSize(2);
    }

    @Test
    void keepingForgetsWhatWasAcknowledgedLongAgo() {
        rig.journal.append(new Event.Closed(Rig.DOOR));
        rig.journal.acknowledged(1);
        heartbeats.keep();

        nanos.advance(Journal.KEPT_AFTER_ACKNOWLEDGED);
        heartbeats.keep();

        assertThat(rig.journal.first()).isEqualTo(2);
    }

    @Test
    void theJournalIsLookedAfterThoughTheListsFileTakesNothing() {
        rig.journal.append(new Event.Closed(Rig.DOOR));
        rig.journal.acknowledged(1);
        heartbeats.keep();
        nanos.advance(Journal.KEPT_AFTER_ACKNOWLEDGED);
        rig.lists.close();

        assertThatThrownBy(heartbeats::keep).isInstanceOf(ListUnavailable.class);

        assertThat(rig.journal.first()).isEqualTo(2);
    }

    private static Health healthOf(Heartbeat beat) {
        return beat.health().orElseThrow();
    }

    private void loseLease() {
        nanos.advance(Duration.ofDays(7));
        heartbeats.beatIfDue();
        assertThat(rig.lease.state()).isEqualTo(Lease.ESSENTIAL_ONLY);
    }

    private List<Heartbeat> beats() {
        return outgoing.sent(Heartbeat.class);
    }
}

package knutpunkt.kiosk.doors;

import static knutpunkt.kiosk.doors.FakeLists.digestOf;
import static knutpunkt.kiosk.doors.FakeLists.revision;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.Challenge;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorsTest {
    private static final ControllerId C1 = new ControllerId("c1");
    private static final ControllerId C2 = new ControllerId("c2");
    private static final DoorId FRONT = new DoorId("front");
    private static final DoorId BACK = new DoorId("back");
    private static final Challenge CHALLENGE = new Challenge("0".repeat(32));

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeLists lists = new FakeLists();
    private final Confirmations confirmations = new Confirmations(lists);
    private final AtomicInteger changes = new AtomicInteger();
    private SiteLog log;
    private Database database;
    private Doors doors;
    private Liveness liveness;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, opened -> List.of(confirmations));
        database = log.database();
        database.write(t -> {
            Plan.addController(t, C1, "Front");
            Plan.addController(t, C2, "Back");
            Plan.addDoor(t, FRONT, C1, "Front door");
            Plan.addDoor(t, BACK, C2, "Back door");
            Plan.addPoint(t, new Plan.Point(new PointId("front-out"), C1, Optional.of(FRONT), Direction.IN, "Outside"));
            return 0;
        });
        doors = new Doors(database, lists);
        liveness = newLiveness();
        database.listen(changes::incrementAndGet);
    }

    @AfterEach
    void close() {
        log.close();
    }

    private Liveness newLiveness() {
        return new Liveness(database, confirmations, clock, clock);
    }

    private static ControllerState.Online birth(String boot, long connection, long uptime, Revision revision) {
        return birth(boot, connection, uptime, revision, digestOf(revision), DoorState.Contact.CLOSED);
    }

    private static ControllerState.Online birth(
            String boot, long connection, long uptime, Revision revision, Hash digest, DoorState.Contact contact) {
        return new ControllerState.Online(
                new BootId(boot),
                connection,
                uptime,
                "1.0",
                ChainHead.empty(new JournalId("j-" + boot)),
                revision,
                digest,
                ClockTrust.TRUSTED,
                List.of(
                        new DoorState(FRONT, DoorState.Strike.SECURED, contact, DoorState.Condition.SECURED),
                        new DoorState(BACK, DoorState.Strike.RELEASED, contact, DoorState.Condition.FORCED)),
                CHALLENGE);
    }

    private static Heartbeat heartbeat(String boot, long uptime) {
        return new Heartbeat(
                new BootId(boot), uptime, CHALLENGE, Revision.NONE, 0, 0, 0, Optional.empty(), Optional.empty());
    }

    private static ControllerState.Offline will(String boot, long connection) {
        return new ControllerState.Offline(new BootId(boot), connection);
    }

    private Doors.Door front() {
        return doors.all().getLast();
    }

    private Instant now() {
        return clock.instant();
    }

    @Test
    void aDoorOfAControllerNeverHeardFromSaysSo() {
        assertThat(front().door()).isEqualTo(FRONT);
        assertThat(front().liveness()).isEqualTo("never-seen");
        assertThat(front().strike()).isEqualTo("unknown");
        assertThat(front().confirmed()).isEmpty();
        assertThat(front().points()).containsExactly(new Doors.Point(new PointId("front-out"), "Outside", "in"));
    }

    @Test
    void aBirthTellsHowItsDoorsAreAndWhatIsInForce() {
        assertThat(liveness.born(C1, birth("b1", 1, 10, revision(3)))).isTrue();

        assertThat(front().liveness()).isEqualTo("online");
        assertThat(front().offlineSince()).isEmpty();
        assertThat(front().strike()).isEqualTo("secured");
        assertThat(front().contact()).isEqualTo("closed");
        assertThat(front().condition()).isEqualTo("secured");
        assertThat(front().reportedAt()).contains(now());
        assertThat(front().confirmed()).contains(revision(3));
        assertThat(front().confirmedSince()).contains(now());
        assertThat(changes).hasPositiveValue();
    }

    @Test
    void aControllerSpeaksForItsOwnDoorsOnly() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));

        assertThat(doors.all().getFirst().door()).isEqualTo(BACK);
        assertThat(doors.all().getFirst().condition()).isEqualTo("unknown");
        assertThat(doors.all().getFirst().reportedAt()).isEmpty();
    }

    @Test
    void aControllerIsOfflineFifteenSecondsAfterItsLastHeartbeatWhateverTheWallClockDoes() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        clock.pass(Duration.ofSeconds(5));
        liveness.heard(C1, heartbeat("b1", 5_000));
        Instant heardAt = now();

        clock.stepWallClock(Duration.ofHours(5));
        clock.pass(Duration.ofMillis(14_999));
        liveness.check();
        assertThat(front().liveness()).isEqualTo("online");

        clock.pass(Duration.ofMillis(1));
        liveness.check();
        assertThat(front().liveness()).isEqualTo("offline");
        assertThat(front().offlineSince()).contains(heardAt);
        assertThat(liveness.isOnline(C1)).isFalse();
    }

    @Test
    void aHeartbeatBringsItBack() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        clock.pass(Duration.ofSeconds(20));
        liveness.check();

        assertThat(liveness.heard(C1, heartbeat("b1", 20_000))).isTrue();

        assertThat(front().liveness()).isEqualTo("online");
        assertThat(front().offlineSince()).isEmpty();
    }

    @Test
    void aHeartbeatSentAgainDoesNotMakeADeadControllerLookAlive() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.heard(C1, heartbeat("b1", 5_000));
        clock.pass(Duration.ofSeconds(20));
        liveness.check();

        assertThat(liveness.heard(C1, heartbeat("b1", 5_000))).isFalse();
        assertThat(liveness.heard(C1, heartbeat("b0", 60_000))).isFalse();

        assertThat(front().liveness()).isEqualTo("offline");
    }

    @Test
    void aWillOfItsConnectionMakesItOfflineAtOnce() {
        liveness.born(C1, birth("b1", 2, 10, revision(3)));

        assertThat(liveness.gone(C1, will("b1", 2))).isTrue();

        assertThat(front().liveness()).isEqualTo("offline");
        assertThat(front().offlineSince()).contains(now());
    }

    @Test
    void aWillOlderThanTheNewestBirthIsIgnored() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.born(C1, birth("b1", 2, 20, revision(3)));
        assertThat(liveness.gone(C1, will("b1", 1))).isFalse();

        liveness.born(C1, birth("b2", 1, 5, revision(3)));
        assertThat(liveness.gone(C1, will("b1", 2))).isFalse();

        assertThat(front().liveness()).isEqualTo("online");
    }

    @Test
    void anOldBirthSentAgainChangesNothing() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.born(C1, birth("b2", 1, 5, revision(4)));
        liveness.gone(C1, will("b2", 1));

        assertThat(liveness.born(C1, birth("b1", 9, 99_999, revision(3)))).isFalse();
        assertThat(liveness.born(C1, birth("b2", 1, 5, revision(4)))).isFalse();

        assertThat(front().liveness()).isEqualTo("offline");
        assertThat(front().confirmed()).contains(revision(4));
    }

    @Test
    void anOldBirthThatTheServiceHasForgottenIsFoundOutByTheNextHeartbeatOfTheRunThatLives() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.born(C1, birth("b2", 1, 5, revision(4)));
        liveness = newLiveness();
        liveness.heard(C1, heartbeat("b2", 5_000));
        assertThat(liveness.born(C1, birth("b1", 1, 10, revision(3)))).isTrue();

        assertThat(liveness.heard(C1, heartbeat("b2", 5_000))).isFalse();
        assertThat(liveness.heard(C1, heartbeat("b2", 10_000))).isTrue();
        assertThat(liveness.heard(C1, heartbeat("b1", 10))).isFalse();
        assertThat(liveness.gone(C1, will("b1", 1))).isFalse();
        assertThat(liveness.gone(C1, will("b2", 1))).isTrue();
    }

    @Test
    void aBirthThatAHeartbeatOvertookIsTakenAllTheSame() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.heard(C1, heartbeat("b1", 5_000));
        Revision same = revision(3);

        assertThat(liveness.born(C1, birth("b1", 1, 4_999, same, digestOf(same), DoorState.Contact.OPEN)))
                .isTrue();

        assertThat(front().contact()).isEqualTo("open");
    }

    @Test
    void nobodyWhoIsNotEnrolledIsKept() {
        assertThat(liveness.born(new ControllerId("stranger"), birth("b1", 1, 10, revision(3))))
                .isFalse();
        assertThat(liveness.heard(new ControllerId("stranger"), heartbeat("b1", 10)))
                .isFalse();
    }

    @Test
    void afterItsOwnStartTheServiceKnowsWhoWasOfflineAndGivesTheOthersFifteenSeconds() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.born(C2, birth("b1", 1, 10, revision(3)));
        liveness.gone(C2, will("b1", 1));
        Instant goneAt = now();
        clock.pass(Duration.ofMinutes(10));

        Liveness restarted = newLiveness();

        assertThat(front().liveness()).isEqualTo("online");
        assertThat(doors.all().getFirst().offlineSince()).contains(goneAt);
        clock.pass(Duration.ofSeconds(15));
        restarted.check();
        assertThat(front().liveness()).isEqualTo("offline");
    }

    @Test
    void aReceiptConfirmsOnlyWithTheDigestOfThatRevision() {
        assertThat(confirm(C1, revision(4), digestOf(revision(5)))).isFalse();
        assertThat(confirm(C1, new Revision(1, 99), digestOf(revision(4)))).isFalse();
        assertThat(front().confirmed()).isEmpty();

        assertThat(confirm(C1, revision(4), digestOf(revision(4)))).isTrue();
        assertThat(front().confirmed()).contains(revision(4));
    }

    @Test
    void aConfirmationThatComesLateLowersNothingAndMovesNoTime() {
        confirm(C1, revision(4), digestOf(revision(4)));
        Instant first = now();
        clock.pass(Duration.ofSeconds(9));

        confirm(C1, revision(4), digestOf(revision(4)));
        confirm(C1, revision(3), digestOf(revision(3)));

        assertThat(front().confirmed()).contains(revision(4));
        assertThat(front().confirmedSince()).contains(first);
    }

    @Test
    void aControllerThatLostItsListIsNoLongerConfirmed() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));

        liveness.born(C1, birth("b2", 1, 10, Revision.NONE));

        assertThat(front().confirmed()).isEmpty();
        assertThat(at(FRONT, revision(3)).state()).isEqualTo("waiting");
    }

    @Test
    void aBirthOfTheSameRunThatWasComposedEarlierLowersNothing() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        confirm(C1, revision(4), digestOf(revision(4)));

        liveness.born(C1, birth("b1", 1, 20, revision(3)));

        assertThat(front().confirmed()).contains(revision(4));
    }

    @Test
    void theReceiptInTheJournalConfirmsToo() {
        liveness.born(C1, birth("boot-1", 1, 10, revision(3)));
        var journal = new FakeJournal("c1", "j1").add(now(), new Event.ListApplied(revision(5), digestOf(revision(5))));
        log.arriveAt(now());

        log.commit(journal);

        assertThat(front().confirmed()).contains(revision(5));
        assertThat(at(FRONT, revision(5)).confirmedAt()).contains(now());
    }

    @Test
    void aBirthOfARunThatHasEndedByTheLogIsOldHoweverOftenTheServiceStartsAnew() {
        log.commit(new FakeJournal("c1", "j1", "b1").add(now(), new Event.Started("1.0")));
        log.commit(new FakeJournal("c1", "j2", "b2").add(now(), new Event.Started("1.0")));
        liveness.born(C1, birth("b2", 1, 5, revision(4)));
        liveness = newLiveness();

        assertThat(liveness.born(C1, birth("b1", 9, 10, revision(3)))).isFalse();
        assertThat(liveness.heard(C1, heartbeat("b1", 90_000))).isFalse();
        assertThat(liveness.born(C1, birth("b3", 1, 10, revision(4)))).isTrue();
    }

    @Test
    void noMoreEndedRunsAreRememberedThanThereIsRoomFor() {
        int runs = 200;
        for (int i = 1; i <= runs; i++) {
            log.commit(new FakeJournal("c1", "j" + i, "b" + i).add(now(), new Event.Started("1.0")));
        }
        liveness.born(C1, birth("b" + runs, 1, 5, revision(4)));
        liveness = newLiveness();

        assertThat(liveness.born(C1, birth("b" + (runs - 64), 9, 10, revision(3))))
                .isFalse();
        assertThat(liveness.born(C1, birth("b" + (runs - 65), 9, 10, revision(3))))
                .isTrue();
    }

    @Test
    void aReceiptInTheJournalOfAnEarlierRunConfirmsNothing() {
        liveness.born(C1, birth("another", 1, 10, Revision.NONE));
        var journal = new FakeJournal("c1", "j1").add(now(), new Event.ListApplied(revision(5), digestOf(revision(5))));

        log.commit(journal);

        assertThat(front().confirmed()).isEmpty();
    }

    @Test
    void aChangeTellsForEachDoorWhenItWasSentAndConfirmedOrSinceWhenItsControllerIsAway() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        liveness.born(C2, birth("b1", 1, 10, revision(3)));
        assertThat(at(FRONT, revision(4)).state()).isEqualTo("waiting");
        clock.pass(Duration.ofSeconds(1));
        Instant sentAt = now();
        send(C1, revision(4));
        clock.pass(Duration.ofSeconds(1));
        assertThat(at(FRONT, revision(4)).state()).isEqualTo("sent");
        Instant confirmedAt = now();
        confirm(C1, revision(4), digestOf(revision(4)));
        liveness.gone(C2, will("b1", 1));

        Doors.Change change = doors.change(revision(4)).orElseThrow();

        assertThat(change.id()).isEqualTo(revision(4));
        assertThat(change.doors())
                .containsExactly(
                        new Doors.ChangeAtDoor(
                                BACK, C2, Optional.empty(), Optional.empty(), "offline", Optional.of(confirmedAt)),
                        new Doors.ChangeAtDoor(
                                FRONT,
                                C1,
                                Optional.of(sentAt),
                                Optional.of(confirmedAt),
                                "confirmed",
                                Optional.empty()));
    }

    @Test
    void aLaterRevisionBringsTheEarlierOnesWithIt() {
        liveness.born(C1, birth("b1", 1, 10, revision(3)));
        send(C1, revision(7));
        confirm(C1, revision(7), digestOf(revision(7)));

        assertThat(at(FRONT, revision(5)).state()).isEqualTo("confirmed");
        assertThat(at(FRONT, revision(5)).sentAt()).contains(now());
        assertThat(at(FRONT, revision(8)).state()).isEqualTo("waiting");
    }

    @Test
    void aRevisionThatNeverWasIsNoChange() {
        assertThat(doors.change(new Revision(1, 77))).isEmpty();
        assertThat(doors.change(Revision.NONE)).isEmpty();
    }

    private Doors.ChangeAtDoor at(DoorId door, Revision revision) {
        return doors.change(revision).orElseThrow().doors().stream()
                .filter(one -> one.door().equals(door))
                .findFirst()
                .orElseThrow();
    }

    private boolean confirm(ControllerId controller, Revision revision, Hash digest) {
        return database.write(t -> confirmations.confirmed(t, controller, revision, digest, now()));
    }

    private void send(ControllerId controller, Revision revision) {
        database.write(t -> {
            Confirmations.sent(t, controller, revision, now());
            return 0;
        });
    }
}

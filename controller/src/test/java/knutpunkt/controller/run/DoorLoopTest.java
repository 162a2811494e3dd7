package knutpunkt.controller.run;

import static knutpunkt.controller.run.LoopUnderTest.ANNA;
import static knutpunkt.controller.run.LoopUnderTest.ANNAS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.BOS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.DOOR;
import static knutpunkt.controller.run.LoopUnderTest.INSIDE;
import static knutpunkt.controller.run.LoopUnderTest.OUTSIDE;
import static knutpunkt.controller.run.LoopUnderTest.STRANGE_BADGE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Lease;
import knutpunkt.access.Reason;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorContact.Position;
import knutpunkt.hardware.ReaderHealth;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop without its thread: each turn is made by the test. */
class DoorLoopTest {
    private final LoopUnderTest test = new LoopUnderTest();

    @BeforeEach
    void look() {
        test.look();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void aGrantedBadgeReleasesTheStrikeAndAnOpeningIsThePassage() {
        test.tap(ANNAS_BADGE);
        assertThat(test.strike.isReleased()).isTrue();
        assertThat(test.outside.shown()).containsExactly(ReaderSignal.GRANTED);

        test.move(Position.OPEN);

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.recorded())
                .hasExactlyElementsOfTypes(Event.Granted.class, Event.Opened.class, Event.Passage.class);
        assertThat(test.recorded(Event.Passage.class))
                .extracting(Event.Passage::of)
                .containsExactly(1L);
    }

    @Test
    void aPassageTakesThreeSyncs() {
        long before = test.disk.syncs();
        test.tap(BOS_BADGE);
        // The journal's very first record also notes its id beside it.
        assertThat(test.disk.syncs() - before).isEqualTo(2);

        test.move(Position.OPEN);
        test.move(Position.CLOSED);

        assertThat(test.disk.syncs() - before).isEqualTo(4);
    }

    @Test
    void aBadgeIsKnownUnderEitherKey() {
        test.tap(ANNAS_BADGE);
        test.tap(BOS_BADGE);

        assertThat(test.recorded(Event.Granted.class))
                .extracting(Event.Granted::person)
                .containsExactly(ANNA, new PersonId("p-2"));
    }

    @Test
    void aStrangeBadgeIsRefused() {
        test.tap(STRANGE_BADGE);

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.outside.shown()).containsExactly(ReaderSignal.REFUSED);
        assertThat(test.recorded(Event.Refused.class))
                .extracting(Event.Refused::reason)
                .containsExactly(Reason.UNKNOWN_BADGE);
        assertThat(test.loop.lastOutcome()).isEqualTo(LastOutcome.REFUSED);
    }

    @Test
    void theCircumstancesAreDecidedByAndRecorded() {
        test.lease = Lease.ENDED;

        test.tap(ANNAS_BADGE);

        assertThat(test.recorded(Event.Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.reason()).isEqualTo(Reason.LEASE_ENDED);
            assertThat(refused.situation().lease()).isEqualTo(Lease.ENDED);
        });
    }

    @Test
    void entryIsDeniedWhileTheJournalFails() {
        test.fillDisk();

        test.tap(ANNAS_BADGE);

        assertThat(test.strike.releases).isZero();
        assertThat(test.outside.shown()).containsExactly(ReaderSignal.REFUSED);
        assertThat(test.loop.faults()).isPositive();
    }

    @Test
    void whatCouldNotBeRecordedIsRecordedWhenTheJournalWorksAgain() {
        test.tap(ANNAS_BADGE);
        test.fillDisk();
        test.move(Position.OPEN);
        assertThat(test.strike.isReleased()).isFalse();

        test.emptyDisk();
        test.pass(Duration.ofSeconds(10));

        assertThat(test.recorded(Event.Passage.class)).hasSize(1);
        assertThat(test.recorded(Event.PartHealth.class))
                .extracting(Event.PartHealth::working)
                .containsExactly(false, true);
    }

    @Test
    void moreThanCanBeSetByIsCountedOnRecord() {
        test.fillDisk();
        for (int i = 0; i < 80; i++) {
            test.move(Position.OPEN);
            test.move(Position.CLOSED);
        }

        test.emptyDisk();
        test.pass(Duration.ofSeconds(10));

        assertThat(test.recorded()).hasSize(Ledger.WAITING_MAX + 2);
        assertThat(test.recorded(Event.RecordsLost.class)).containsExactly(new Event.RecordsLost(DOOR, 97));
    }

    @Test
    void entryIsDeniedWhenTheSyncTakesMoreThanASecond() {
        slowSyncs();

        test.tap(ANNAS_BADGE);

        assertThat(test.strike.releases).isZero();
        assertThat(test.outside.shown()).containsExactly(ReaderSignal.REFUSED);
        assertThat(test.recorded())
                .hasExactlyElementsOfTypes(
                        Event.Held.class, Event.Granted.class, Event.NotOpened.class, Event.Refused.class);
        assertThat(test.recorded(Event.Refused.class).getFirst().reason()).isEqualTo(Reason.JOURNAL_SLOW);
        assertThat(test.journal.syncTimes().slow()).isPositive();
    }

    @Test
    void leavingIsAsEverWhileSyncsTakeMoreThanASecond() {
        slowSyncs();

        test.tapExit(ANNAS_BADGE);
        test.move(Position.OPEN);

        assertThat(test.inside.shown()).containsExactly(ReaderSignal.GRANTED);
        assertThat(test.recorded(Event.Passage.class)).hasSize(1);
    }

    /** One for each transaction: the journal's very first also notes its id beside it. */
    private void slowSyncs() {
        test.journal.append(new Event.Held(DOOR));
        test.disk.beforeEachSync(
                () -> test.nanos.addAndGet(Duration.ofMillis(1_001).toNanos()));
    }

    @Test
    void leavingIsShownGreenWhileTheJournalFails() {
        test.fillDisk();

        test.tapExit(ANNAS_BADGE);
        test.move(Position.OPEN);

        assertThat(test.inside.shown()).containsExactly(ReaderSignal.GRANTED);
        assertThat(test.loop.state().condition()).isEqualTo(DoorState.Condition.OPEN);
    }

    @Test
    void anExitReadingKnowsThePersonEvenIfBlocked() {
        test.list = LoopUnderTest.listWith(true);

        test.tapExit(ANNAS_BADGE);

        assertThat(test.recorded(Event.ExitRead.class))
                .containsExactly(new Event.ExitRead(DOOR, INSIDE, Optional.of(ANNA)));
        assertThat(test.inside.shown()).containsExactly(ReaderSignal.GRANTED);
    }

    @Test
    void aStrikeThatDoesNotObeyIsReportedOnceAndShownRed() {
        test.strike.refusesToRelease = true;

        test.tap(ANNAS_BADGE);
        test.pass(Duration.ofSeconds(6));
        test.tap(ANNAS_BADGE);

        assertThat(test.outside.shown()).contains(ReaderSignal.REFUSED).doesNotContain(ReaderSignal.GRANTED);
        assertThat(test.recorded(Event.PartHealth.class).stream().filter(each -> !each.working()))
                .hasSize(2);
        assertThat(test.recorded(Event.NotOpened.class)).hasSize(2);
    }

    @Test
    void aStrikeThatCannotBeSecuredIsReported() {
        test.tap(ANNAS_BADGE);
        test.strike.refusesToSecure = true;

        test.move(Position.OPEN);

        assertThat(test.recorded(Event.PartHealth.class))
                .singleElement()
                .satisfies(health -> assertThat(health.part()).isEqualTo("strike"));
        assertThat(test.loop.state().strike()).isEqualTo(DoorState.Strike.RELEASED);
    }

    @Test
    void aBrokenLampDoesNotStopTheDoor() {
        test.outside.failing = true;

        test.tap(ANNAS_BADGE);

        assertThat(test.strike.isReleased()).isTrue();
        assertThat(test.loop.faults()).isEqualTo(1);
    }

    @Test
    void theLeaseOfTheStrikeIsRenewedUntilTheTimeIsUpAndNoLonger() {
        test.tap(ANNAS_BADGE);
        int after = test.strike.renewals;
        test.pass(Duration.ofMillis(400));
        assertThat(test.strike.renewals).isEqualTo(after + 1);

        test.pass(Duration.ofSeconds(5));
        assertThat(test.strike.renewals).isEqualTo(after + 1);
        assertThat(test.strike.isReleased()).isFalse();
    }

    @Test
    void whatHappenedBeforeTheTimeWasUpCountsFirst() {
        test.tap(ANNAS_BADGE);
        test.nanos.addAndGet(Duration.ofMillis(5_100).toNanos());
        test.loop.offer(new Input.ContactMoved(Position.OPEN, test.nanos.get() - 200_000_000));

        test.loop.turn(new Input.Identify(LoopUnderTest.OUTSIDE));
        test.move(Position.OPEN);

        assertThat(test.recorded(Event.Passage.class)).hasSize(1);
        assertThat(test.recorded(Event.NotOpened.class)).isEmpty();
    }

    @Test
    void endlessThingsToHearDoNotKeepTheStrikeReleased() {
        test.tap(ANNAS_BADGE);
        test.loop.offer(new Input.Identify(LoopUnderTest.OUTSIDE));
        test.nanos.addAndGet(Duration.ofMillis(6_001).toNanos());

        test.loop.turn(new Input.Identify(LoopUnderTest.OUTSIDE));

        assertThat(test.strike.isReleased()).isFalse();
    }

    @Test
    void aListThatBlocksABadgeSecuresWhatItHasJustReleased() {
        test.tap(ANNAS_BADGE);

        test.list = LoopUnderTest.listWith(true);
        test.pass(Duration.ofMillis(400));

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.recorded(Event.NotOpened.class)).hasSize(1);
    }

    @Test
    void aListThatChangesNothingForABadgeLeavesItsRelease() {
        test.tap(BOS_BADGE);

        test.list = LoopUnderTest.listWith(true);
        test.pass(Duration.ofMillis(400));

        assertThat(test.strike.isReleased()).isTrue();
    }

    @Test
    void aReadFoundLaterIsRecordedAndNotActedUpon() {
        BadgeRead old = test.read(ANNAS_BADGE);
        test.pass(Duration.ofSeconds(3));

        test.loop.turn(new Input.Read(OUTSIDE, old));

        assertThat(test.strike.releases).isZero();
        assertThat(test.recorded()).containsExactly(new Event.StaleRead(DOOR, OUTSIDE, 3_000));
    }

    @Test
    void theReaderGoesBackToWaiting() {
        test.tap(STRANGE_BADGE);

        test.pass(Lamps.SHOWN_FOR);

        assertThat(test.outside.shown()).containsExactly(ReaderSignal.REFUSED, ReaderSignal.IDLE);
    }

    @Test
    void aFullQueueCountsWhatItCannotTake() {
        for (int i = 0; i < DoorLoop.INPUTS_MAX; i++) {
            assertThat(test.loop.offer(new Input.Identify(LoopUnderTest.OUTSIDE)))
                    .isTrue();
        }

        assertThat(test.loop.offer(new Input.Identify(LoopUnderTest.OUTSIDE))).isFalse();

        assertThat(test.loop.signalsDropped()).isEqualTo(1);
    }

    @Test
    void aReaderThatGoesAndComesIsRecordedOnceEach() {
        var away = new ReaderHealth(false, "unplugged", 0, 0, 0);
        var back = new ReaderHealth(true, "", 0, 0, 0);
        test.loop.turn(new Input.Health(OUTSIDE, back));
        test.loop.turn(new Input.Health(OUTSIDE, away));
        test.loop.turn(new Input.Health(OUTSIDE, away));
        test.loop.turn(new Input.Health(OUTSIDE, back));

        assertThat(test.recorded())
                .containsExactly(
                        new Event.PartHealth(DOOR, "reader front-out", false, "unplugged"),
                        new Event.PartHealth(DOOR, "reader front-out", true, ""));
    }

    @Test
    void aContactThatCannotBeReadIsRecordedAndMakesPassagesAssumed() {
        test.move(Position.UNKNOWN);

        test.tap(ANNAS_BADGE);

        assertThat(test.recorded(Event.PartHealth.class))
                .singleElement()
                .satisfies(health -> assertThat(health.part()).isEqualTo("contact"));
        assertThat(test.recorded(Event.Passage.class))
                .extracting(Event.Passage::confidence)
                .containsExactly(Confidence.ASSUMED);
    }

    @Test
    void whateverGoesWrongTheStrikeIsSecuredAndTheDoorGoesOn() {
        test.tap(ANNAS_BADGE);

        test.loop.failed(new IllegalStateException("a mistake"));

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.recorded())
                .hasExactlyElementsOfTypes(Event.Granted.class, Event.NotOpened.class, Event.PartHealth.class);
        test.tap(BOS_BADGE);
        assertThat(test.strike.isReleased()).isTrue();
        assertThat(test.loop.state().condition()).isEqualTo(DoorState.Condition.RELEASED);
    }

    @Test
    void theDoorsStateIsToldWhenItChanges() {
        List<DoorState> told = new ArrayList<>();
        test.loop.onChange(told::add);

        test.tap(ANNAS_BADGE);
        test.move(Position.OPEN);
        test.move(Position.CLOSED);

        assertThat(told)
                .containsExactly(
                        new DoorState(
                                DOOR,
                                DoorState.Strike.RELEASED,
                                DoorState.Contact.CLOSED,
                                DoorState.Condition.RELEASED),
                        new DoorState(DOOR, DoorState.Strike.SECURED, DoorState.Contact.OPEN, DoorState.Condition.OPEN),
                        new DoorState(
                                DOOR, DoorState.Strike.SECURED, DoorState.Contact.CLOSED, DoorState.Condition.SECURED));
    }
}

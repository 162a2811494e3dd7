package knutpunkt.controller.door;

import static knutpunkt.controller.door.DoorUnderTest.ANNA;
import static knutpunkt.controller.door.DoorUnderTest.BO;
import static knutpunkt.controller.door.DoorUnderTest.ID;
import static knutpunkt.controller.door.DoorUnderTest.INSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;

class DoorLeavingTest {
    private final DoorUnderTest door = DoorUnderTest.closed();

    @Test
    void anExitReadingIsRecordedShownGreenAndTouchesNoStrike() {
        door.tapExit(ANNA);

        assertThat(door.journal).containsExactly(new Event.ExitRead(ID, INSIDE, Optional.of(ANNA)));
        assertThat(door.shown).containsExactly(Outcome.GRANTED);
        assertThat(door.effects).noneMatch(Effect.Release.class::isInstance);
    }

    @Test
    void aBadgeNobodyKnowsIsNotRefusedTheExit() {
        door.tapExitUnknown();
        door.open();

        assertThat(door.shown).containsExactly(Outcome.GRANTED);
        assertThat(door.journal)
                .containsExactly(new Event.ExitRead(ID, INSIDE, Optional.empty()), new Event.Opened(ID, Cause.EXIT));
    }

    @Test
    void theExitIsShownGreenEvenIfItCannotBeRecorded() {
        door.journalFails = true;

        door.tapExit(ANNA);
        door.open();

        assertThat(door.shown).containsExactly(Outcome.GRANTED);
        assertThat(door.door.condition()).isInstanceOf(Condition.Open.class);
    }

    @Test
    void theNextOpeningIsThePassageOfEveryoneWhoIsLeaving() {
        door.tapExit(ANNA);
        door.passSeconds(2);
        door.tapExit(BO);

        door.open();

        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.EXIT));
        assertThat(door.passages())
                .containsExactly(
                        new Event.Passage(ID, Direction.OUT, ANNA, 1, Confidence.CONFIRMED),
                        new Event.Passage(ID, Direction.OUT, BO, 2, Confidence.CONFIRMED));
    }

    @Test
    void anExitReadingThatNoOpeningFollowsIsNoPassage() {
        door.tapExit(ANNA);

        door.passSeconds(10);
        door.open();

        assertThat(door.kept(Event.NotOpened.class)).containsExactly(new Event.NotOpened(ID, 1));
        assertThat(door.passages()).isEmpty();
        assertThat(door.door.condition()).isInstanceOf(Condition.Forced.class);
    }

    @Test
    void anOpeningNearTheEndOfTheExitTimeIsNotForced() {
        door.tapExit(ANNA);

        door.passSeconds(9);
        door.open();

        assertThat(door.door.condition()).isInstanceOf(Condition.Open.class);
        assertThat(door.passages()).hasSize(1);
    }

    @Test
    void leavingThroughADoorThatStandsOpenIsAPassageAtOnceOfMediumConfidence() {
        door.pressExit();
        door.open();

        door.tapExit(ANNA);

        assertThat(door.passages()).containsExactly(new Event.Passage(ID, Direction.OUT, ANNA, 3, Confidence.MEDIUM));
    }

    @Test
    void theExitButtonMakesTheNextOpeningLeavingButNobodysPassage() {
        door.pressExit();

        door.open();

        assertThat(door.journal).containsExactly(new Event.ExitRequested(ID), new Event.Opened(ID, Cause.EXIT));
        assertThat(door.effects).noneMatch(Effect.Release.class::isInstance);
    }

    @Test
    void theExitButtonCountsForOneOpeningOnly() {
        door.pressExit();
        door.open();
        door.close();

        door.open();

        assertThat(door.door.condition()).isInstanceOf(Condition.Forced.class);
    }

    @Test
    void theExitButtonCountsForTenSeconds() {
        door.pressExit();

        door.passSeconds(10);
        door.open();

        assertThat(door.door.condition()).isInstanceOf(Condition.Forced.class);
    }

    @Test
    void aSensorThatSeesSomebodyLingerIsRecordedOnceAndGoesOnCounting() {
        door.pressExit();
        IntStream.range(0, 40).forEach(_ -> {
            door.pass(Duration.ofMillis(100));
            door.pressExit();
        });

        door.passSeconds(9);
        door.open();

        assertThat(door.kept(Event.ExitRequested.class)).hasSize(1);
        assertThat(door.door.condition()).isInstanceOf(Condition.Open.class);
    }

    @Test
    void theSameBadgeAtTheExitWithinFiveSecondsIsOnePresentation() {
        door.tapExit(ANNA);
        door.passSeconds(1);

        door.tapExit(ANNA);

        assertThat(door.kept(Event.ExitRead.class)).hasSize(1);
        assertThat(door.shown).containsExactly(Outcome.GRANTED, Outcome.GRANTED);
    }

    @Test
    void aPersonWhoTapsTheExitTwiceLeavesOnce() {
        door.tapExit(ANNA);
        door.passSeconds(6);
        door.tapExit(ANNA);

        door.open();

        assertThat(door.passages()).extracting(Event.Passage::of).containsExactly(2L);
        assertThat(door.kept(Event.NotOpened.class)).containsExactly(new Event.NotOpened(ID, 1));
    }

    @Test
    void whoIsLetInAndWhoLeavesThroughOneOpeningBothPass() {
        door.tap(ANNA);
        door.tapExit(BO);

        door.open();

        assertThat(door.passages()).extracting(Event.Passage::direction).containsExactly(Direction.IN, Direction.OUT);
        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.GRANT));
    }

    @Test
    void anOldExitReadingIsRecordedAndNotActedUpon() {
        door.passSeconds(10);

        door.hear(new Signal.ExitPresented(
                door.now, new Uptime(0), INSIDE, DoorUnderTest.tokenOf(ANNA), Optional.of(ANNA)));
        door.open();

        assertThat(door.kept(Event.StaleRead.class)).hasSize(1);
        assertThat(door.passages()).isEmpty();
    }

    @Test
    void moreExitsAtOnceThanADoorKeepsEndTheOldestOnRecord() {
        IntStream.rangeClosed(0, Leaving.EXITS_MAX).forEach(i -> door.tapExit(new PersonId("crowd-" + i)));

        door.open();

        assertThat(door.kept(Event.NotOpened.class)).containsExactly(new Event.NotOpened(ID, 1));
        assertThat(door.passages()).hasSize(Leaving.EXITS_MAX);
    }
}

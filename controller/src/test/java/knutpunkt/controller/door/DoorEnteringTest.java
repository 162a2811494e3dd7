package knutpunkt.controller.door;

import static knutpunkt.controller.door.DoorUnderTest.ANNA;
import static knutpunkt.controller.door.DoorUnderTest.BO;
import static knutpunkt.controller.door.DoorUnderTest.CILLA;
import static knutpunkt.controller.door.DoorUnderTest.ID;
import static knutpunkt.controller.door.DoorUnderTest.OUTSIDE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Optional;
import java.util.stream.IntStream;
import knutpunkt.access.Decision;
import knutpunkt.access.Reason;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;

class DoorEnteringTest {
    private final DoorUnderTest door = DoorUnderTest.closed();

    @Test
    void theGrantIsRecordedBeforeTheStrikeIsReleasedAndThenTheReaderShowsGreen() {
        door.tap(ANNA);

        assertThat(door.effects)
                .hasExactlyElementsOfTypes(Effect.KeepFirst.class, Effect.Release.class, Effect.Show.class);
        assertThat(door.kept(Event.Granted.class)).singleElement().satisfies(granted -> {
            assertThat(granted.person()).isEqualTo(ANNA);
            assertThat(granted.point()).isEqualTo(OUTSIDE);
        });
        assertThat(door.released).isTrue();
        assertThat(door.shown).containsExactly(Outcome.GRANTED);
    }

    @Test
    void entryIsDeniedWhenTheGrantCannotBeRecorded() {
        door.journalFails = true;

        door.tap(ANNA);

        assertThat(door.released).isFalse();
        assertThat(door.shown).containsExactly(Outcome.REFUSED);
        assertThat(door.effects)
                .last()
                .isInstanceOfSatisfying(
                        Effect.Keep.class,
                        keep -> assertThat(keep.event()).isInstanceOfSatisfying(Event.Refused.class, refused -> {
                            assertThat(refused.reason()).isEqualTo(Reason.JOURNAL_UNAVAILABLE);
                            assertThat(refused.person()).contains(ANNA);
                        }));
    }

    @Test
    void aTapAfterTheJournalRecoveredIsTriedAnew() {
        door.journalFails = true;
        door.tap(ANNA);
        door.journalFails = false;

        door.passSeconds(1);
        door.tap(ANNA);

        assertThat(door.released).isTrue();
    }

    @Test
    void anOpeningConfirmsThePassageOfTheGrant() {
        door.tap(ANNA);

        door.open();

        assertThat(door.journal).last().isEqualTo(new Event.Passage(ID, Direction.IN, ANNA, 1, Confidence.CONFIRMED));
        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.GRANT));
    }

    @Test
    void theStrikeIsSecuredTheMomentTheDoorOpens() {
        door.tap(ANNA);

        door.open();

        assertThat(door.released).isFalse();
    }

    @Test
    void twoTapsAndOneOpeningAreTwoPassages() {
        door.tap(ANNA);
        door.passSeconds(1);
        door.tap(BO);

        door.open();

        assertThat(door.passages()).extracting(Event.Passage::person).containsExactly(ANNA, BO);
        assertThat(door.passages()).extracting(Event.Passage::of).containsExactly(1L, 2L);
    }

    @Test
    void aTapWhileTheDoorStandsOpenIsAPassageAtOnceOfMediumConfidence() {
        door.tap(ANNA);
        door.open();

        door.tap(BO);

        assertThat(door.passages()).last().isEqualTo(new Event.Passage(ID, Direction.IN, BO, 4, Confidence.MEDIUM));
        assertThat(door.released).isFalse();
        assertThat(door.shown).containsExactly(Outcome.GRANTED, Outcome.GRANTED);
    }

    @Test
    void aTapAtAForcedDoorIsAPassageOfMediumConfidenceToo() {
        door.open();

        door.tap(ANNA);

        assertThat(door.passages()).extracting(Event.Passage::confidence).containsExactly(Confidence.MEDIUM);
        assertThat(door.door.condition()).isInstanceOf(Condition.Forced.class);
    }

    @Test
    void aGrantWithoutAnOpeningIsNoPassageAndTheStrikeIsSecured() {
        door.tap(ANNA);

        door.passSeconds(5);

        assertThat(door.released).isFalse();
        assertThat(door.journal).last().isEqualTo(new Event.NotOpened(ID, 1));
        assertThat(door.passages()).isEmpty();
    }

    @Test
    void theStrikeStaysReleasedUntilTheTimeIsUpAndNoLonger() {
        door.tap(ANNA);

        door.pass(Duration.ofMillis(4_999));
        assertThat(door.released).isTrue();

        door.pass(Duration.ofMillis(1));
        assertThat(door.released).isFalse();
    }

    @Test
    void whoNeedsLongerHasLonger() {
        door.tap(ANNA, new Decision.Granted(ANNA, new GrantId("g-1"), true));

        door.passSeconds(9);
        assertThat(door.released).isTrue();

        door.passSeconds(1);
        assertThat(door.released).isFalse();
    }

    @Test
    void anotherPersonsGrantKeepsTheStrikeReleasedForItsOwnTime() {
        door.tap(ANNA);
        door.passSeconds(4);
        door.tap(BO);

        door.passSeconds(4);
        assertThat(door.released).isTrue();

        door.passSeconds(1);
        assertThat(door.released).isFalse();
        assertThat(door.kept(Event.NotOpened.class))
                .extracting(Event.NotOpened::of)
                .containsExactly(1L, 2L);
    }

    @Test
    void theSameBadgeWithinFiveSecondsIsOnePresentation() {
        door.tap(ANNA);
        door.passSeconds(3);

        door.tap(ANNA);

        assertThat(door.kept(Event.Granted.class)).hasSize(1);
        assertThat(door.shown).containsExactly(Outcome.GRANTED, Outcome.GRANTED);
    }

    @Test
    void aRefusedBadgeWithinFiveSecondsIsOnePresentationAndShownAgain() {
        door.tapRefused(ANNA);
        door.passSeconds(4);

        door.tapRefused(ANNA);

        assertThat(door.kept(Event.Refused.class)).hasSize(1);
        assertThat(door.shown).containsExactly(Outcome.REFUSED, Outcome.REFUSED);
    }

    @Test
    void aRefusedBadgeIsRecordedAgainAfterFiveSeconds() {
        door.tapRefused(ANNA);
        door.passSeconds(5);

        door.tapRefused(ANNA);

        assertThat(door.kept(Event.Refused.class)).hasSize(2);
    }

    @Test
    void aBadgeBlockedBetweenTwoTapsIsRefusedAndWhatItReleasedIsSecured() {
        door.tap(ANNA);
        door.passSeconds(1);

        door.tapRefused(ANNA);

        assertThat(door.released).isFalse();
        assertThat(door.shown).containsExactly(Outcome.GRANTED, Outcome.REFUSED);
        assertThat(door.journal)
                .hasExactlyElementsOfTypes(Event.Granted.class, Event.NotOpened.class, Event.Refused.class);
    }

    @Test
    void aGrantAlreadyUsedMakesTheNextTapANewPresentation() {
        door.tap(ANNA);
        door.passSeconds(1);
        door.open();
        door.close();
        door.passSeconds(1);

        door.tap(ANNA);

        assertThat(door.kept(Event.Granted.class)).hasSize(2);
        assertThat(door.released).isTrue();
    }

    @Test
    void aTapWhileTheDoorStillStandsOpenAfterOnesOwnPassageIsOneMorePassage() {
        door.tap(ANNA);
        door.open();
        door.passSeconds(1);

        door.tap(ANNA);

        assertThat(door.passages())
                .extracting(Event.Passage::confidence)
                .containsExactly(Confidence.CONFIRMED, Confidence.MEDIUM);
    }

    @Test
    void onePersonTappingAgainAndAgainGoesThroughOneOpeningOnce() {
        door.tap(ANNA, new Decision.Granted(ANNA, new GrantId("g-1"), true));
        door.passSeconds(6);
        door.tap(ANNA, new Decision.Granted(ANNA, new GrantId("g-1"), true));

        door.open();

        assertThat(door.passages()).extracting(Event.Passage::of).containsExactly(2L);
        assertThat(door.kept(Event.NotOpened.class))
                .extracting(Event.NotOpened::of)
                .containsExactly(1L);
    }

    @Test
    void aGrantWithdrawnByANewerListSecuresTheStrike() {
        door.tap(ANNA);

        door.hear(new Signal.Withdrawn(door.now, DoorUnderTest.tokenOf(ANNA)));

        assertThat(door.released).isFalse();
        assertThat(door.journal).last().isEqualTo(new Event.NotOpened(ID, 1));
    }

    @Test
    void aGrantWithdrawnLeavesTheOthersTheirs() {
        door.tap(ANNA);
        door.tap(BO);

        door.hear(new Signal.Withdrawn(door.now, DoorUnderTest.tokenOf(ANNA)));
        assertThat(door.released).isTrue();

        door.open();
        assertThat(door.passages()).extracting(Event.Passage::person).containsExactly(BO);
    }

    @Test
    void anOldReadIsRecordedAndNotActedUpon() {
        door.passSeconds(10);

        door.tapReadAt(
                ANNA,
                DoorUnderTest.grantFor(ANNA),
                new Uptime(Duration.ofMillis(7_999).toNanos()));

        assertThat(door.journal).containsExactly(new Event.StaleRead(ID, OUTSIDE, 2_001));
        assertThat(door.released).isFalse();
        assertThat(door.shown).isEmpty();
    }

    @Test
    void aReadOfExactlyTwoSecondsIsStillActedUpon() {
        door.passSeconds(10);

        door.tapReadAt(
                ANNA,
                DoorUnderTest.grantFor(ANNA),
                new Uptime(Duration.ofSeconds(8).toNanos()));

        assertThat(door.released).isTrue();
    }

    @Test
    void aGrantWhoseRecordTookTooLongOpensForNobody() {
        door.syncTakes = DoorTimes.RECORDED_WITHIN.plusMillis(1);

        door.tap(ANNA);

        assertThat(door.released).isFalse();
        assertThat(door.shown).containsExactly(Outcome.REFUSED);
        assertThat(door.kept(Event.NotOpened.class)).containsExactly(new Event.NotOpened(ID, 1));
        assertThat(door.kept(Event.Refused.class))
                .extracting(Event.Refused::reason)
                .containsExactly(Reason.JOURNAL_SLOW);
    }

    @Test
    void aReadThatGrewOldWhileItWasRecordedOpensForNobody() {
        door.passSeconds(10);
        door.syncTakes = Duration.ofMillis(600);

        door.tapReadAt(
                ANNA,
                DoorUnderTest.grantFor(ANNA),
                new Uptime(Duration.ofMillis(8_500).toNanos()));

        assertThat(door.released).isFalse();
        assertThat(door.kept(Event.Refused.class))
                .extracting(Event.Refused::reason)
                .containsExactly(Reason.JOURNAL_SLOW);
    }

    @Test
    void theTimeToOpenIsCountedFromTheReleaseNotFromTheTap() {
        door.syncTakes = DoorTimes.RECORDED_WITHIN;
        door.tap(ANNA);

        door.pass(Duration.ofMillis(4_999));

        assertThat(door.released).isTrue();
    }

    @Test
    void aStrikeThatDoesNotObeyTurnsTheGrantIntoNoPassageAndRed() {
        door.strikeFails = true;

        door.tap(ANNA);

        assertThat(door.shown).containsExactly(Outcome.REFUSED);
        assertThat(door.journal).last().isEqualTo(new Event.NotOpened(ID, 1));
        assertThat(door.door.condition()).isInstanceOf(Condition.Secured.class);
    }

    @Test
    void aStrikeThatFailsForTheSecondEndsTheFirstToo() {
        door.tap(ANNA);
        door.strikeFails = true;

        door.tap(BO);

        assertThat(door.released).isFalse();
        assertThat(door.kept(Event.NotOpened.class))
                .extracting(Event.NotOpened::of)
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void anUnknownBadgeIsRefusedWithoutAPerson() {
        door.tap(ANNA, new Decision.Refused(Reason.UNKNOWN_BADGE, Optional.empty()));

        assertThat(door.kept(Event.Refused.class)).singleElement().satisfies(refused -> {
            assertThat(refused.person()).isEmpty();
            assertThat(refused.reason()).isEqualTo(Reason.UNKNOWN_BADGE);
        });
        assertThat(door.released).isFalse();
    }

    @Test
    void moreGrantsAtOnceThanADoorKeepsEndTheOldestOnRecord() {
        IntStream.rangeClosed(0, Entering.GRANTS_MAX).forEach(i -> door.tap(new PersonId("crowd-" + i)));

        door.open();

        assertThat(door.kept(Event.NotOpened.class)).containsExactly(new Event.NotOpened(ID, 1));
        assertThat(door.passages()).hasSize(Entering.GRANTS_MAX);
    }

    @Test
    void stoppingSecuresTheStrikeAndEndsWhatWasBegun() {
        door.tap(ANNA);
        door.tapExit(CILLA);

        door.hear(new Signal.Stopping(door.now));

        assertThat(door.released).isFalse();
        assertThat(door.kept(Event.NotOpened.class))
                .extracting(Event.NotOpened::of)
                .containsExactly(1L, 2L);
    }
}

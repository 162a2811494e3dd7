package knutpunkt.controller.door;

import static knutpunkt.controller.door.DoorUnderTest.ANNA;
import static knutpunkt.controller.door.DoorUnderTest.COMMAND;
import static knutpunkt.controller.door.DoorUnderTest.COMMAND_LIFE;
import static knutpunkt.controller.door.DoorUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import knutpunkt.access.Posture;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A door that is released by a command. */
class DoorCommandedTest {
    private static final Event RECORD = new Event.ReleasedByCommand(ID, COMMAND);

    private final DoorUnderTest door = DoorUnderTest.closed();

    @Test
    void theCommandIsRecordedBeforeTheStrikeIsReleasedAndThenItIsAnswered() {
        door.command();

        assertThat(door.effects)
                .hasExactlyElementsOfTypes(Effect.KeepFirst.class, Effect.Release.class, Effect.Answer.class);
        assertThat(door.journal).containsExactly(RECORD);
        assertThat(door.released).isTrue();
        assertThat(door.answers).containsExactly(ReleaseOutcome.RELEASED);
    }

    @Test
    void theReleaseIsDeniedWhenItCannotBeRecorded() {
        door.journalFails = true;

        door.command();

        assertThat(door.released).isFalse();
        assertThat(door.answers).containsExactly(ReleaseOutcome.NOT_RECORDED);
        assertThat(door.effects).hasExactlyElementsOfTypes(Effect.KeepFirst.class, Effect.Answer.class);
    }

    @Test
    void anOpeningIsNotForcedAndSecuresTheStrike() {
        door.command();

        door.open();

        assertThat(door.released).isFalse();
        assertThat(door.journal).containsExactly(RECORD, new Event.Opened(ID, Cause.COMMAND));
        assertThat(door.door.condition()).isInstanceOf(Condition.Open.class);
    }

    @Test
    void whoeverWentThroughNoPassageIsRecorded() {
        door.command();
        door.open();
        door.close();
        door.passSeconds(60);

        assertThat(door.passages()).isEmpty();
        assertThat(door.kept(Event.NotOpened.class)).isEmpty();
    }

    @Test
    void aReleaseThatNobodyUsesEndsAsABadgesDoesAndIsRecordedAsNotOpened() {
        door.command();

        door.pass(DoorUnderTest.TIMES.unlock().minusMillis(1));
        assertThat(door.released).isTrue();
        door.pass(Duration.ofMillis(1));

        assertThat(door.released).isFalse();
        assertThat(door.journal).containsExactly(RECORD, new Event.NotOpened(ID, 1));
    }

    @Test
    void openedAfterTheReleaseEndedTheDoorIsForced() {
        door.command();
        door.passSeconds(5);

        door.open();

        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.FORCED));
    }

    @Test
    void releasesThatNobodyUsesSayNothingAgainstTheContact() {
        for (int i = 0; i <= Deadlines.MISSED_MAX; i++) {
            door.command();
            door.passSeconds(10);
        }

        assertThat(door.kept(Event.NotOpened.class)).hasSize(Deadlines.MISSED_MAX + 1);
        assertThat(door.kept(Event.ContactSuspect.class)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "NORMAL", mode = EnumSource.Mode.EXCLUDE)
    void inLockdownTheReleaseIsDenied(Posture posture) {
        door.command(posture);

        assertThat(door.released).isFalse();
        assertThat(door.answers).containsExactly(ReleaseOutcome.IN_LOCKDOWN);
        assertThat(door.journal).isEmpty();
    }

    @Test
    void aSecondCommandReleasesNothingMoreAndProlongsNothing() {
        door.command();
        door.passSeconds(3);

        door.command();

        assertThat(door.answers).containsExactly(ReleaseOutcome.RELEASED, ReleaseOutcome.ALREADY_RELEASED);
        assertThat(door.journal).containsExactly(RECORD);
        door.passSeconds(2);
        assertThat(door.released).isFalse();
    }

    @Test
    void aDoorReleasedForABadgeIsLeftToThatBadge() {
        door.tap(ANNA);

        door.command();

        assertThat(door.answers).containsExactly(ReleaseOutcome.ALREADY_RELEASED);
        door.open();
        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.GRANT));
    }

    @Test
    void aDoorThatStandsOpenIsNotReleased() {
        door.tap(ANNA);
        door.open();
        door.command();
        door.passSeconds(30);
        door.command();

        assertThat(door.door.condition()).isInstanceOf(Condition.Held.class);
        assertThat(door.answers).containsExactly(ReleaseOutcome.STANDS_OPEN, ReleaseOutcome.STANDS_OPEN);
        assertThat(door.kept(Event.ReleasedByCommand.class)).isEmpty();
        assertThat(door.released).isFalse();
    }

    @Test
    void aForcedDoorIsNotReleased() {
        door.open();

        door.command();

        assertThat(door.answers).containsExactly(ReleaseOutcome.STANDS_OPEN);
        assertThat(door.released).isFalse();
    }

    @Test
    void aBadgeThatIsLetInMeanwhileIsAPassageAsAlways() {
        door.command();
        door.passSeconds(4);
        door.tap(ANNA);
        door.passSeconds(2);

        door.open();

        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.GRANT));
        assertThat(door.passages()).containsExactly(new Event.Passage(ID, Direction.IN, ANNA, 2, Confidence.CONFIRMED));
        assertThat(door.kept(Event.NotOpened.class)).isEmpty();
    }

    @Test
    void whenNobodyOpensForTheBadgeEitherBothAreRecorded() {
        door.command();
        door.tap(ANNA);

        door.passSeconds(5);

        assertThat(door.kept(Event.NotOpened.class))
                .extracting(Event.NotOpened::of)
                .containsExactlyInAnyOrder(1L, 2L);
    }

    @Test
    void aBadgeThatIsRefusedMeanwhileTakesNothingFromTheCommand() {
        door.command();
        door.tap(ANNA);

        door.tapRefused(ANNA);

        assertThat(door.released).isTrue();
        door.open();
        assertThat(door.kept(Event.Opened.class)).containsExactly(new Event.Opened(ID, Cause.COMMAND));
        assertThat(door.passages()).isEmpty();
    }

    @Test
    void aCommandThatWaitedTooLongReleasesNothing() {
        var until = door.now.plus(COMMAND_LIFE);
        door.sleep(COMMAND_LIFE);

        door.hear(new Signal.ReleaseCommanded(door.now, until, COMMAND, Posture.NORMAL));

        assertThat(door.answers).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(door.journal).isEmpty();
        assertThat(door.released).isFalse();
    }

    @Test
    void aDiskThatTakesTooLongReleasesNothingAndThatIsRecorded() {
        door.syncTakes = COMMAND_LIFE;

        door.command();

        assertThat(door.released).isFalse();
        assertThat(door.answers).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(door.journal).containsExactly(RECORD, new Event.NotOpened(ID, 1));
    }

    @Test
    void aStrikeThatDoesNotObeyIsAnsweredAndRecorded() {
        door.strikeFails = true;

        door.command();

        assertThat(door.released).isFalse();
        assertThat(door.answers).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(door.shown).isEmpty();
        assertThat(door.journal).containsExactly(RECORD, new Event.NotOpened(ID, 1));
        assertThat(door.door.condition()).isInstanceOf(Condition.Secured.class);
    }

    @Test
    void aDoorWithoutAContactCannotSayWhetherAnybodyOpened() {
        var blind = DoorUnderTest.withoutContact();

        blind.command();
        blind.passSeconds(5);

        assertThat(blind.answers).containsExactly(ReleaseOutcome.RELEASED);
        assertThat(blind.released).isFalse();
        assertThat(blind.journal).containsExactly(RECORD);
    }

    @Test
    void aContactThatIsLostMeanwhileMakesItNobodysPassageStill() {
        door.command();

        door.loseContact();
        door.passSeconds(5);

        assertThat(door.journal).containsExactly(RECORD);
        assertThat(door.released).isFalse();
    }

    @Test
    void stoppingSecuresTheStrikeAndEndsTheReleaseOnRecord() {
        door.command();

        door.hear(new Signal.Stopping(door.now));

        assertThat(door.released).isFalse();
        assertThat(door.journal).containsExactly(RECORD, new Event.NotOpened(ID, 1));
    }

    @Test
    void anExitBadgeMeanwhileIsALeavingAndTheOpeningIsTheirs() {
        door.command();
        door.tapExit(ANNA);

        door.open();

        assertThat(door.passages())
                .containsExactly(new Event.Passage(ID, Direction.OUT, ANNA, 2, Confidence.CONFIRMED));
    }
}

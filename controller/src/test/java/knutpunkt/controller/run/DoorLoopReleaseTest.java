package knutpunkt.controller.run;

import static knutpunkt.controller.run.LoopUnderTest.ANNAS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.DOOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.access.Posture;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.hardware.DoorContact.Position;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The loop when it is told to release its door; without its thread unless a test starts it. */
class DoorLoopReleaseTest {
    private static final CommandId COMMAND = new CommandId("k-1");
    private static final Duration WITHIN = Duration.ofSeconds(2);

    private final LoopUnderTest test = new LoopUnderTest();
    private final List<ReleaseOutcome> heard = new CopyOnWriteArrayList<>();

    @BeforeEach
    void look() {
        test.look();
    }

    @AfterEach
    void close() {
        test.close();
    }

    @Test
    void theStrikeIsReleasedOnceAndTheOpeningIsNobodysPassage() {
        release();
        assertThat(test.strike.isReleased()).isTrue();
        assertThat(heard).containsExactly(ReleaseOutcome.RELEASED);

        test.move(Position.OPEN);

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.strike.releases).isEqualTo(1);
        assertThat(test.recorded())
                .containsExactly(new Event.ReleasedByCommand(DOOR, COMMAND), new Event.Opened(DOOR, Cause.COMMAND));
    }

    @Test
    void theLeaseIsRenewedUntilTheTimeIsUp() {
        release();
        int before = test.strike.renewals;

        test.pass(Duration.ofMillis(400));
        assertThat(test.strike.renewals).isEqualTo(before + 1);
        test.pass(Duration.ofSeconds(5));

        assertThat(test.strike.isReleased()).isFalse();
        assertThat(test.recorded(Event.NotOpened.class)).containsExactly(new Event.NotOpened(DOOR, 1));
    }

    @Test
    void theReleaseIsDeniedWhileTheJournalFails() {
        test.fillDisk();

        release();

        assertThat(test.strike.releases).isZero();
        assertThat(heard).containsExactly(ReleaseOutcome.NOT_RECORDED);
        test.emptyDisk();
        test.pass(Duration.ofSeconds(10));
        assertThat(test.recorded(Event.ReleasedByCommand.class)).isEmpty();
        assertThat(test.strike.releases).isZero();
    }

    @Test
    void theReleaseIsDeniedWhenTheSyncTakesMoreThanASecond() {
        test.journal.append(new Event.Held(DOOR)); // the journal's very first record takes two syncs
        test.disk.beforeEachSync(
                () -> test.nanos.addAndGet(Duration.ofMillis(1_001).toNanos()));

        release();

        assertThat(test.strike.releases).isZero();
        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(test.recorded(Event.NotOpened.class)).hasSize(1);
    }

    @Test
    void theReleaseIsDeniedInLockdown() {
        test.posture = Posture.LOCKDOWN;

        release();

        assertThat(test.strike.releases).isZero();
        assertThat(heard).containsExactly(ReleaseOutcome.IN_LOCKDOWN);
    }

    @Test
    void aDoorReleasedForABadgeIsNotReleasedTwice() {
        test.tap(ANNAS_BADGE);

        release();

        assertThat(test.strike.releases).isEqualTo(1);
        assertThat(heard).containsExactly(ReleaseOutcome.ALREADY_RELEASED);
    }

    @Test
    void aStrikeThatDoesNotObeyIsSaid() {
        test.strike.refusesToRelease = true;

        release();

        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(test.recorded(Event.NotOpened.class)).hasSize(1);
    }

    @Test
    void aReleaseThatWaitedTooLongIsNotDone() {
        assertThat(test.loop.release(COMMAND, WITHIN, heard::add)).isTrue();
        test.nanos.addAndGet(WITHIN.toNanos());

        test.loop.turnAll();

        assertThat(test.strike.releases).isZero();
        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
    }

    @Test
    void aFullQueueTakesNoRelease() {
        while (test.loop.offer(new Input.Identify(LoopUnderTest.OUTSIDE))) {
            assertThat(heard).isEmpty();
        }

        assertThat(test.loop.release(COMMAND, WITHIN, heard::add)).isFalse();

        test.loop.turnAll();
        assertThat(heard).isEmpty();
        assertThat(test.strike.releases).isZero();
    }

    @Test
    void aMistakeOnTheWayIsAnsweredOnceAndLeavesTheStrikeSecured() {
        test.loop.start();
        test.strike.thrown = new IllegalStateException("a mistake in a driver");

        test.loop.release(COMMAND, WITHIN, heard::add);

        await().until(() -> test.loop.faults() > 0);
        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(test.strike.isReleased()).isFalse();
    }

    @Test
    void aReleaseThatADoorDidNotComeToBeforeItStoppedIsAnswered() {
        test.loop.release(COMMAND, WITHIN, heard::add);

        test.loop.close();

        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(test.strike.releases).isZero();
        assertThat(test.loop.release(COMMAND, WITHIN, heard::add)).isFalse();
    }

    @Test
    void aReleaseWithoutAnEndIsNotTaken() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> test.loop.release(COMMAND, Duration.ofHours(1), heard::add));
        assertThatIllegalArgumentException().isThrownBy(() -> test.loop.release(COMMAND, Duration.ZERO, heard::add));
    }

    private void release() {
        assertThat(test.loop.release(COMMAND, WITHIN, heard::add)).isTrue();
        test.loop.turnAll();
    }
}

package knutpunkt.controller.run;

import static knutpunkt.controller.run.LoopUnderTest.ANNAS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.BOS_BADGE;
import static knutpunkt.controller.run.LoopUnderTest.DOOR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.door.ReleaseOutcome;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.ReaderSignal;
import knutpunkt.loop.Threads;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.DoorState;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A reader that opens nothing: a badge that may, turns its holder around, and that is on record before it is shown. */
class CheckInTest {
    private static final PointId POINT = new PointId("front-check-in");
    private static final PersonId BO = new PersonId("p-2");

    private final LoopUnderTest test = new LoopUnderTest();
    private final FakeReader reader = new FakeReader();

    /** By the id of the door that the list grants: grants are given for a check-in point as for a door. */
    private final DoorLoop checkIn = new DoorLoop(
            new DoorSetup(DOOR, DoorTimes.DEFAULTS, false),
            DoorParts.checkIn(new ReadPoint(POINT, Direction.TOGGLE, reader)),
            List.of(LoopUnderTest.NEW_KEY, LoopUnderTest.OLD_KEY),
            () -> test.list,
            () -> new Circumstances(test.posture, Lease.CURRENT, ClockTrust.TRUSTED, LoopUnderTest.NOW),
            test.journal,
            test.nanos::get,
            Threads.THREADS);

    @AfterEach
    void close() {
        checkIn.close();
        test.close();
    }

    private void tap(long badge) {
        tap(test.read(badge));
    }

    private void tap(BadgeRead read) {
        checkIn.turn(new Input.Read(POINT, read));
    }

    private Event.Passage turned(PersonId person, long of) {
        return new Event.Passage(DOOR, Direction.TOGGLE, person, of, Confidence.MEDIUM);
    }

    @Test
    void aBadgeThatMayIsRecordedAsAGrantAndThenAsAPassageEitherWayAndShownGreen() {
        tap(BOS_BADGE);

        assertThat(test.recorded()).hasSize(2);
        assertThat(test.recorded(Event.Granted.class)).singleElement().satisfies(granted -> {
            assertThat(granted.point()).isEqualTo(POINT);
            assertThat(granted.person()).isEqualTo(BO);
        });
        assertThat(test.recorded().getLast()).isEqualTo(turned(BO, 1));
        assertThat(reader.shown()).containsExactly(ReaderSignal.GRANTED);
    }

    @Test
    void heldUpTwiceWithinFiveSecondsIsOnceAndAfterThatTurnsAroundAgain() {
        tap(BOS_BADGE);
        test.nanos.addAndGet(Duration.ofMillis(4_900).toNanos());
        tap(BOS_BADGE);
        assertThat(test.recorded(Event.Passage.class)).hasSize(1);

        test.nanos.addAndGet(Duration.ofMillis(100).toNanos());
        tap(BOS_BADGE);

        assertThat(test.recorded(Event.Passage.class)).containsExactly(turned(BO, 1), turned(BO, 3));
    }

    @Test
    void aBadgeThatMayNotIsRefusedOnRecordAndTurnsNobodyAround() {
        test.list = LoopUnderTest.listWith(true);

        tap(ANNAS_BADGE);

        assertThat(test.recorded())
                .singleElement()
                .isInstanceOfSatisfying(
                        Event.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Reason.BLOCKED));
        assertThat(reader.shown()).containsExactly(ReaderSignal.REFUSED);
    }

    @Test
    void whatCannotBeRecordedTurnsNobodyAroundAndIsDeniedGreen() {
        test.fillDisk();

        tap(BOS_BADGE);

        assertThat(reader.shown()).containsExactly(ReaderSignal.REFUSED);
        test.emptyDisk();
        assertThat(test.recorded(Event.Passage.class)).isEmpty();
    }

    @Test
    void anOldReadingIsRecordedAndNeverActedUpon() {
        BadgeRead old = test.read(BOS_BADGE);
        test.nanos.addAndGet(Duration.ofMillis(2_001).toNanos());

        tap(old);

        assertThat(test.recorded()).containsExactly(new Event.StaleRead(DOOR, POINT, 2_001));
        assertThat(reader.shown()).isEmpty();
    }

    @Test
    void thereIsNothingThatACommandCouldRelease() {
        var heard = new ArrayList<ReleaseOutcome>();
        assertThat(checkIn.release(new CommandId("k-1"), Duration.ofSeconds(2), heard::add))
                .isTrue();

        checkIn.turnAll();

        assertThat(heard).containsExactly(ReleaseOutcome.NOT_DONE);
        assertThat(test.recorded()).isEmpty();
        assertThat(checkIn.state().strike()).isEqualTo(DoorState.Strike.SECURED);
        assertThat(checkIn.faults()).isZero();
    }

    @Test
    void lockdownHoldsAtACheckInPointToo() {
        test.posture = Posture.LOCKDOWN;

        tap(BOS_BADGE);

        assertThat(test.recorded(Event.Passage.class)).isEmpty();
    }

    @Test
    void onlyAPointThatOpensNoDoorTurnsAnybodyAround() {
        var point = new ReadPoint(POINT, Direction.TOGGLE, reader);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new DoorParts(List.of(point), test.strike, Optional.empty(), Optional.empty()))
                .withMessageContaining("opens nothing");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DoorParts.checkIn(new ReadPoint(POINT, Direction.IN, reader)));
    }
}

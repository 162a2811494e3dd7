package knutpunkt.controller.door;

import static knutpunkt.controller.door.DoorUnderTest.ANNA;
import static knutpunkt.controller.door.DoorUnderTest.BO;
import static knutpunkt.controller.door.DoorUnderTest.ID;
import static org.assertj.core.api.Assertions.assertThat;

import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Doubt;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.Test;

class DoorContactTest {
    private final DoorUnderTest door = DoorUnderTest.closed();

    @Test
    void aForcedDoorIsReportedOnce() {
        door.open();
        door.open();
        door.passSeconds(60);

        assertThat(door.journal).containsExactly(new Event.Opened(ID, Cause.FORCED));
        assertThat(door.door.condition()).isInstanceOf(Condition.Forced.class);
    }

    @Test
    void closingEndsAForcedDoor() {
        door.open();

        door.close();

        assertThat(door.journal).last().isEqualTo(new Event.Closed(ID));
        assertThat(door.door.condition()).isInstanceOf(Condition.Secured.class);
    }

    @Test
    void aDoorClosedTwiceIsReportedOnce() {
        door.open();
        door.close();

        door.close();

        assertThat(door.kept(Event.Closed.class)).hasSize(1);
    }

    @Test
    void aDoorIsUnknownUntilItsContactHasBeenRead() {
        assertThat(DoorUnderTest.unread().door.condition()).isInstanceOf(Condition.Unknown.class);
    }

    @Test
    void aDoorFoundOpenAtTheStartIsOpenAndNotForced() {
        var fresh = DoorUnderTest.unread();

        fresh.open();

        assertThat(fresh.door.condition()).isInstanceOf(Condition.Open.class);
        assertThat(fresh.journal).containsExactly(new Event.Opened(ID, Cause.UNKNOWN));
    }

    @Test
    void aDoorFoundClosedAtTheStartIsSecuredAndNothingToRecord() {
        var fresh = DoorUnderTest.unread();

        fresh.close();

        assertThat(fresh.door.condition()).isInstanceOf(Condition.Secured.class);
        assertThat(fresh.journal).isEmpty();
    }

    @Test
    void aDoorHeldOpenIsReportedOnce() {
        door.tap(ANNA);
        door.open();

        door.passSeconds(29);
        assertThat(door.kept(Event.Held.class)).isEmpty();

        door.passSeconds(1);
        door.passSeconds(60);
        assertThat(door.kept(Event.Held.class)).containsExactly(new Event.Held(ID));
        assertThat(door.door.condition()).isInstanceOf(Condition.Held.class);
    }

    @Test
    void closingEndsAHeldDoor() {
        door.tap(ANNA);
        door.open();
        door.passSeconds(30);

        door.close();

        assertThat(door.journal).last().isEqualTo(new Event.Closed(ID));
        assertThat(door.door.condition()).isInstanceOf(Condition.Secured.class);
    }

    @Test
    void threeGrantsInARowWithoutAnOpeningMarkTheContactSuspect() {
        missGrants(3);

        assertThat(door.kept(Event.ContactSuspect.class)).containsExactly(new Event.ContactSuspect(ID));
        assertThat(door.kept(Event.NotOpened.class)).hasSize(3);
    }

    @Test
    void twoGrantsWithoutAnOpeningMarkNothing() {
        missGrants(2);

        assertThat(door.kept(Event.ContactSuspect.class)).isEmpty();
    }

    @Test
    void anOpeningBetweenThemStartsTheCountAnew() {
        missGrants(2);
        door.tap(ANNA);
        door.open();
        door.close();

        missGrants(2);

        assertThat(door.kept(Event.ContactSuspect.class)).isEmpty();
    }

    @Test
    void aSuspectContactMakesGrantsAssumedPassagesAtOnce() {
        missGrants(3);

        door.tap(BO);

        assertThat(door.passages()).singleElement().satisfies(passage -> {
            assertThat(passage.person()).isEqualTo(BO);
            assertThat(passage.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(passage.doubt()).contains(Doubt.CONTACT_SUSPECT);
        });
        assertThat(door.released).isTrue();
    }

    @Test
    void anAssumedPassageHasNoSecondEndWhenTheTimeIsUp() {
        missGrants(3);
        door.tap(BO);

        door.passSeconds(5);

        assertThat(door.kept(Event.NotOpened.class)).hasSize(3);
        assertThat(door.kept(Event.ContactSuspect.class)).hasSize(1);
    }

    @Test
    void aContactThatMovesAgainIsBelievedAgain() {
        missGrants(3);
        door.tap(ANNA);
        door.open();
        door.close();

        door.passSeconds(1);
        door.tap(BO);
        door.open();

        assertThat(door.passages())
                .extracting(Event.Passage::confidence)
                .containsExactly(Confidence.ASSUMED, Confidence.CONFIRMED);
    }

    @Test
    void aDoorWithoutAContactGivesAssumedPassagesBothWays() {
        var blind = DoorUnderTest.withoutContact();

        blind.tap(ANNA);
        blind.passSeconds(6);
        blind.tapExit(ANNA);

        assertThat(blind.passages())
                .extracting(Event.Passage::confidence)
                .containsExactly(Confidence.ASSUMED, Confidence.ASSUMED);
        assertThat(blind.kept(Event.NotOpened.class)).isEmpty();
    }

    @Test
    void atADoorWithoutAContactTheSameBadgeWithinFiveSecondsIsOnePassage() {
        var blind = DoorUnderTest.withoutContact();

        blind.tap(ANNA);
        blind.passSeconds(2);
        blind.tap(ANNA);

        assertThat(blind.passages()).hasSize(1);
    }

    @Test
    void aDoorWithoutAContactIsSecuredWhenTheTimeIsUp() {
        var blind = DoorUnderTest.withoutContact();
        blind.tap(ANNA);

        blind.passSeconds(5);

        assertThat(blind.released).isFalse();
        assertThat(blind.door.condition()).isInstanceOf(Condition.Secured.class);
    }

    @Test
    void aContactThatIsLostMakesThoseOnTheirWayAssumedPassages() {
        door.tap(ANNA);
        door.tapExit(BO);

        door.loseContact();

        assertThat(door.passages())
                .extracting(Event.Passage::confidence)
                .containsExactly(Confidence.ASSUMED, Confidence.ASSUMED);
        assertThat(door.released).isTrue();
    }

    @Test
    void aDoorWhoseContactIsLostStillAdmitsAndIsUnknownAfterwards() {
        door.loseContact();

        door.tap(ANNA);
        assertThat(door.released).isTrue();
        assertThat(door.passages()).hasSize(1);

        door.passSeconds(5);
        assertThat(door.door.condition()).isInstanceOf(Condition.Unknown.class);
    }

    private void missGrants(int count) {
        for (int i = 0; i < count; i++) {
            door.tap(ANNA);
            door.passSeconds(5);
        }
    }
}

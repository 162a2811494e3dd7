package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Doubt;
import org.junit.jupiter.api.Test;

final class FoldTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private final List<Happening> movements = new ArrayList<>();

    private FoldTest add(int minute, Movement.Way way) {
        return add(minute, way, Confidence.CONFIRMED, ClockTrust.TRUSTED);
    }

    private FoldTest add(int minute, Movement.Way way, Confidence confidence, ClockTrust clock) {
        return add(minute, way, confidence, clock, Optional.empty());
    }

    private FoldTest add(int minute, Movement.Way way, Confidence confidence, ClockTrust clock, Optional<Doubt> doubt) {
        long sequence = movements.size() + 1L;
        movements.add(new Movement(
                sequence, new PersonId("p-1"), place(at(minute), "c1", sequence, "j1"), way, confidence, clock, doubt));
        return this;
    }

    private FoldTest night(int minute, int justSeenMinutes) {
        long sequence = movements.size() + 1L;
        movements.add(new Night(
                sequence,
                LocalDate.parse("2026-11-23"),
                place(at(minute), "service", sequence, "j9"),
                at(minute - justSeenMinutes)));
        return this;
    }

    private static Place place(Instant at, String controller, long sequence, String journal) {
        return new Place(at, new ControllerId(controller), sequence, new JournalId(journal));
    }

    private Place placeOf(int index) {
        return movements.get(index).place();
    }

    private static Instant at(int minute) {
        return START.plusSeconds(60L * minute);
    }

    private List<Stay> stays() {
        return Fold.of(movements);
    }

    private List<Stay.State> states() {
        return stays().stream().map(Stay::state).toList();
    }

    @Test
    void nobodyWhoNeverPassedHasAStay() {
        assertThat(stays()).isEmpty();
    }

    @Test
    void whoEnteredIsPresentSinceThen() {
        add(5, Movement.Way.IN);

        assertThat(stays())
                .containsExactly(new Stay(
                        1,
                        new PersonId("p-1"),
                        placeOf(0),
                        at(5),
                        Optional.empty(),
                        Stay.State.PRESENT,
                        Confidence.CONFIRMED,
                        Basis.DOOR_OPENED));
    }

    @Test
    void whoEnteredAndLeftHasOneStayWithBothTimes() {
        add(5, Movement.Way.IN).add(9, Movement.Way.OUT);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.state()).isEqualTo(Stay.State.LEFT);
            assertThat(stay.began().at()).isEqualTo(at(5));
            assertThat(stay.endedAt()).contains(at(9));
        });
    }

    @Test
    void enteringTwiceClosesTheFirstStayAsEndUnknownAndBeginsAnother() {
        add(5, Movement.Way.IN).add(9, Movement.Way.IN);

        assertThat(states()).containsExactly(Stay.State.END_UNKNOWN, Stay.State.PRESENT);
        assertThat(stays().getFirst().endedAt()).contains(at(9));
        assertThat(stays().getLast().began().at()).isEqualTo(at(9));
    }

    @Test
    void leavingWithoutHavingEnteredIsKeptAndNeverCounted() {
        add(5, Movement.Way.OUT)
                .add(9, Movement.Way.IN)
                .add(12, Movement.Way.OUT)
                .add(13, Movement.Way.OUT);

        assertThat(states())
                .containsExactly(Stay.State.EXIT_WITHOUT_ENTRY, Stay.State.LEFT, Stay.State.EXIT_WITHOUT_ENTRY);
    }

    @Test
    void aDoorThatStoodOpenMakesItLessSure() {
        add(5, Movement.Way.IN, Confidence.MEDIUM, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.MEDIUM);
            assertThat(stay.basis()).isEqualTo(Basis.DOOR_STOOD_OPEN);
        });
    }

    @Test
    void aDoorWithoutAContactMakesItAssumed() {
        add(5, Movement.Way.IN, Confidence.ASSUMED, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(stay.basis()).isEqualTo(Basis.NO_CONTACT);
        });
    }

    @Test
    void anUntrustedClockLowersTheConfidenceByOneAndSaysWhy() {
        for (ClockTrust clock : List.of(ClockTrust.LOWER_BOUND, ClockTrust.LOST, ClockTrust.UNKNOWN)) {
            movements.clear();
            add(1, Movement.Way.IN, Confidence.CONFIRMED, clock);
            add(2, Movement.Way.IN, Confidence.MEDIUM, clock);
            add(3, Movement.Way.IN, Confidence.ASSUMED, clock);

            assertThat(stays().stream().map(Stay::confidence))
                    .containsExactly(Confidence.MEDIUM, Confidence.ASSUMED, Confidence.ASSUMED);
            assertThat(stays().stream().map(Stay::basis)).containsOnly(Basis.CLOCK_UNTRUSTED);
        }
    }

    @Test
    void howSureALeavingIsComesFromTheExit() {
        add(5, Movement.Way.IN).add(9, Movement.Way.OUT, Confidence.ASSUMED, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(stay.basis()).isEqualTo(Basis.NO_CONTACT);
        });
    }

    @Test
    void anUnknownDirectionCountsAnAbsentPersonInAndKeepsAPresentOne() {
        add(5, Movement.Way.UNKNOWN).add(9, Movement.Way.UNKNOWN);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.state()).isEqualTo(Stay.State.PRESENT);
            assertThat(stay.began().at()).isEqualTo(at(5));
            assertThat(stay.confidence()).isEqualTo(Confidence.UNKNOWN);
            assertThat(stay.basis()).isEqualTo(Basis.DIRECTION_UNKNOWN);
        });
    }

    @Test
    void movementsOfOneTimeAreOrderedByControllerThenSequenceThenJournal() {
        Place first = place(at(1), "c1", 1, "j1");
        Place later = place(at(2), "a", 1, "a");
        Place byController = place(at(1), "c2", 1, "a");
        Place bySequence = place(at(1), "c1", 2, "a");
        Place byJournal = place(at(1), "c1", 1, "j2");

        assertThat(List.of(later, byController, bySequence, byJournal, first).stream()
                        .sorted())
                .containsExactly(first, byJournal, bySequence, byController, later);
    }

    @Test
    void aContactThatIsNotBelievedIsAReasonOfItsOwn() {
        add(5, Movement.Way.IN, Confidence.ASSUMED, ClockTrust.TRUSTED, Optional.of(Doubt.CONTACT_SUSPECT));

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(stay.basis()).isEqualTo(Basis.CONTACT_SUSPECT);
        });
    }

    @Test
    void aCheckInPointTurnsWhoeverIsThereAround() {
        add(5, Movement.Way.TOGGLE).add(9, Movement.Way.TOGGLE).add(12, Movement.Way.TOGGLE);

        assertThat(states()).containsExactly(Stay.State.LEFT, Stay.State.PRESENT);
        assertThat(stays()).allSatisfy(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.MEDIUM);
            assertThat(stay.basis()).isEqualTo(Basis.CHECKED_IN);
        });
    }

    @Test
    void aDoorNeverTurnsAnybodyAround() {
        add(5, Movement.Way.IN)
                .add(9, Movement.Way.IN)
                .add(10, Movement.Way.TOGGLE)
                .add(11, Movement.Way.OUT);

        assertThat(states()).containsExactly(Stay.State.END_UNKNOWN, Stay.State.LEFT, Stay.State.EXIT_WITHOUT_ENTRY);
    }

    @Test
    void theNightChecksOutWhoHasNotBeenSeenForAWhile() {
        add(0, Movement.Way.IN).night(300, 240);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.state()).isEqualTo(Stay.State.CHECKED_OUT);
            assertThat(stay.endedAt()).contains(at(300));
            assertThat(stay.basis()).isEqualTo(Basis.NIGHT);
        });
    }

    @Test
    void whoeverWasJustSeenStaysWhenTheNightChecksOut() {
        add(0, Movement.Way.IN).add(61, Movement.Way.UNKNOWN).night(300, 240);

        assertThat(states()).containsExactly(Stay.State.PRESENT);
    }

    @Test
    void anExitAfterTheNightEndsTheStayItBelongsTo() {
        add(0, Movement.Way.IN).night(300, 240).add(310, Movement.Way.OUT);

        assertThat(states()).containsExactly(Stay.State.LEFT);
    }

    @Test
    void anEntryAfterTheNightLeavesTheOldStayEndedAtTheCheckOut() {
        add(0, Movement.Way.IN).night(300, 240).add(310, Movement.Way.IN);

        assertThat(states()).containsExactly(Stay.State.END_UNKNOWN, Stay.State.PRESENT);
        assertThat(stays().getFirst().endedAt()).contains(at(300));
    }

    @Test
    void aCheckInAfterTheNightIsSomebodyComing() {
        add(0, Movement.Way.IN).night(300, 240).add(310, Movement.Way.TOGGLE);

        assertThat(states()).containsExactly(Stay.State.END_UNKNOWN, Stay.State.PRESENT);
    }

    @Test
    void aDayAfterTheNightTheStayIsNobodysAnyMore() {
        add(0, Movement.Way.IN).night(300, 240).add(300 + 24 * 60, Movement.Way.OUT);

        assertThat(states()).containsExactly(Stay.State.CHECKED_OUT, Stay.State.EXIT_WITHOUT_ENTRY);
    }

    @Test
    void whoIsSaidToHaveLeftHasAndWhoIsSaidToBeHereIs() {
        add(0, Movement.Way.IN).add(5, Movement.Way.SAID_LEFT, Confidence.MEDIUM, ClockTrust.TRUSTED);
        add(9, Movement.Way.SAID_HERE, Confidence.MEDIUM, ClockTrust.TRUSTED);

        assertThat(states()).containsExactly(Stay.State.LEFT, Stay.State.PRESENT);
        assertThat(stays().stream().map(Stay::basis)).containsOnly(Basis.SAID);
    }

    @Test
    void whoIsSaidToHaveLeftWithoutHavingBeenHereLeavesNoStay() {
        add(5, Movement.Way.SAID_LEFT);

        assertThat(stays()).isEmpty();
    }

    @Test
    void whatDoorsTellOfLaterTimesOverridesWhatWasSaid() {
        add(0, Movement.Way.IN)
                .add(5, Movement.Way.SAID_LEFT)
                .add(6, Movement.Way.IN)
                .add(7, Movement.Way.SAID_HERE);
        add(9, Movement.Way.OUT);

        assertThat(states()).containsExactly(Stay.State.LEFT, Stay.State.LEFT);
    }
}

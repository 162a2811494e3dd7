package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.ClockTrust;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.Test;

final class FoldTest {
    private static final Instant START = Instant.parse("2026-11-22T08:00:00Z");

    private final List<Movement> movements = new ArrayList<>();

    private FoldTest add(int minute, Direction direction) {
        return add(minute, direction, Confidence.CONFIRMED, ClockTrust.TRUSTED);
    }

    private FoldTest add(int minute, Direction direction, Confidence confidence, ClockTrust clock) {
        long sequence = movements.size() + 1L;
        movements.add(new Movement(
                sequence,
                new PersonId("p-1"),
                at(minute),
                new ControllerId("c1"),
                sequence,
                new JournalId("j1"),
                new DoorId("front"),
                direction,
                confidence,
                clock));
        return this;
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
        add(5, Direction.IN);

        assertThat(stays())
                .containsExactly(new Stay(
                        movements.getFirst(),
                        Optional.empty(),
                        Stay.State.PRESENT,
                        Confidence.CONFIRMED,
                        Stay.Basis.DOOR_OPENED));
    }

    @Test
    void whoEnteredAndLeftHasOneStayWithBothTimes() {
        add(5, Direction.IN).add(9, Direction.OUT);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.state()).isEqualTo(Stay.State.LEFT);
            assertThat(stay.began().countedAt()).isEqualTo(at(5));
            assertThat(stay.endedAt()).contains(at(9));
        });
    }

    @Test
    void enteringTwiceClosesTheFirstStayAsEndUnknownAndBeginsAnother() {
        add(5, Direction.IN).add(9, Direction.IN);

        assertThat(states()).containsExactly(Stay.State.END_UNKNOWN, Stay.State.PRESENT);
        assertThat(stays().getFirst().endedAt()).contains(at(9));
        assertThat(stays().getLast().began().countedAt()).isEqualTo(at(9));
    }

    @Test
    void leavingWithoutHavingEnteredIsKeptAndNeverCounted() {
        add(5, Direction.OUT).add(9, Direction.IN).add(12, Direction.OUT).add(13, Direction.OUT);

        assertThat(states())
                .containsExactly(Stay.State.EXIT_WITHOUT_ENTRY, Stay.State.LEFT, Stay.State.EXIT_WITHOUT_ENTRY);
    }

    @Test
    void aDoorThatStoodOpenMakesItLessSure() {
        add(5, Direction.IN, Confidence.MEDIUM, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.MEDIUM);
            assertThat(stay.basis()).isEqualTo(Stay.Basis.DOOR_STOOD_OPEN);
        });
    }

    @Test
    void aDoorWithoutAContactMakesItAssumed() {
        add(5, Direction.IN, Confidence.ASSUMED, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(stay.basis()).isEqualTo(Stay.Basis.NO_CONTACT);
        });
    }

    @Test
    void anUntrustedClockLowersTheConfidenceByOneAndSaysWhy() {
        for (ClockTrust clock : List.of(ClockTrust.LOWER_BOUND, ClockTrust.LOST, ClockTrust.UNKNOWN)) {
            movements.clear();
            add(1, Direction.IN, Confidence.CONFIRMED, clock);
            add(2, Direction.IN, Confidence.MEDIUM, clock);
            add(3, Direction.IN, Confidence.ASSUMED, clock);

            assertThat(stays().stream().map(Stay::confidence))
                    .containsExactly(Confidence.MEDIUM, Confidence.ASSUMED, Confidence.ASSUMED);
            assertThat(stays().stream().map(Stay::basis)).containsOnly(Stay.Basis.CLOCK_UNTRUSTED);
        }
    }

    @Test
    void howSureALeavingIsComesFromTheExit() {
        add(5, Direction.IN).add(9, Direction.OUT, Confidence.ASSUMED, ClockTrust.TRUSTED);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.confidence()).isEqualTo(Confidence.ASSUMED);
            assertThat(stay.basis()).isEqualTo(Stay.Basis.NO_CONTACT);
        });
    }

    @Test
    void anUnknownDirectionCountsAnAbsentPersonInAndKeepsAPresentOne() {
        add(5, Direction.UNKNOWN).add(9, Direction.UNKNOWN);

        assertThat(stays()).singleElement().satisfies(stay -> {
            assertThat(stay.state()).isEqualTo(Stay.State.PRESENT);
            assertThat(stay.began().countedAt()).isEqualTo(at(5));
            assertThat(stay.confidence()).isEqualTo(Confidence.UNKNOWN);
            assertThat(stay.basis()).isEqualTo(Stay.Basis.DIRECTION_UNKNOWN);
        });
    }

    @Test
    void movementsOfOneTimeAreOrderedByControllerThenSequenceThenJournal() {
        var movement = add(1, Direction.IN).movements.getFirst();
        var later = movement(at(2), "a", 1, "a");
        var byController = movement(at(1), "c2", 1, "a");
        var bySequence = movement(at(1), "c1", 2, "a");
        var byJournal = movement(at(1), "c1", 1, "j2");

        assertThat(List.of(later, byController, bySequence, byJournal, movement).stream()
                        .sorted())
                .containsExactly(movement, byJournal, bySequence, byController, later);
    }

    private static Movement movement(Instant at, String controller, long sequence, String journal) {
        return new Movement(
                1,
                new PersonId("p-1"),
                at,
                new ControllerId(controller),
                sequence,
                new JournalId(journal),
                new DoorId("front"),
                Direction.IN,
                Confidence.CONFIRMED,
                ClockTrust.TRUSTED);
    }
}

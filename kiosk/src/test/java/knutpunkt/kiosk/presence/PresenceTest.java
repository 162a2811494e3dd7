package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.SiteLog;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Correction;
import knutpunkt.wire.record.CorrectionReason;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PresenceTest {
    private static final Instant EIGHT = Instant.parse("2026-11-22T08:00:00Z");
    private static final DoorId FRONT = new DoorId("front");
    private static final PointId OUTSIDE = new PointId("front-out");
    private static final String ANNA = "p-anna";
    private static final String BO = "p-bo";

    @TempDir
    Path folder;

    private final AtomicReference<Presence> made = new AtomicReference<>();
    private final FakeJournal front = new FakeJournal("c1", "j1");
    private final FakeJournal back = new FakeJournal("c2", "j2");
    private SiteLog log;
    private Presence presence;

    @BeforeEach
    void open() {
        log = new SiteLog(folder, database -> {
            made.set(new Presence(database, InstantSource.fixed(EIGHT)));
            return List.of(made.get());
        });
        presence = made.get();
        log.enrol("c1", "c2");
        People.make(log.database());
        People.partner(log.database(), "o-police", "Polisen");
        People.partner(log.database(), "o-social", "Socialtjänsten");
        People.person(log.database(), ANNA, "o-police", "NORMAL");
        People.person(log.database(), BO, "o-police", "HIDDEN");
    }

    @AfterEach
    void close() {
        log.close();
    }

    private static Event passage(String person, Direction direction, Confidence confidence) {
        return new Event.Passage(FRONT, direction, new PersonId(person), 1, confidence);
    }

    private static Event in(String person) {
        return passage(person, Direction.IN, Confidence.CONFIRMED);
    }

    private static Event out(String person) {
        return passage(person, Direction.OUT, Confidence.CONFIRMED);
    }

    private static Event granted(String person) {
        var situation = new Situation(FRONT, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        return new Event.Granted(OUTSIDE, new PersonId(person), new GrantId("g-1"), new Revision(1, 1), situation);
    }

    private static Instant at(int minute) {
        return EIGHT.plusSeconds(60L * minute);
    }

    private long total() {
        return presence.now().total();
    }

    private List<Long> counts() {
        return presence.now().partners().stream()
                .map(Presence.PartnerCount::count)
                .toList();
    }

    private List<String> states(String person) {
        return log.database()
                .read(t -> t.list(
                        "SELECT state FROM stay WHERE person = ? ORDER BY counted_at, controller, sequence",
                        row -> row.text("state"),
                        person));
    }

    @Test
    void whoPassedInIsCountedForTheirPartnerUntilTheyPassOut() {
        front.add(at(1), in(ANNA));
        log.commit(front);
        assertThat(total()).isEqualTo(1);
        assertThat(presence.now().partners())
                .containsExactly(
                        new Presence.PartnerCount("o-police", "Polisen", 1),
                        new Presence.PartnerCount("o-social", "Socialtjänsten", 0));

        front.add(at(2), out(ANNA));
        log.commit(front);

        assertThat(total()).isZero();
        assertThat(counts()).containsExactly(0L, 0L);
    }

    @Test
    void aHiddenPersonCountsLikeAnyOther() {
        front.add(at(1), in(ANNA)).add(at(1), in(BO));
        log.commit(front);

        assertThat(total()).isEqualTo(2);
        assertThat(counts()).containsExactly(2L, 0L);
    }

    @Test
    void aPersonNoPartnerVouchesForCountsInTheTotalOnly() {
        front.add(at(1), in("p-stranger"));
        log.commit(front);

        assertThat(total()).isEqualTo(1);
        assertThat(counts()).containsExactly(0L, 0L);
    }

    @Test
    void twoTapsThenOneOpeningAreTwoPassagesAndTwoPresent() {
        front.add(at(1), granted(ANNA))
                .add(at(1), granted(BO))
                .add(at(1), new Event.Opened(FRONT, Cause.GRANT))
                .add(at(1), in(ANNA))
                .add(at(1), in(BO))
                .add(at(1), new Event.Closed(FRONT));
        log.commit(front);

        assertThat(total()).isEqualTo(2);
    }

    @Test
    void aTapWhileTheDoorStandsOpenCountsWithMediumConfidence() {
        front.add(at(1), new Event.Opened(FRONT, Cause.EXIT))
                .add(at(1), granted(ANNA))
                .add(at(1), passage(ANNA, Direction.IN, Confidence.MEDIUM));
        log.commit(front);

        assertThat(total()).isEqualTo(1);
        List<String> confidences = log.database()
                .read(t -> t.list(
                        "SELECT confidence, basis FROM stay", row -> row.text("confidence") + " " + row.text("basis")));
        assertThat(confidences).containsExactly("MEDIUM DOOR_STOOD_OPEN");
    }

    @Test
    void grantedButNotOpenedCountsNobody() {
        front.add(at(1), granted(ANNA)).add(at(1), new Event.NotOpened(FRONT, 1));
        log.commit(front);

        assertThat(total()).isZero();
        assertThat(states(ANNA)).isEmpty();
    }

    @Test
    void aDoorReleasedByCommandCountsNobodyWhoeverWentThrough() {
        front.add(at(1), new Event.ReleasedByCommand(FRONT, new CommandId("k-1")))
                .add(at(1), new Event.Opened(FRONT, Cause.COMMAND))
                .add(at(1), new Event.Closed(FRONT))
                .add(at(2), new Event.ReleasedByCommand(FRONT, new CommandId("k-2")))
                .add(at(2), new Event.NotOpened(FRONT, 4));
        log.commit(front);

        assertThat(total()).isZero();
        assertThat(log.database().<Boolean>read(t -> t.exists("SELECT 1 FROM stay")))
                .isFalse();
    }

    @Test
    void enteringTwiceCountsOnce() {
        front.add(at(1), in(ANNA)).add(at(60), in(ANNA));
        log.commit(front);

        assertThat(total()).isEqualTo(1);
        assertThat(states(ANNA)).containsExactly("END_UNKNOWN", "PRESENT");
    }

    @Test
    void leavingWithoutHavingEnteredCountsNobodyAndIsKept() {
        front.add(at(1), out(ANNA));
        log.commit(front);

        assertThat(total()).isZero();
        assertThat(states(ANNA)).containsExactly("EXIT_WITHOUT_ENTRY");
    }

    @Test
    void aLateEntryFromADoorThatWasOfflineMakesSenseOfTheExitThatCameBeforeIt() {
        front.add(at(10), out(ANNA));
        log.commit(front);
        assertThat(states(ANNA)).containsExactly("EXIT_WITHOUT_ENTRY");

        back.add(at(5), in(ANNA));
        log.commit(back);

        assertThat(states(ANNA)).containsExactly("LEFT");
        assertThat(total()).isZero();
    }

    @Test
    void aLateExitFromADoorThatWasOfflineEndsTheStayItBelongsToAndNoLaterOne() {
        front.add(at(1), in(ANNA)).add(at(20), in(ANNA));
        log.commit(front);

        back.add(at(10), out(ANNA));
        log.commit(back);

        assertThat(states(ANNA)).containsExactly("LEFT", "PRESENT");
        assertThat(total()).isEqualTo(1);
    }

    @Test
    void aLateExitOfSomebodyElseChangesNobodyElse() {
        front.add(at(1), in(ANNA)).add(at(1), in(BO));
        log.commit(front);

        back.add(at(2), out(BO));
        log.commit(back);

        assertThat(states(ANNA)).containsExactly("PRESENT");
        assertThat(states(BO)).containsExactly("LEFT");
    }

    @Test
    void anUntrustedClockCountsByTheTimeOfArrival() {
        log.arriveAt(at(30));
        front.clock(ClockTrust.LOWER_BOUND).add(Instant.EPOCH, in(ANNA));
        log.commit(front);
        back.add(at(20), out(ANNA));
        log.commit(back);

        assertThat(states(ANNA)).containsExactly("EXIT_WITHOUT_ENTRY", "PRESENT");
        Optional<Instant> since = log.database()
                .read(t -> t.one("SELECT counted_at FROM stay WHERE state = 'PRESENT'", row -> row.time("counted_at")));
        assertThat(since).contains(at(30));
    }

    /** Somebody with a stolen controller's key would empty the wall, or write down what an administrator never said. */
    @Test
    void whatOnlyTheServiceSaysIsNotTakenFromAController() {
        front.add(at(1), in(ANNA))
                .add(at(2), in(BO))
                .add(at(600), new Event.CheckedOut(LocalDate.parse("2026-11-22"), at(600), at(600)))
                .add(
                        at(601),
                        new Event.PresenceCorrected(
                                new PersonId(BO), Correction.LEFT, at(601), "a-1", CorrectionReason.SEEN));

        log.commit(front);

        assertThat(total()).isEqualTo(2);
        assertThat(log.sequences(front)).as("the log keeps what came").containsExactly(1L, 2L, 3L, 4L);
        presence.rebuild();
        assertThat(total()).isEqualTo(2);
    }

    @Test
    void aRepeatedBatchChangesNothing() {
        front.add(at(1), in(ANNA)).add(at(2), in(BO));
        log.commit(front);

        log.commit(front);

        assertThat(total()).isEqualTo(2);
    }

    @Test
    void aFailureAfterPresenceWasWorkedOutLeavesNeitherRecordsNorPresence() {
        front.add(at(1), in(ANNA));
        try (var failing = new SiteLog(
                folder,
                database -> List.of(presence, (transaction, events) -> {
                    throw new IllegalStateException("after presence, before the commit");
                }))) {
            assertThatThrownBy(() -> failing.commit(front.controller(), front.all()))
                    .hasMessageContaining("before the commit");
        }

        assertThat(total()).isZero();
    }
}

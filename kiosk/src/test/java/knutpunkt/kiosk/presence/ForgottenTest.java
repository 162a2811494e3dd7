package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.disposal.Disposal;
import knutpunkt.kiosk.disposal.Holds;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.log.BeforeDisposal;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.log.LogProof;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.EventBatch;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Presence and the real disposal together. */
final class ForgottenTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final String DECISION = "N123-0456/26";
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @TempDir
    Path folder;

    private Told told;
    private Disposal disposal;

    @BeforeEach
    void open() {
        told = new Told(folder).at(NOW.toString());
        disposal = disposal(told.presence);
    }

    private Disposal disposal(BeforeDisposal before) {
        var retention = new Retention(Optional.of(DECISION), Duration.ofDays(14), Duration.ofDays(90));
        return new Disposal(told.log.database(), told.own, List.of(before), retention, () -> ZONE, told.clock, () -> 0);
    }

    @AfterEach
    void close() {
        told.close();
    }

    /** Of everybody, whatever the wall shows of it. */
    private List<String> onSite() {
        return told.log
                .database()
                .read(transaction -> transaction.list(
                        "SELECT person, counted_at, seen_at, state FROM stay WHERE state IN ('PRESENT', 'CHECKED_OUT')"
                                + " ORDER BY person",
                        row -> "%s since %s, seen %s: %s"
                                .formatted(
                                        row.text("person"),
                                        row.time("counted_at"),
                                        row.time("seen_at"),
                                        row.text("state"))));
    }

    private List<String> stays() {
        return told.log
                .database()
                .read(transaction -> transaction.list(
                        "SELECT person, counted_at, ended_at, state FROM stay ORDER BY person, counted_at, sequence",
                        row -> row.text("person")
                                + row.time("counted_at")
                                + row.findTime("ended_at")
                                + row.text("state")));
    }

    private boolean isProved() {
        return told.log.database().read(LogProof::of).isWhole();
    }

    @Test
    void whoIsOnSiteIsSoBeforeAndAfterAndByTheReplayOfWhatIsLeft() {
        var random = new Random(20);
        Direction[] ways = {Direction.IN, Direction.OUT, Direction.UNKNOWN, Direction.TOGGLE};
        Instant at = NOW.minus(Duration.ofDays(30));
        for (int i = 0; i < 120; i++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(1, 700)));
            told.at(at.toString());
            told.pass("p-" + random.nextInt(1, 7), ways[random.nextInt(ways.length)], at.toString());
        }
        told.at(at.plusSeconds(1).toString());
        List<String> before = onSite();

        assertThat(disposal.forgetOld()).isPositive();

        assertThat(before).isNotEmpty();
        assertThat(onSite()).isEqualTo(before);
        List<String> stays = stays();
        told.presence.rebuild();
        assertThat(stays()).isEqualTo(stays);
        assertThat(isProved()).isTrue();
    }

    /** A door may have been cut off, and tells later what was before. */
    @Test
    void forgettingOnePersonLeavesEverybodyElsesTimeAsItWas() {
        told.pass("p-1", Direction.IN, "2026-11-22T08:00:00Z").pass("p-2", Direction.IN, "2026-11-22T11:00:00Z");

        assertThat(disposal.forget(new PersonId("p-2"), DECISION)).isEqualTo(1);
        told.pass("p-1", Direction.OUT, "2026-11-22T10:00:00Z");
        told.pass("p-3", Direction.IN, "2026-11-22T10:30:00Z");

        assertThat(told.evacuated()).containsExactlyInAnyOrder("p-2", "p-3");
        List<String> stays = stays();
        told.presence.rebuild();
        assertThat(stays()).isEqualTo(stays);
    }

    @Test
    void whoIsForgottenWhileOnSiteIsStillLookedForAndMayLeave() {
        told.pass("p-1", Direction.IN, "2026-11-22T08:00:00Z");

        disposal.forget(new PersonId("p-1"), DECISION);

        assertThat(told.evacuated()).containsExactly("p-1");
        assertThat(told.rows("movement")).isZero();
        told.pass("p-1", Direction.OUT, "2026-11-22T07:00:00Z");
        assertThat(told.evacuated())
                .as("what was before the entry ends nothing")
                .containsExactly("p-1");
        told.presence.rebuild();
        assertThat(told.evacuated()).containsExactly("p-1");
        told.pass("p-1", Direction.OUT, "2026-11-22T11:30:00Z");
        assertThat(told.evacuated()).isEmpty();
    }

    private void hold(String id, String person, String from, String until) {
        told.log.database().write(transaction -> {
            Holds.place(
                    transaction, id, Optional.of(new PersonId(person)), Instant.parse(from), Instant.parse(until), NOW);
            return 0;
        });
    }

    private void rebuildsTheSame() {
        List<String> stays = stays();
        told.presence.rebuild();
        assertThat(stays()).isEqualTo(stays);
    }

    @Test
    void whoHasLeftIsNotBackByAnEntryThatIsHeldWhileTheExitIsForgotten() {
        told.pass("p-1", Direction.IN, "2026-11-22T09:00:00Z").pass("p-1", Direction.OUT, "2026-11-22T11:00:00Z");
        hold("h1", "p-1", "2026-11-22T08:00:00Z", "2026-11-22T10:00:00Z");

        assertThat(disposal.forget(new PersonId("p-1"), DECISION)).isEqualTo(1);

        assertThat(told.evacuated()).isEmpty();
        rebuildsTheSame();
        told.pass("p-1", Direction.IN, "2026-11-22T11:30:00Z");
        assertThat(told.evacuated()).as("what is later counts").containsExactly("p-1");
        rebuildsTheSame();
    }

    @Test
    void whoHasLeftIsNotBackByAnEntryThatADoorTellsOfAfterTheExitIsForgotten() {
        told.pass("p-1", Direction.OUT, "2026-11-22T11:00:00Z");
        disposal.forget(new PersonId("p-1"), DECISION);

        told.pass("p-1", Direction.IN, "2026-11-22T10:00:00Z");

        assertThat(told.evacuated()).isEmpty();
        rebuildsTheSame();
    }

    @Test
    void upToWhenSomebodyIsForgottenIsItselfForgottenWithThatTime() {
        told.at("2026-11-01T12:00:00Z").pass("p-1", Direction.OUT, "2026-11-01T11:00:00Z");
        told.pass("p-2", Direction.OUT, "2026-11-01T11:30:00Z");
        disposal.forget(new PersonId("p-1"), DECISION);
        assertThat(told.rows("forgotten_person")).isEqualTo(1);

        told.at(NOW.toString());
        disposal.forgetOld();

        assertThat(told.rows("forgotten_person")).isZero();
        told.pass("p-1", Direction.IN, "2026-11-01T10:00:00Z");
        assertThat(told.evacuated()).as("the checkpoint knows").isEmpty();
    }

    @Test
    void whatADoorTellsLaterOfBeforeTheNightCountsBeforeTheNight() {
        told.pass("p-1", Direction.IN, "2026-11-21T20:00:00Z");
        var night = Instant.parse("2026-11-22T04:00:00Z");
        told.log
                .database()
                .write(transaction -> told.own.append(
                        transaction, List.of(new Event.CheckedOut(LocalDate.parse("2026-11-22"), night, night))));
        disposal.forget(new PersonId("p-1"), DECISION);
        assertThat(told.wall()).isZero();
        assertThat(told.evacuated()).containsExactly("p-1");

        told.pass("p-1", Direction.TOGGLE, "2026-11-21T21:00:00Z");

        assertThat(told.evacuated()).as("left, and did not come anew").isEmpty();
        rebuildsTheSame();
    }

    @Test
    void whomeverIsForgottenAndWhateverIsHeldTheSamePeopleAreOnSiteAndByTheReplayToo() {
        var random = new Random(21);
        Direction[] ways = {Direction.IN, Direction.OUT, Direction.UNKNOWN, Direction.TOGGLE};
        Instant at = NOW;
        for (int i = 0; i < 150; i++) {
            at = at.plus(Duration.ofMinutes(random.nextInt(1, 200)));
            told.at(at.toString());
            String person = "p-" + random.nextInt(1, 7);
            told.pass(person, ways[random.nextInt(ways.length)], at.toString());
            if (random.nextInt(6) == 0) {
                hold("h" + i, person, at.minus(Duration.ofHours(9)).toString(), at.toString());
            }
            if (random.nextInt(3) == 0) {
                List<String> before = onSite();
                disposal.forget(new PersonId("p-" + random.nextInt(1, 7)), DECISION);
                assertThat(onSite()).isEqualTo(before);
                rebuildsTheSame();
            }
        }
        assertThat(isProved()).isTrue();
    }

    /** The nights of a year are fewer than a step takes; what people did in it is not. */
    @Test
    void noStepSumsUpMoreThanItForgetsHoweverManyNightsThereAre() {
        var steps = new ArrayList<Long>();
        var door = new FakeJournal("c2", "j2");
        told.log.enrol("c2");
        Instant first = NOW.minus(Duration.ofDays(300));
        for (int i = 0; i < 1_600; i++) {
            door.add(
                    first.plus(Duration.ofHours(i)),
                    new Event.Passage(
                            new DoorId("front"),
                            i % 3 == 0 ? Direction.OUT : Direction.IN,
                            new PersonId("p-" + i % 7),
                            1,
                            Confidence.CONFIRMED));
        }
        told.log.arriveAt(NOW);
        told.log.commit(door.controller(), door.batches(EventBatch.RECORDS_MAX));
        for (int day = 1; day <= 66; day++) {
            Instant night = first.plus(Duration.ofDays(day));
            told.at(night.toString());
            told.log
                    .database()
                    .write(transaction -> told.own.append(
                            transaction,
                            List.of(new Event.CheckedOut(LocalDate.ofInstant(night, ZONE), night, night))));
        }
        told.at(NOW.toString());
        disposal = disposal((transaction, going) -> {
            long before = movements(transaction);
            told.presence.keep(transaction, going);
            steps.add(before - movements(transaction));
        });

        assertThat(disposal.forgetOld()).isEqualTo(1_666);

        assertThat(steps).containsExactly(500L, 500L, 500L, 100L);
        assertThat(isProved()).isTrue();
    }

    private static long movements(Transaction transaction) {
        return transaction
                .one("SELECT count(*) AS n FROM movement", row -> row.number("n"))
                .orElseThrow();
    }
}

package knutpunkt.kiosk.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Optional;
import knutpunkt.kiosk.presence.NightCheckOut.Due;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The site's clock is an hour ahead of these times in winter: its 05:00 is 04:00 here. */
final class NightCheckOutTest {
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");
    private static final LocalTime FIVE = LocalTime.of(5, 0);

    @TempDir
    Path folder;

    private Told told;

    @BeforeEach
    void open() {
        told = new Told(folder);
    }

    @AfterEach
    void close() {
        told.close();
    }

    /** A run of the service looks what is due. */
    private void look(String at) {
        told.at(at);
        look(PresenceRules.DEFAULT);
    }

    private void look(PresenceRules rules) {
        new NightCheckOut(told.log.database(), told.own, () -> ZONE, rules, told.clock, System::nanoTime).look();
    }

    @Test
    void whoForgotToBadgeOutIsOffTheWallInTheMorningAndOnTheEvacuationListForADay() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        look("2026-11-23T03:59:59Z");
        assertThat(told.wall()).isEqualTo(1);

        look("2026-11-23T04:00:00Z");

        assertThat(told.wall()).isZero();
        assertThat(told.evacuated()).containsExactly("p-1");
        told.at("2026-11-24T03:59:59Z");
        assertThat(told.evacuated()).containsExactly("p-1");
        told.at("2026-11-24T04:00:00Z");
        assertThat(told.evacuated()).isEmpty();
    }

    @Test
    void anExitTakesThemOffTheEvacuationListAtOnce() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        look("2026-11-23T04:00:00Z");

        told.at("2026-11-23T04:10:00Z").pass("p-1", Direction.OUT, "2026-11-23T04:10:00Z");

        assertThat(told.evacuated()).isEmpty();
    }

    @Test
    void whoeverWasSeenInTheLastFourHoursStaysUntilTheNextNight() {
        told.pass("p-early", Direction.IN, "2026-11-23T00:00:00Z");
        told.pass("p-late", Direction.IN, "2026-11-23T00:00:00.001Z");
        told.pass("p-just", Direction.IN, "2026-11-23T03:59:00Z");

        look("2026-11-23T04:00:00Z");
        assertThat(told.wall()).isEqualTo(2);
        look("2026-11-24T03:00:00Z");
        assertThat(told.wall()).isEqualTo(2);
        look("2026-11-24T04:00:00Z");

        assertThat(told.wall()).isZero();
    }

    @Test
    void aNightIsDoneOnceHoweverOftenTheServiceLooksAndStarts() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        for (String at : new String[] {"2026-11-23T04:00:00Z", "2026-11-23T04:01:00Z", "2026-11-23T12:00:00Z"}) {
            look(at);
        }
        told.at("2026-11-23T12:30:00Z").pass("p-1", Direction.UNKNOWN, "2026-11-23T12:30:00Z");
        look("2026-11-23T20:00:00Z");

        assertThat(told.nights()).isEqualTo(1);
        assertThat(told.wall()).isEqualTo(1);
    }

    @Test
    void aNightIsDoneOnceEvenIfItsHourIsChangedThatMorning() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z").pass("p-2", Direction.IN, "2026-11-23T01:00:00Z");
        look("2026-11-23T04:00:00Z");
        told.at("2026-11-23T08:00:00Z");

        look(new PresenceRules(Optional.of(LocalTime.of(8, 0)), Duration.ofHours(4), Duration.ofHours(14)));

        assertThat(told.nights()).isEqualTo(1);
        assertThat(told.wall()).isEqualTo(1);
    }

    @Test
    void aNightThatTheServiceSleptThroughIsMadeUpForAndCountsAtItsHour() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        told.at("2026-11-23T09:00:00Z").pass("p-2", Direction.IN, "2026-11-23T05:30:00Z");

        look("2026-11-23T09:00:00Z");

        assertThat(told.wall()).isEqualTo(1);
        assertThat(told.log
                        .database()
                        .<Optional<Instant>>read(transaction -> transaction.one(
                                "SELECT ended_at FROM stay WHERE state = 'CHECKED_OUT'", row -> row.time("ended_at"))))
                .contains(Instant.parse("2026-11-23T04:00:00Z"));
    }

    @Test
    void anEntryThatComesInTheMorningFromADoorThatWasOfflineIsCheckedOutToo() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        look("2026-11-23T04:00:00Z");

        told.at("2026-11-23T09:00:00Z").pass("p-2", Direction.IN, "2026-11-22T21:00:00Z");

        assertThat(told.wall()).isZero();
        assertThat(told.evacuated()).containsExactly("p-1", "p-2");
        assertThat(told.nights()).isEqualTo(1);
    }

    @Test
    void aNightThatConcernsNobodyWritesNothingUntilItDoes() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z").pass("p-1", Direction.OUT, "2026-11-22T21:00:00Z");
        look("2026-11-23T04:00:00Z");
        assertThat(told.nights()).isZero();

        told.at("2026-11-23T09:00:00Z").pass("p-2", Direction.IN, "2026-11-22T21:00:00Z");
        look("2026-11-23T09:00:00Z");

        assertThat(told.nights()).isEqualTo(1);
        assertThat(told.wall()).isZero();
    }

    @Test
    void whatNightWritesNamesNobody() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        look("2026-11-23T04:00:00Z");

        assertThat(told.records().getLast().journalRecord().content().toString())
                .contains("2026-11-23")
                .doesNotContain("p-1");
    }

    @Test
    void aSiteMayHaveNone() {
        told.pass("p-1", Direction.IN, "2026-11-22T20:00:00Z");
        told.at("2026-11-25T12:00:00Z");

        look(new PresenceRules(Optional.empty(), Duration.ofHours(4), Duration.ofHours(14)));

        assertThat(told.wall()).isEqualTo(1);
    }

    @Test
    void itIsTheSitesHourOnBothSidesOfSummerTime() {
        assertThat(due("2026-10-25T03:59:59Z").at()).isEqualTo("2026-10-24T03:00:00Z");
        assertThat(due("2026-10-25T04:00:00Z").at()).isEqualTo("2026-10-25T04:00:00Z");
        assertThat(due("2027-03-28T02:59:59Z").at()).isEqualTo("2027-03-27T04:00:00Z");
        assertThat(due("2027-03-28T03:00:00Z").at()).isEqualTo("2027-03-28T03:00:00Z");
    }

    @Test
    void anHourThatTheClocksSkipOrRepeatStillComesOnce() {
        LocalTime halfPastTwo = LocalTime.of(2, 30);

        assertThat(Due.newest(Instant.parse("2027-03-28T12:00:00Z"), halfPastTwo, ZONE)
                        .at())
                .isEqualTo("2027-03-28T01:30:00Z");
        Due autumn = Due.newest(Instant.parse("2026-10-25T00:30:00Z"), halfPastTwo, ZONE);
        assertThat(autumn.at()).isEqualTo("2026-10-25T00:30:00Z");
        assertThat(Due.newest(Instant.parse("2026-10-25T01:30:00Z"), halfPastTwo, ZONE))
                .isEqualTo(autumn);
    }

    private static Due due(String now) {
        return Due.newest(Instant.parse(now), FIVE, ZONE);
    }

    @Test
    void timesThatMeanNothingAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresenceRules(Optional.of(FIVE), Duration.ofHours(24), Duration.ofHours(14)))
                .withMessageContaining("PT24H");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PresenceRules(Optional.of(FIVE), Duration.ofHours(4), Duration.ofMinutes(59)))
                .withMessageContaining("PT59M");
    }
}

package knutpunkt.access;

import static java.time.DayOfWeek.FRIDAY;
import static java.time.DayOfWeek.MONDAY;
import static java.time.DayOfWeek.SATURDAY;
import static java.time.DayOfWeek.SUNDAY;
import static java.time.DayOfWeek.THURSDAY;
import static knutpunkt.access.ListFixture.EVENINGS;
import static knutpunkt.access.ListFixture.FROM;
import static knutpunkt.access.ListFixture.NOW;
import static knutpunkt.access.ListFixture.UNTIL;
import static knutpunkt.access.ListFixture.calendar;
import static knutpunkt.access.ListFixture.granted;
import static knutpunkt.access.ListFixture.refused;
import static knutpunkt.access.ListFixture.schedule;
import static knutpunkt.access.ListFixture.window;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.Test;

/**
 * Schedules by the clock on the wall in Stockholm. Summer time of 2026 begins on Sunday 29 March, when 02:00 becomes
 * 03:00, and ends on Sunday 25 October, when 03:00 becomes 02:00.
 */
class HoursTest {
    private final ListFixture given = new ListFixture();

    @Test
    void aWindowHoldsFromItsFirstMinute() {
        given.inHoursOf(schedule(window(FRIDAY, 17, 22)), calendar());

        assertThat(given.decide("2026-06-12T15:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-06-12T14:59:59.999999999Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aWindowIsOverAtItsLastMinute() {
        given.inHoursOf(schedule(window(FRIDAY, 17, 22)), calendar());

        assertThat(given.decide("2026-06-12T19:59:59.999999999Z")).isEqualTo(granted());
        assertThat(given.decide("2026-06-12T20:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aWindowHoldsOnItsWeekdayOnly() {
        given.inHoursOf(schedule(window(FRIDAY, 17, 22)), calendar());

        assertThat(given.decide("2026-06-13T18:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aNightIsTwoWindowsThatMeetAtMidnight() {
        given.inHoursOf(schedule(window(FRIDAY, 22, 24), window(SATURDAY, 0, 4)), calendar());

        assertThat(given.decide("2026-06-12T21:59:59.999999999Z")).isEqualTo(granted());
        assertThat(given.decide("2026-06-12T22:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-06-13T02:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void theWeekdayIsTheOneOnTheWallNotInGreenwich() {
        given.inHoursOf(schedule(window(SATURDAY, 0, 1)), calendar());

        assertThat(given.decide("2026-06-12T22:30:00Z")).isEqualTo(granted());
    }

    @Test
    void anHourThatSummerTimeSkipsDoesNotComeThatDay() {
        given.inHoursOf(schedule(window(SUNDAY, 2, 3)), calendar());

        assertThat(given.decide("2026-03-29T00:59:59Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-03-29T01:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-03-22T01:30:00Z")).isEqualTo(granted());
    }

    @Test
    void aWindowAcrossTheSkippedHourIsAnHourShorter() {
        given.inHoursOf(schedule(window(SUNDAY, 1, 4)), calendar());

        assertThat(given.decide("2026-03-28T23:59:59Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-03-29T00:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-03-29T01:59:59Z")).isEqualTo(granted());
        assertThat(given.decide("2026-03-29T02:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void anHourThatComesTwiceInAutumnAdmitsBothTimes() {
        given.inHoursOf(schedule(window(SUNDAY, 2, 3)), calendar());

        assertThat(given.decide("2026-10-24T23:59:59Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-10-25T00:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T00:59:59Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T01:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T01:59:59Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T02:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aWindowThatEndsInTheHourThatComesTwiceEndsTwice() {
        given.inHoursOf(new AccessItem.Schedule(EVENINGS, List.of(new Window(SUNDAY, 60, 150)), List.of()), calendar());

        assertThat(given.decide("2026-10-25T00:29:59Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T00:30:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-10-25T01:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-10-25T01:30:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void anExceptionDayHasItsOwnWindowsInsteadOfTheWeeks() {
        var christmasFriday = LocalDate.of(2026, 12, 25);
        given.inHoursOf(
                new AccessItem.Schedule(EVENINGS, List.of(window(FRIDAY, 17, 22)), List.of(window(FRIDAY, 10, 12))),
                calendar(christmasFriday));

        assertThat(given.decide("2026-12-25T17:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-12-25T10:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-12-18T17:00:00Z")).isEqualTo(granted());
        assertThat(given.decide("2026-12-18T10:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void anExceptionDayInNoWindowIsClosed() {
        given.inHoursOf(
                new AccessItem.Schedule(EVENINGS, List.of(window(FRIDAY, 0, 24)), List.of(window(THURSDAY, 0, 24))),
                calendar(LocalDate.of(2026, 12, 25)));

        assertThat(given.decide("2026-12-25T12:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void anExceptionDayBeginsAndEndsAtMidnightOnTheWall() {
        given.inHoursOf(
                schedule(window(THURSDAY, 0, 24), window(FRIDAY, 0, 24), window(SATURDAY, 0, 24)),
                calendar(LocalDate.of(2026, 12, 25)));

        assertThat(given.decide("2026-12-24T22:59:59Z")).isEqualTo(granted());
        assertThat(given.decide("2026-12-24T23:00:00Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-12-25T22:59:59Z")).isEqualTo(refused(Reason.OUT_OF_HOURS));
        assertThat(given.decide("2026-12-25T23:00:00Z")).isEqualTo(granted());
    }

    @Test
    void aGrantWithoutAScheduleHoldsOnAnExceptionDayToo() {
        given.more.add(calendar(LocalDate.of(2026, 12, 25)));

        assertThat(given.decide("2026-12-25T12:00:00Z")).isEqualTo(granted());
    }

    @Test
    void aScheduleTheListLacksIsDenied() {
        given.grants = List.of(ListFixture.inHours("g-1", new ScheduleId("mornings"), FROM, UNTIL));
        given.more.add(calendar());
        given.more.add(schedule(window(MONDAY, 0, 24)));

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.OUT_OF_HOURS));
    }

    @Test
    void aScheduleWithoutACalendarIsDenied() {
        given.grants = List.of(ListFixture.inHours("g-1", EVENINGS, FROM, UNTIL));
        given.more.add(new AccessItem.Schedule(
                EVENINGS,
                java.util.Arrays.stream(java.time.DayOfWeek.values())
                        .map(day -> window(day, 0, 24))
                        .toList(),
                List.of()));

        assertThat(given.decide(NOW)).isEqualTo(refused(Reason.OUT_OF_HOURS));
        given.more.add(calendar());
        assertThat(given.decide(NOW)).isEqualTo(granted());
    }
}

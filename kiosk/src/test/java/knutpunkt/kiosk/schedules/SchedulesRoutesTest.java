package knutpunkt.kiosk.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Window;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesRoutesTest {
    @TempDir
    private Path folder;

    private RunningSite site;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
    }

    @AfterEach
    void close() {
        site.close();
    }

    @Test
    void aScheduleTellsItsHoursAsOnTheClock() {
        site.addSchedule(new Schedule(
                new ScheduleId("evenings"),
                "Kvällar",
                List.of(new Window(DayOfWeek.FRIDAY, 17 * 60, 24 * 60)),
                List.of(new Window(DayOfWeek.SATURDAY, 0, 90))));

        Reply found = site.client().get("/schedules/evenings");

        assertThat(found.text("name")).isEqualTo("Kvällar");
        assertThat(found.json().at("/weekly/0").toString())
                .isEqualTo("{\"day\":\"friday\",\"start\":\"17:00\",\"end\":\"24:00\"}");
        assertThat(found.json().at("/onExceptionDays/0").toString())
                .isEqualTo("{\"day\":\"saturday\",\"start\":\"00:00\",\"end\":\"01:30\"}");
    }

    @Test
    void schedulesAreListed() {
        site.addSchedule(new Schedule(new ScheduleId("always"), "Alltid", List.of(), List.of()));

        assertThat(site.client().get("/schedules").json().at("/schedules/0/id").asText())
                .isEqualTo("always");
    }

    @Test
    void anUnknownScheduleIsNotFound() {
        assertThat(site.client().get("/schedules/never").status()).isEqualTo(404);
    }

    @Test
    void theCalendarTellsZoneAndExceptionDays() {
        site.database().write(transaction -> {
            Schedules.setCalendar(
                    transaction,
                    new AccessItem.Calendar(
                            ZoneId.of("Europe/Stockholm"),
                            new TreeMap<>(Map.of(LocalDate.of(2026, 12, 24), "Julafton"))));
            return 1;
        });

        Reply found = site.client().get("/calendar");

        assertThat(found.text("zone")).isEqualTo("Europe/Stockholm");
        assertThat(found.json().at("/exceptionDays/0").toString())
                .isEqualTo("{\"date\":\"2026-12-24\",\"name\":\"Julafton\"}");
    }

    @Test
    void aSiteWithoutACalendarSaysSo() {
        assertThat(site.client().get("/calendar").status()).isEqualTo(404);
    }

    @Test
    void theCalendarTakesNoQuery() {
        assertThat(site.client().get("/calendar?year=2026").status()).isEqualTo(400);
    }
}

package knutpunkt.kiosk.schedules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import knutpunkt.access.Window;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeekTest {
    private static final Words SWEDISH = Languages.shipped().of("sv").orElseThrow();
    private static final Words ENGLISH = Languages.shipped().of("en").orElseThrow();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void whatIsShownAsRowsIsReadBackTheSameToTheMinute(long seed) {
        var random = new Random(seed);
        for (int round = 0; round < 50; round++) {
            List<Window> windows = some(random);

            List<Window> back = Week.of(windows).windows();

            for (DayOfWeek day : DayOfWeek.values()) {
                for (int minute = 0; minute < 1_440; minute++) {
                    assertThat(holds(back, day, minute))
                            .as("seed %d round %d %s %d", seed, round, day, minute)
                            .isEqualTo(holds(windows, day, minute));
                }
            }
            assertThat(Week.of(back).windows()).isEqualTo(back);
        }
    }

    private static List<Window> some(Random random) {
        var windows = new ArrayList<Window>();
        for (int i = random.nextInt(12); i > 0; i--) {
            int start = random.nextInt(1_440);
            windows.add(
                    new Window(DayOfWeek.of(1 + random.nextInt(7)), start, start + 1 + random.nextInt(1_440 - start)));
        }
        return windows;
    }

    private static boolean holds(List<Window> windows, DayOfWeek day, int minute) {
        return windows.stream()
                .anyMatch(
                        window -> window.day() == day && window.startMinute() <= minute && minute < window.endMinute());
    }

    @ParameterizedTest
    @CsvSource({
        "7, 16, 420, 960",
        "07:30, 16:45, 450, 1005",
        "7.30, 1645, 450, 1005",
        "0, 24, 0, 1440",
        "15, 0, 900, 1440",
        "15:00, 00:00, 900, 1440"
    })
    void timesAreReadAsPeopleWriteThem(String from, String until, int start, int end) {
        var week = new Week(Map.of(DayOfWeek.MONDAY, List.of(new Week.Row(from, until), new Week.Row("", ""))));

        assertThat(week.windows()).containsExactly(new Window(DayOfWeek.MONDAY, start, end));
    }

    @ParameterizedTest
    @CsvSource({"25, 26", "16, 7", "7, 7", "24, 24", "a, b", "7:60, 8", "7, ''", "'', 7", "-1, 2", "24:30, 24:45"})
    void whatIsNoStretchOfADayIsRefused(String from, String until) {
        var week = new Week(Map.of(DayOfWeek.MONDAY, List.of(new Week.Row(from, until))));

        assertThatThrownBy(week::windows).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void hoursAreSaidInPlainWords() {
        assertThat(say(SWEDISH, List.of(), List.of())).isEqualTo("aldrig");
        assertThat(say(SWEDISH, every(0, 1_440), every(0, 1_440))).isEqualTo("alla dagar hela dygnet");
        assertThat(say(SWEDISH, evenings(), every(0, 1_440)))
                .isEqualTo("vardagar 15–24, helger hela dygnet; undantagsdagar hela dygnet");
        assertThat(say(ENGLISH, evenings(), List.of()))
                .isEqualTo("Monday–Friday 15–24, weekends round the clock; closed on exception days");
        assertThat(say(SWEDISH, every(450, 960), every(450, 960)))
                .isEqualTo("alla dagar 07:30–16:00; också på undantagsdagar");
        assertThat(say(
                        SWEDISH,
                        List.of(
                                new Window(DayOfWeek.MONDAY, 480, 720),
                                new Window(DayOfWeek.MONDAY, 780, 1_020),
                                new Window(DayOfWeek.TUESDAY, 480, 720),
                                new Window(DayOfWeek.TUESDAY, 780, 1_020),
                                new Window(DayOfWeek.FRIDAY, 480, 720)),
                        List.of()))
                .isEqualTo("måndag, tisdag 8–12 och 13–17, fredag 8–12; stängt på undantagsdagar");
    }

    private static String say(Words words, List<Window> weekly, List<Window> exceptions) {
        return PlainHours.say(new Schedule(new ScheduleId("s"), "S", weekly, exceptions), words);
    }

    private static List<Window> every(int start, int end) {
        return List.of(DayOfWeek.values()).stream()
                .map(day -> new Window(day, start, end))
                .toList();
    }

    private static List<Window> evenings() {
        return List.of(DayOfWeek.values()).stream()
                .map(day -> new Window(day, day.getValue() > 5 ? 0 : 900, 1_440))
                .toList();
    }

    @Test
    void the16DaysThatSwedenRestsIn2026() {
        assertThat(SwedishHolidays.of(2026))
                .containsOnlyKeys(
                        day(1, 1),
                        day(1, 6),
                        day(4, 3),
                        day(4, 5),
                        day(4, 6),
                        day(5, 1),
                        day(5, 14),
                        day(5, 24),
                        day(6, 6),
                        day(6, 19),
                        day(6, 20),
                        day(10, 31),
                        day(12, 24),
                        day(12, 25),
                        day(12, 26),
                        day(12, 31))
                .containsEntry(day(6, 19), "Midsommarafton")
                .containsEntry(day(12, 24), "Julafton")
                .containsEntry(day(12, 31), "Nyårsafton");
    }

    private static LocalDate day(int month, int day) {
        return LocalDate.of(2026, month, day);
    }
}

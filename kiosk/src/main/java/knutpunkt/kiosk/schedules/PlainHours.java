package knutpunkt.kiosk.schedules;

import static java.util.stream.Collectors.joining;

import java.time.DayOfWeek;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import knutpunkt.access.Window;
import knutpunkt.kiosk.words.Words;

/** Hours in plain words, for example "vardagar 15–24, helger hela dygnet; undantagsdagar 10–18". Pure. */
public final class PlainHours {
    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
    private static final Set<DayOfWeek> WORKDAYS = EnumSet.complementOf(EnumSet.copyOf(WEEKEND));

    private PlainHours() {}

    /** A stretch of a day, whatever day it is. */
    private record Stretch(int start, int end) {}

    /** All of a schedule's hours. */
    public static String say(Schedule schedule, Words words) {
        Map<DayOfWeek, List<Stretch>> weekly = byDay(schedule.weekly());
        Map<DayOfWeek, List<Stretch>> exceptions = byDay(schedule.onExceptionDays());
        if (weekly.equals(exceptions)) {
            return weekly.isEmpty() ? words.say("hours.never") : whole(weekly, words, "hours.also-exceptions");
        }
        String ordinary = weekly.isEmpty() ? words.say("hours.never-ordinary") : days(weekly, words);
        return ordinary + "; " + onExceptions(exceptions, words);
    }

    private static String whole(Map<DayOfWeek, List<Stretch>> weekly, Words words, String also) {
        boolean always = weekly.size() == DayOfWeek.values().length
                && weekly.values().stream().allMatch(List.of(new Stretch(0, DAY))::equals);
        return always ? words.say("hours.always") : days(weekly, words) + "; " + words.say(also);
    }

    private static String onExceptions(Map<DayOfWeek, List<Stretch>> exceptions, Words words) {
        if (exceptions.isEmpty()) {
            return words.say("hours.exceptions-closed");
        }
        boolean same = exceptions.size() == DayOfWeek.values().length
                && exceptions.values().stream().distinct().count() == 1;
        return words.say(
                "hours.exceptions",
                "hours",
                same ? stretches(exceptions.values().iterator().next(), words) : days(exceptions, words));
    }

    private static Map<DayOfWeek, List<Stretch>> byDay(List<Window> windows) {
        var byDay = new LinkedHashMap<DayOfWeek, List<Stretch>>();
        for (Window window : Week.merged(windows)) {
            byDay.computeIfAbsent(window.day(), _ -> new ArrayList<>())
                    .add(new Stretch(window.startMinute(), window.endMinute()));
        }
        return byDay;
    }

    private static String days(Map<DayOfWeek, List<Stretch>> byDay, Words words) {
        var alike = new LinkedHashMap<List<Stretch>, EnumSet<DayOfWeek>>();
        byDay.forEach((day, stretches) -> alike.computeIfAbsent(stretches, _ -> EnumSet.noneOf(DayOfWeek.class))
                .add(day));
        return alike.entrySet().stream()
                .sorted(Comparator.comparing(
                        group -> group.getValue().iterator().next()))
                .map(group -> names(group.getValue(), words) + " " + stretches(group.getKey(), words))
                .collect(joining(", "));
    }

    private static String names(Set<DayOfWeek> days, Words words) {
        if (days.size() == DayOfWeek.values().length) {
            return words.say("hours.every-day");
        }
        if (days.equals(WORKDAYS)) {
            return words.say("hours.workdays");
        }
        if (days.equals(WEEKEND)) {
            return words.say("hours.weekends");
        }
        var runs = new ArrayList<String>();
        List<DayOfWeek> left = new ArrayList<>(days);
        while (!left.isEmpty()) {
            int length = 1;
            while (length < left.size()
                    && left.get(length) == left.get(length - 1).plus(1)) {
                length++;
            }
            String first = name(left.getFirst(), words.locale());
            String last = name(left.get(length - 1), words.locale());
            runs.add(length == 1 ? first : length == 2 ? first + ", " + last : first + "–" + last);
            left = left.subList(length, left.size());
        }
        return String.join(", ", runs);
    }

    /** A day's name, as the language writes it within a sentence. */
    static String name(DayOfWeek day, Locale locale) {
        return day.getDisplayName(TextStyle.FULL, locale);
    }

    private static String stretches(List<Stretch> stretches, Words words) {
        return stretches.stream()
                .map(stretch -> stretch.equals(new Stretch(0, DAY))
                        ? words.say("hours.all-day")
                        : clock(stretch.start(), stretch.end()))
                .collect(joining(" " + words.say("hours.and") + " "));
    }

    private static String clock(int start, int end) {
        return start % HOUR == 0 && end % HOUR == 0 ? start / HOUR + "–" + end / HOUR : clock(start) + "–" + clock(end);
    }

    /** As {@code 07:30}; midnight at the end of a day is {@code 24:00}. */
    static String clock(int minute) {
        return String.format(Locale.ROOT, "%02d:%02d", minute / HOUR, minute % HOUR);
    }
}

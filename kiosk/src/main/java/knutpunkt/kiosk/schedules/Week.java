package knutpunkt.kiosk.schedules;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.access.Window;

/**
 * A week's hours as somebody types them: to each day some rows of from and until, empty ones among them. Pure.
 *
 * @param rows every day has its rows, in the order of typing
 */
public record Week(Map<DayOfWeek, List<Row>> rows) {
    /** How many rows one day may have. */
    static final int ROWS_MAX = 12;

    static final String RULE = "must be times of the day, like 07:30, the later one last";

    private static final int HOUR = 60;
    private static final int DAY = 24 * HOUR;
    private static final Pattern TIME = Pattern.compile("([01]?[0-9]|2[0-4])(?:[:.]?([0-5][0-9]))?");

    public Week {
        var all = new EnumMap<DayOfWeek, List<Row>>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            all.put(day, List.copyOf(rows.getOrDefault(day, List.of())));
        }
        rows = all;
    }

    /** One row, as typed. */
    public record Row(String from, String until) {
        static final Row EMPTY = new Row("", "");

        boolean isEmpty() {
            return from.isEmpty() && until.isEmpty();
        }
    }

    static Week of(List<Window> windows) {
        var rows = new EnumMap<DayOfWeek, List<Row>>(DayOfWeek.class);
        for (Window window : merged(windows)) {
            rows.computeIfAbsent(window.day(), _ -> new ArrayList<>())
                    .add(new Row(PlainHours.clock(window.startMinute()), PlainHours.clock(window.endMinute())));
        }
        return new Week(rows);
    }

    public List<Row> of(DayOfWeek day) {
        return rows.getOrDefault(day, List.of());
    }

    Week plusRow(DayOfWeek day) {
        var more = new ArrayList<>(of(day));
        more.add(Row.EMPTY);
        return with(day, more);
    }

    Week minusRow(DayOfWeek day, int row) {
        var fewer = new ArrayList<>(of(day));
        fewer.remove(row);
        return with(day, fewer);
    }

    /** The same hours on this day as on another. */
    Week copied(DayOfWeek from, DayOfWeek to) {
        return with(to, of(from));
    }

    private Week with(DayOfWeek day, List<Row> its) {
        var changed = new EnumMap<>(rows);
        changed.put(day, its);
        return new Week(changed);
    }

    /**
     * What was typed as windows: those that overlap or touch are one.
     *
     * @throws IllegalArgumentException for a row that is no stretch of a day
     */
    List<Window> windows() {
        var windows = new ArrayList<Window>();
        rows.forEach((day, its) -> {
            for (Row row : its) {
                if (!row.isEmpty()) {
                    windows.add(new Window(day, minute(row.from()), end(row.until())));
                }
            }
        });
        return merged(windows);
    }

    private static int end(String typed) {
        int minute = minute(typed);
        return minute == 0 ? DAY : minute;
    }

    /** Reads {@code 7}, {@code 07:30}, {@code 7.30} and {@code 0730}. */
    private static int minute(String typed) {
        Matcher matcher = TIME.matcher(typed);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no time of the day");
        }
        String minutes = matcher.group(2);
        int minute = Integer.parseInt(matcher.group(1)) * HOUR + (minutes == null ? 0 : Integer.parseInt(minutes));
        if (minute > DAY) {
            throw new IllegalArgumentException("past midnight");
        }
        return minute;
    }

    /** By day and time, those that overlap or touch as one. */
    static List<Window> merged(List<Window> windows) {
        var merged = new ArrayList<Window>();
        windows.stream()
                .sorted(Comparator.comparing(Window::day).thenComparingInt(Window::startMinute))
                .forEach(window -> {
                    if (!merged.isEmpty()
                            && merged.getLast().day() == window.day()
                            && merged.getLast().endMinute() >= window.startMinute()) {
                        Window last = merged.removeLast();
                        merged.add(new Window(
                                last.day(), last.startMinute(), Math.max(last.endMinute(), window.endMinute())));
                    } else {
                        merged.add(window);
                    }
                });
        return merged;
    }
}

package knutpunkt.kiosk.schedules;

import java.util.List;
import java.util.Locale;
import knutpunkt.access.Window;
import knutpunkt.wire.ScheduleId;

/** A schedule as the API shows one: days by their English names, times as on the clock, midnight at the end 24:00. */
record ScheduleForm(ScheduleId id, String name, List<Hours> weekly, List<Hours> onExceptionDays) {

    record Hours(String day, String start, String end) {
        static Hours of(Window window) {
            return new Hours(
                    window.day().name().toLowerCase(Locale.ROOT),
                    clock(window.startMinute()),
                    clock(window.endMinute()));
        }

        private static String clock(int minute) {
            return String.format(Locale.ROOT, "%02d:%02d", minute / 60, minute % 60);
        }
    }

    static ScheduleForm of(Schedule schedule) {
        return new ScheduleForm(
                schedule.id(), schedule.name(), hours(schedule.weekly()), hours(schedule.onExceptionDays()));
    }

    private static List<Hours> hours(List<Window> windows) {
        return windows.stream().map(Hours::of).toList();
    }
}

package knutpunkt.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import knutpunkt.wire.ScheduleId;

/**
 * A list's schedules and the calendar they are read by. A moment is turned into the clock on the wall, never the other
 * way round, so an hour that a change to summer time skips admits nobody, and one that happens twice admits twice.
 */
final class Hours {
    static final Hours NONE = new Hours(Optional.empty(), new TreeMap<>());

    private final Optional<AccessItem.Calendar> calendar;
    private final Set<LocalDate> exceptionDays;
    private final SortedMap<String, AccessItem.Schedule> schedules;

    private Hours(Optional<AccessItem.Calendar> calendar, SortedMap<String, AccessItem.Schedule> schedules) {
        this.calendar = calendar;
        this.exceptionDays =
                calendar.map(days -> Set.copyOf(days.exceptionDays().keySet())).orElseGet(Set::of);
        this.schedules = schedules;
    }

    /** These hours with the items put and the keys removed; these very hours when none of them is about hours. */
    Hours with(Collection<? extends AccessItem> put, Collection<String> removedKeys) {
        var changed = new TreeMap<>(schedules);
        Optional<AccessItem.Calendar> days = calendar;
        for (String key : removedKeys) {
            changed.remove(key);
            if (key.equals(AccessItem.Calendar.KEY)) {
                days = Optional.empty();
            }
        }
        for (AccessItem item : put) {
            switch (item) {
                case AccessItem.Schedule schedule -> changed.put(schedule.key(), schedule);
                case AccessItem.Calendar other -> days = Optional.of(other);
                case AccessItem.Badge _, AccessItem.Holder _ -> {}
            }
        }
        return changed.equals(schedules) && days.equals(calendar) ? this : new Hours(days, changed);
    }

    Optional<AccessItem.Calendar> calendar() {
        return calendar;
    }

    /** In the order of their keys. */
    Stream<AccessItem.Schedule> schedules() {
        return schedules.values().stream();
    }

    /** Whether a schedule admits now: no schedule always does, one that is not here or that no calendar goes with never. */
    boolean admit(Optional<ScheduleId> schedule, Instant now) {
        if (schedule.isEmpty()) {
            return true;
        }
        AccessItem.Schedule known = schedules.get(AccessItem.Schedule.keyOf(schedule.get()));
        if (known == null || calendar.isEmpty()) {
            return false;
        }
        LocalDateTime onTheWall = LocalDateTime.ofInstant(now, calendar.get().zone());
        boolean exception = exceptionDays.contains(onTheWall.toLocalDate());
        return admit(exception ? known.onExceptionDays() : known.weekly(), onTheWall);
    }

    private static boolean admit(List<Window> windows, LocalDateTime onTheWall) {
        int minute = onTheWall.getHour() * 60 + onTheWall.getMinute();
        return windows.stream()
                .anyMatch(window -> window.day() == onTheWall.getDayOfWeek()
                        && window.startMinute() <= minute
                        && minute < window.endMinute());
    }
}

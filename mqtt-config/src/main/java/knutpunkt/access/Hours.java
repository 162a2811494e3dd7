package knutpunkt.access;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import knutpunkt.wire.ScheduleId;

/**
 * A list's schedules and the calendar they are read by. A moment is turned into the clock on the wall, never the other
 * way round, so an hour that a change to summer time skips admits nobody, and one that happens twice admits twice.
 */
final class Hours {
    static final Hours NONE = new Hours(new TreeMap<>());

    private static final int CALENDAR_BUCKET = Bucket.ofKey(AccessItem.Calendar.KEY);

    private final SortedMap<String, AccessItem> items;
    private final Optional<AccessItem.Calendar> calendar;
    private final Set<LocalDate> exceptionDays;
    private final Map<Integer, List<AccessItem.Schedule>> schedules;

    private Hours(SortedMap<String, AccessItem> items) {
        this.items = items;
        this.calendar = Optional.ofNullable(items.get(AccessItem.Calendar.KEY)).map(AccessItem.Calendar.class::cast);
        this.exceptionDays =
                calendar.map(days -> Set.copyOf(days.exceptionDays().keySet())).orElseGet(Set::of);
        this.schedules = items.values().stream()
                .filter(AccessItem.Schedule.class::isInstance)
                .map(AccessItem.Schedule.class::cast)
                .collect(Collectors.groupingBy(Bucket::of));
    }

    /** These hours after schedules and a calendar were put, and others removed, by key. */
    Hours with(SortedMap<String, Optional<AccessItem>> changes) {
        if (changes.isEmpty()) {
            return this;
        }
        var after = new TreeMap<>(items);
        changes.forEach((key, item) -> {
            after.remove(key);
            item.ifPresent(put -> after.put(key, put));
        });
        return new Hours(after);
    }

    Stream<AccessItem.Calendar> calendar(int bucket) {
        return bucket == CALENDAR_BUCKET ? calendar.stream() : Stream.empty();
    }

    /** In the order of their keys. */
    Stream<AccessItem.Schedule> schedules(int bucket) {
        return schedules.getOrDefault(bucket, List.of()).stream();
    }

    /** Whether a schedule admits now: none always does; one that is not here, or has no calendar, never. */
    boolean admit(Optional<ScheduleId> schedule, Instant now) {
        if (schedule.isEmpty()) {
            return true;
        }
        return calendar.isPresent()
                && items.get(AccessItem.Schedule.keyOf(schedule.get())) instanceof AccessItem.Schedule known
                && admit(known, LocalDateTime.ofInstant(now, calendar.get().zone()));
    }

    private boolean admit(AccessItem.Schedule schedule, LocalDateTime onTheWall) {
        boolean exception = exceptionDays.contains(onTheWall.toLocalDate());
        Collection<Window> windows = exception ? schedule.onExceptionDays() : schedule.weekly();
        int minute = onTheWall.getHour() * 60 + onTheWall.getMinute();
        return windows.stream()
                .anyMatch(window -> window.day() == onTheWall.getDayOfWeek()
                        && window.startMinute() <= minute
                        && minute < window.endMinute());
    }
}

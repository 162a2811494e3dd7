package knutpunkt.kiosk.schedules;

import static java.util.Objects.requireNonNull;

import java.util.List;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Window;
import knutpunkt.wire.ScheduleId;

/**
 * Hours of the week with a name.
 *
 * @param weekly when it holds on an ordinary day
 * @param onExceptionDays when it holds on an exception day instead
 */
public record Schedule(ScheduleId id, String name, List<Window> weekly, List<Window> onExceptionDays) {
    public Schedule {
        requireNonNull(id, "id");
        requireNonNull(name, "name");
        weekly = List.copyOf(weekly);
        onExceptionDays = List.copyOf(onExceptionDays);
    }

    public AccessItem.Schedule item() {
        return new AccessItem.Schedule(id, weekly, onExceptionDays);
    }
}

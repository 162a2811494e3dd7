package knutpunkt.access;

import java.nio.charset.StandardCharsets;
import java.util.List;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.ScheduleId;

/**
 * The bytes of an item that a list's digest is made of, so that anybody can make them again. Numbers are unsigned and
 * big-endian; {@code text} is its length in UTF-8 bytes as u32, then those bytes; {@code [x]} is a count as u32, then as
 * many x in the order of the list.
 *
 * <pre>
 * badge     u8 1, key id u16, keyed hash (16 bytes), person text, blocked u8 (0 or 1)
 * calendar  u8 2, zone id text, [days since 1970-01-01 i64, name text], by date
 * holder    u8 3, person text, flags u8 (1 PIN needed, 2 extended time, 4 enters in lockdown, 8 essential), [grant]
 * grant     id text, from u32, until u32 (seconds since 1970), [door text] in ascending order,
 *           u8 0 for any hour, or u8 1 and the schedule's id text
 * schedule  u8 4, id text, [window] of weeks, [window] of exception days
 * window    weekday u8 (1 Monday to 7 Sunday), start minute u16, end minute u16
 * </pre>
 *
 * A bucket's digest is SHA-256 over its items in ascending order of their keys' bytes; 32 zero bytes when it has none. A
 * badge's bucket is the first byte of its keyed hash, any other item's the first byte of SHA-256 of its key in UTF-8.
 * The list's digest is SHA-256 over the digests of buckets 0 to 255, one after the other.
 *
 * <p>The revision is not among them: it is signed beside the digest. So a list that came by changes and one that came
 * whole prove to be the same, and a service that starts a new epoch with the same list need not send it again.
 */
final class Canonical {
    static final int BADGE = 1;
    static final int CALENDAR = 2;
    static final int HOLDER = 3;
    static final int SCHEDULE = 4;

    private Canonical() {}

    static void write(AccessItem.Calendar calendar, Octets out) {
        text(calendar.zone().getId(), out.u8(CALENDAR));
        var days = calendar.exceptionDays();
        out.u32(days.size());
        days.forEach((day, name) -> text(name, out.u64(day.toEpochDay())));
    }

    static void write(AccessItem.Schedule schedule, Octets out) {
        text(schedule.id().text(), out.u8(SCHEDULE));
        windows(schedule.weekly(), out);
        windows(schedule.onExceptionDays(), out);
    }

    /** A grant's doors and schedule: the end of its bytes, and the same for every grant of one scope. */
    static byte[] of(Scope scope) {
        var out = new Octets();
        List<String> doors = scope.doors().stream().map(DoorId::text).sorted().toList();
        out.u32(doors.size());
        doors.forEach(door -> text(door, out));
        out.u8(scope.schedule().isPresent() ? 1 : 0);
        scope.schedule().map(ScheduleId::text).ifPresent(schedule -> text(schedule, out));
        return out.toArray();
    }

    static void text(byte[] utf8, Octets out) {
        out.u32(utf8.length).bytes(utf8);
    }

    private static void text(String text, Octets out) {
        text(text.getBytes(StandardCharsets.UTF_8), out);
    }

    private static void windows(List<Window> windows, Octets out) {
        out.u32(windows.size());
        for (Window window : windows) {
            out.u8(window.day().getValue()).u16(window.startMinute()).u16(window.endMinute());
        }
    }
}

package knutpunkt.access;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import knutpunkt.wire.DoorId;

/** Stand-in until the compact list brings its own. */
final class Canonical {
    private Canonical() {}

    static byte[] of(AccessItem item) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            switch (item) {
                case AccessItem.Badge badge -> write(out, badge);
                case AccessItem.Holder holder -> write(out, holder);
                case AccessItem.Schedule schedule -> write(out, schedule);
                case AccessItem.Calendar calendar -> write(out, calendar);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, AccessItem.Badge badge) throws IOException {
        out.writeByte(1);
        out.writeShort(badge.token().keyId());
        out.writeLong(badge.token().high());
        out.writeLong(badge.token().low());
        text(out, badge.person().text());
        out.writeByte(badge.blocked() ? 1 : 0);
    }

    private static void write(DataOutputStream out, AccessItem.Holder holder) throws IOException {
        out.writeByte(2);
        text(out, holder.person().text());
        out.writeByte((holder.pinNeeded() ? 1 : 0)
                + (holder.extendedTime() ? 2 : 0)
                + (holder.entersInLockdown() ? 4 : 0)
                + (holder.essential() ? 8 : 0));
        out.writeInt(holder.grants().size());
        for (Grant grant : holder.grants()) {
            text(out, grant.id().text());
            out.writeInt((int) grant.from().getEpochSecond());
            out.writeInt((int) grant.until().getEpochSecond());
            List<String> doors =
                    grant.doors().stream().map(DoorId::text).sorted().toList();
            out.writeInt(doors.size());
            for (String door : doors) {
                text(out, door);
            }
            text(out, grant.schedule().map(schedule -> schedule.text()).orElse(""));
        }
    }

    private static void write(DataOutputStream out, AccessItem.Schedule schedule) throws IOException {
        out.writeByte(3);
        text(out, schedule.id().text());
        windows(out, schedule.weekly());
        windows(out, schedule.onExceptionDays());
    }

    private static void windows(DataOutputStream out, List<Window> windows) throws IOException {
        out.writeInt(windows.size());
        for (Window window : windows) {
            out.writeByte(window.day().getValue());
            out.writeShort(window.startMinute());
            out.writeShort(window.endMinute());
        }
    }

    private static void write(DataOutputStream out, AccessItem.Calendar calendar) throws IOException {
        out.writeByte(4);
        text(out, calendar.zone().getId());
        SortedMap<LocalDate, String> days = new TreeMap<>(calendar.exceptionDays());
        out.writeInt(days.size());
        for (var day : days.entrySet()) {
            out.writeLong(day.getKey().toEpochDay());
            text(out, day.getValue());
        }
    }

    private static void text(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}

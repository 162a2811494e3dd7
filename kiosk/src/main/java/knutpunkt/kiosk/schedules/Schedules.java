package knutpunkt.kiosk.schedules;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Window;
import knutpunkt.kiosk.database.Row;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.wire.ScheduleId;
import knutpunkt.wire.message.WireJson;

/** The tables of schedules and of the site's calendar. */
public final class Schedules {
    /** The longest name, in characters. */
    public static final int NAME_MAX = 60;

    /** How many schedules one site may have. */
    public static final int SCHEDULES_MAX = 200;

    /** The rule, for whoever refuses an id that is none. */
    public static final String RULE = "must be a schedule of this site";

    private static final TypeReference<List<Window>> WINDOWS = new TypeReference<>() {};

    private Schedules() {}

    public static void add(Transaction transaction, Schedule schedule) {
        transaction.update(
                "INSERT INTO schedule (id, name, weekly, on_exception_days) VALUES (?, ?, ?, ?)",
                schedule.id().text(),
                schedule.name(),
                write(schedule.weekly()),
                write(schedule.onExceptionDays()));
    }

    /** Gives it other hours. The list must be put its item anew. */
    public static void change(Transaction transaction, Schedule schedule) {
        transaction.update(
                "UPDATE schedule SET name = ?, weekly = ?, on_exception_days = ? WHERE id = ?",
                schedule.name(),
                write(schedule.weekly()),
                write(schedule.onExceptionDays()),
                schedule.id().text());
    }

    static void remove(Transaction transaction, ScheduleId id) {
        transaction.update("DELETE FROM schedule WHERE id = ?", id.text());
    }

    /** How many grants name it: while there is one, it cannot go. */
    static long grants(Transaction transaction, ScheduleId id) {
        return transaction
                .one(
                        "SELECT count(*) AS grants FROM access_grant WHERE schedule = ?",
                        row -> row.number("grants"),
                        id.text())
                .orElseThrow();
    }

    static boolean isFull(Transaction transaction) {
        return transaction.exists("SELECT 1 FROM schedule LIMIT 1 OFFSET ?", SCHEDULES_MAX - 1);
    }

    /** Sets the site's zone and exception days, instead of what there was. */
    static void putCalendar(Transaction transaction, AccessItem.Calendar calendar) {
        transaction.update("DELETE FROM exception_day");
        transaction.update("DELETE FROM calendar");
        setCalendar(transaction, calendar);
    }

    /** Sets the site's zone and exception days, once. */
    public static void setCalendar(Transaction transaction, AccessItem.Calendar calendar) {
        transaction.update(
                "INSERT INTO calendar (only, zone) VALUES (1, ?)",
                calendar.zone().getId());
        calendar.exceptionDays()
                .forEach((day, name) -> transaction.update(
                        "INSERT INTO exception_day (day, name) VALUES (?, ?)", day.toString(), name));
    }

    public static boolean exists(Transaction transaction, ScheduleId id) {
        return transaction.exists("SELECT 1 FROM schedule WHERE id = ?", id.text());
    }

    public static Optional<Schedule> find(Transaction transaction, ScheduleId id) {
        return transaction.one("SELECT * FROM schedule WHERE id = ?", Schedules::read, id.text());
    }

    static List<Schedule> list(Transaction transaction, String after, int rows) {
        return transaction.list(
                "SELECT * FROM schedule WHERE id > ? ORDER BY id LIMIT ?", Schedules::read, after, rows);
    }

    /** Every schedule, by name. */
    public static List<Schedule> all(Transaction transaction) {
        return transaction.list("SELECT * FROM schedule ORDER BY name, id", Schedules::read);
    }

    /** The site's calendar; none before it is set up. */
    public static Optional<AccessItem.Calendar> calendar(Transaction transaction) {
        var days = new TreeMap<LocalDate, String>();
        transaction
                .list("SELECT * FROM exception_day", row -> new Day(LocalDate.parse(row.text("day")), row.text("name")))
                .forEach(day -> days.put(day.date(), day.name()));
        return transaction.one(
                "SELECT zone FROM calendar", row -> new AccessItem.Calendar(ZoneId.of(row.text("zone")), days));
    }

    private record Day(LocalDate date, String name) {}

    /** What the access list holds of schedules and calendar. */
    public static List<AccessItem> items(Transaction transaction) {
        var items = new ArrayList<AccessItem>();
        transaction.list("SELECT * FROM schedule", Schedules::read).forEach(schedule -> items.add(schedule.item()));
        calendar(transaction).ifPresent(items::add);
        return items;
    }

    private static Schedule read(Row row) {
        return new Schedule(
                new ScheduleId(row.text("id")),
                row.text("name"),
                windows(row.text("weekly")),
                windows(row.text("on_exception_days")));
    }

    private static List<Window> windows(String json) {
        try {
            return WireJson.mapper().readValue(json, WINDOWS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("windows in the database must be readable", e);
        }
    }

    private static String write(List<Window> windows) {
        try {
            return WireJson.mapper().writeValueAsString(windows);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("windows always have a JSON form", e);
        }
    }
}

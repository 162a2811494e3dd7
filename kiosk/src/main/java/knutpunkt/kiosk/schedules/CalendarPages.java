package knutpunkt.kiosk.schedules;

import static java.util.Objects.requireNonNull;

import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;

/** The days that are exceptions to the week: holidays, and what the premises owner adds. */
public final class CalendarPages implements AdminPages {
    private static final String PATH = "/schedules/calendar";
    private static final String DAY = "day";
    private static final String NAME = "name";
    private static final String YEAR = "year";
    private static final String SUBJECT = "calendar";
    private static final int NAME_MAX = 60;

    /** How many days the calendar may have: it is one item of the access list, and an item has a size. */
    private static final int DAYS_MAX = 1_000;

    private final Database database;
    private final AccessChanges changes;
    private final Supplier<ZoneId> zone;
    private final Audit audit;
    private final InstantSource clock;

    /** @param zone of a site that has no calendar yet */
    public CalendarPages(
            Database database, AccessChanges changes, Supplier<ZoneId> zone, Audit audit, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.zone = requireNonNull(zone, "zone");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The page.
     *
     * @param years this one and the next, and any other that has days to come
     */
    public record Shown(ZoneId zone, List<OfYear> years, String day, String name) {}

    /**
     * One year.
     *
     * @param missing holidays that it does not have
     */
    public record OfYear(int year, List<Day> days, int missing) {}

    /** One day. */
    public record Day(LocalDate date, String weekday, String name) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_RULES, this::show)
                .post(PATH, Act.CHANGE_RULES, this::add, this::show)
                .post(PATH + "/fill", Act.CHANGE_RULES, this::fill, this::show)
                .post(PATH + "/remove", Act.CHANGE_RULES, this::remove, this::show);
    }

    private Reply show(Visit visit) {
        SortedMap<LocalDate, String> days = database.read(transaction -> Schedules.calendar(transaction)
                .map(AccessItem.Calendar::exceptionDays)
                .orElseGet(TreeMap::new));
        int year = today().getYear();
        var years = new ArrayList<OfYear>();
        int last = days.isEmpty() ? year : days.lastKey().getYear();
        for (int one = year; one <= Math.max(year + 1, last); one++) {
            years.add(ofYear(one, days, visit));
        }
        return Reply.page(
                "schedules/calendar",
                "calendar.title",
                new Shown(zone.get(), years, visit.shown(DAY, ""), visit.shown(NAME, "")));
    }

    private static OfYear ofYear(int year, SortedMap<LocalDate, String> days, Visit visit) {
        List<Day> its = days.subMap(LocalDate.of(year, 1, 1), LocalDate.of(year + 1, 1, 1)).entrySet().stream()
                .map(day -> new Day(
                        day.getKey(),
                        PlainHours.name(
                                day.getKey().getDayOfWeek(), visit.words().locale()),
                        day.getValue()))
                .toList();
        int missing = (int) SwedishHolidays.of(year).keySet().stream()
                .filter(day -> !days.containsKey(day))
                .count();
        return new OfYear(year, its, missing);
    }

    private LocalDate today() {
        return clock.instant().atZone(zone.get()).toLocalDate();
    }

    private Reply add(Visit visit) {
        Form form = visit.form(DAY, NAME);
        LocalDate day = form.day(DAY);
        String name = form.value(
                NAME, "must be 1 to " + NAME_MAX + " visible characters", text -> Printable.name(text, NAME_MAX));
        if (day.getYear() < 2000 || day.getYear() > 2100) {
            throw Problem.badRequest(DAY, "must be between the years 2000 and 2100");
        }
        change(visit, days -> {
            if (days.containsKey(day)) {
                throw Problem.conflict(DAY, "must not be in the calendar already");
            }
            days.put(day, name);
        });
        return Reply.done(PATH, "calendar");
    }

    private Reply fill(Visit visit) {
        int year = visit.form(YEAR).value(YEAR, "must be this year or one of the next", Integer::parseInt);
        int now = today().getYear();
        if (year < now || year > now + 5) {
            throw Problem.badRequest(YEAR, "must be this year or one of the next five");
        }
        // A day that is there already keeps the name that somebody gave it.
        change(visit, days -> SwedishHolidays.of(year).forEach((day, name) -> days.putIfAbsent(day, name)));
        return Reply.done(PATH, "calendar-filled");
    }

    private Reply remove(Visit visit) {
        LocalDate day = visit.form(DAY).value(DAY, "must be a day of the calendar", CalendarPages::day);
        change(visit, days -> {
            if (days.remove(day) == null) {
                throw Problem.notFound(DAY, "must be a day of the calendar");
            }
        });
        return Reply.done(PATH, "calendar");
    }

    private static LocalDate day(String text) {
        try {
            return LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("no day", e);
        }
    }

    /** Changes the days that there are. */
    @FunctionalInterface
    private interface Editing {
        void edit(SortedMap<LocalDate, String> days);
    }

    private void change(Visit visit, Editing editing) {
        database.write(transaction -> {
            Optional<AccessItem.Calendar> before = Schedules.calendar(transaction);
            SortedMap<LocalDate, String> days =
                    before.map(AccessItem.Calendar::exceptionDays).orElseGet(TreeMap::new);
            var was = new TreeMap<>(days);
            editing.edit(days);
            if (days.size() > DAYS_MAX) {
                throw Problem.conflict(DAY, "is one too many: a calendar has at most " + DAYS_MAX);
            }
            return put(
                    transaction,
                    visit,
                    was,
                    new AccessItem.Calendar(
                            before.map(AccessItem.Calendar::zone).orElseGet(zone), days));
        });
    }

    private Revision put(
            Transaction transaction, Visit visit, SortedMap<LocalDate, String> before, AccessItem.Calendar after) {
        Schedules.putCalendar(transaction, after);
        audit.changed(
                transaction,
                visit.by(),
                Deed.CALENDAR_CHANGED,
                SUBJECT,
                Optional.empty(),
                fields(before),
                fields(after.exceptionDays()));
        return changes.change(transaction, List.of(after), List.of());
    }

    private static Map<String, String> fields(SortedMap<LocalDate, String> days) {
        var fields = new TreeMap<String, String>();
        days.forEach((day, name) -> fields.put(day.toString(), name));
        return fields;
    }
}

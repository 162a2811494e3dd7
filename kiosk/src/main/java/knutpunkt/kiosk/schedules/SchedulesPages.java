package knutpunkt.kiosk.schedules;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import knutpunkt.access.Window;
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
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;
import knutpunkt.kiosk.words.Words;
import knutpunkt.wire.ScheduleId;

/**
 * Schedules and the editor of their weeks. The editor is a form of time fields, a row to a stretch; its buttons send it
 * as it is, and it comes back with a row more or less, until it is saved. A script draws the same rows as a grid.
 */
public final class SchedulesPages implements AdminPages {
    private static final String PATH = "/schedules";
    private static final String NAME = "name";
    private static final String ACT = "act";
    private static final String SAVE = "save";
    private static final String WEEKLY = "weekly";
    private static final String EXCEPTIONS = "exceptions";
    private static final String SCHEDULE = "schedule";

    /** Evenings, a short Friday, and one stretch that ends between half hours. */
    public static final List<Window> EXAMPLE = List.of(
            new Window(DayOfWeek.MONDAY, 8 * 60, 12 * 60),
            new Window(DayOfWeek.MONDAY, 15 * 60, 24 * 60),
            new Window(DayOfWeek.FRIDAY, 15 * 60, 22 * 60 + 15),
            new Window(DayOfWeek.SATURDAY, 0, 24 * 60));

    private final Database database;
    private final AccessChanges changes;
    private final Audit audit;
    private final OpaqueIds ids;

    public SchedulesPages(Database database, AccessChanges changes, Audit audit, OpaqueIds ids) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.audit = requireNonNull(audit, "audit");
        this.ids = requireNonNull(ids, "ids");
    }

    /** The list. */
    public record All(List<Listed> schedules, String name) {}

    /**
     * A schedule in the list.
     *
     * @param hours in plain words
     * @param grants how many grants name it
     */
    public record Listed(Schedule schedule, String hours, long grants) {}

    /** One schedule and its editor. */
    public record One(
            Schedule schedule, String name, String hours, List<Editor> editors, long grants, boolean unsaved) {}

    /**
     * One of the two weeks that a schedule has.
     *
     * @param part {@code weekly} or {@code exceptions}, the start of its fields' names
     * @param days in the order of the week
     */
    public record Editor(String part, List<Day> days) {
        static Editor of(Words words, String part, Week week) {
            Locale locale = words.locale();
            return new Editor(
                    part,
                    Arrays.stream(DayOfWeek.values())
                            .map(day -> new Day(
                                    word(day),
                                    capital(PlainHours.name(day, locale), locale),
                                    week.of(day).isEmpty() ? List.of(Week.Row.EMPTY) : week.of(day),
                                    week.of(day).size() < Week.ROWS_MAX))
                            .toList());
        }

        /** One with the hours of an example, for the page of components. */
        public static Editor example(Words words) {
            return of(words, WEEKLY, Week.of(EXAMPLE));
        }
    }

    /** One day of an editor. */
    public record Day(String word, String name, List<Week.Row> rows, boolean mayAdd) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.SEE_RULES, this::list)
                .post(PATH, Act.CHANGE_RULES, this::add, this::list)
                .get(PATH + "/{id}", Act.SEE_RULES, this::show)
                .post(PATH + "/{id}", Act.CHANGE_RULES, this::edit, this::showAgain)
                .post(PATH + "/{id}/remove", Act.CHANGE_RULES, this::remove, this::show);
    }

    private Reply list(Visit visit) {
        return database.read(transaction -> {
            List<Listed> schedules = Schedules.all(transaction).stream()
                    .map(schedule -> new Listed(
                            schedule,
                            PlainHours.say(schedule, visit.words()),
                            Schedules.grants(transaction, schedule.id())))
                    .toList();
            return Reply.page("schedules/list", "menu.schedules", new All(schedules, visit.shown(NAME, "")));
        });
    }

    private Reply show(Visit visit) {
        return database.read(transaction -> {
            Schedule schedule = find(transaction, visit);
            return page(
                    transaction,
                    visit,
                    schedule,
                    schedule.name(),
                    Week.of(schedule.weekly()),
                    Week.of(schedule.onExceptionDays()),
                    false);
        });
    }

    /** The page with what was sent, whether it can be saved or not. */
    private Reply showAgain(Visit visit) {
        Form form = visit.form(fields());
        return database.read(transaction -> page(
                transaction,
                visit,
                find(transaction, visit),
                form.typed(NAME),
                week(form, WEEKLY),
                week(form, EXCEPTIONS),
                true));
    }

    private static Reply page(
            Transaction transaction,
            Visit visit,
            Schedule schedule,
            String name,
            Week weekly,
            Week exceptions,
            boolean unsaved) {
        var editors =
                List.of(Editor.of(visit.words(), WEEKLY, weekly), Editor.of(visit.words(), EXCEPTIONS, exceptions));
        var page = new One(
                schedule,
                name,
                PlainHours.say(schedule, visit.words()),
                editors,
                Schedules.grants(transaction, schedule.id()),
                unsaved);
        return Reply.page("schedules/schedule", "schedule.one", page);
    }

    private static String capital(String word, Locale locale) {
        return word.substring(0, 1).toUpperCase(locale) + word.substring(1);
    }

    private static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    private static Schedule find(Transaction transaction, Visit visit) {
        return Schedules.find(transaction, visit.id(Schedules.RULE, ScheduleId::new))
                .orElseThrow(() -> Problem.notFound("id", Schedules.RULE));
    }

    private static String[] fields() {
        var fields = new ArrayList<>(List.of(NAME, ACT));
        for (String part : List.of(WEEKLY, EXCEPTIONS)) {
            for (DayOfWeek day : DayOfWeek.values()) {
                fields.add(field(part, day, "from"));
                fields.add(field(part, day, "until"));
            }
        }
        return fields.toArray(String[]::new);
    }

    private static String field(String part, DayOfWeek day, String end) {
        return part + "-" + word(day) + "-" + end;
    }

    private static Week week(Form form, String part) {
        var rows = new EnumMap<DayOfWeek, List<Week.Row>>(DayOfWeek.class);
        for (DayOfWeek day : DayOfWeek.values()) {
            List<String> from = form.all(field(part, day, "from"));
            List<String> until = form.all(field(part, day, "until"));
            if (from.size() != until.size() || from.size() > Week.ROWS_MAX) {
                throw Problem.badRequest(part, "must have as many starts as ends, and not too many");
            }
            var its = new ArrayList<Week.Row>();
            for (int i = 0; i < from.size(); i++) {
                its.add(new Week.Row(from.get(i).strip(), until.get(i).strip()));
            }
            rows.put(day, its);
        }
        return new Week(rows);
    }

    private Reply add(Visit visit) {
        String name = name(visit.form(NAME));
        var schedule = new Schedule(new ScheduleId(ids.fresh('s')), name, List.of(), List.of());
        database.write(transaction -> {
            requireFree(transaction, schedule);
            if (Schedules.isFull(transaction)) {
                throw Problem.conflict(SCHEDULE, "is one too many: a site has at most " + Schedules.SCHEDULES_MAX);
            }
            Schedules.add(transaction, schedule);
            note(transaction, visit, Deed.SCHEDULE_ADDED, schedule, Audit.NOTHING, fields(schedule));
            return changes.change(transaction, List.of(schedule.item()), List.of());
        });
        return Reply.done(PATH + "/" + schedule.id(), "schedule-added");
    }

    private static String name(Form form) {
        return form.value(
                NAME,
                "must be 1 to " + Schedules.NAME_MAX + " visible characters",
                text -> Printable.name(text, Schedules.NAME_MAX));
    }

    private static void requireFree(Transaction transaction, Schedule schedule) {
        if (Schedules.all(transaction).stream()
                .anyMatch(other ->
                        other.name().equals(schedule.name()) && !other.id().equals(schedule.id()))) {
            throw Problem.conflict(NAME, "must not be another schedule's name");
        }
    }

    private Reply edit(Visit visit) {
        Form form = visit.form(fields());
        String act = form.typed(ACT);
        if (act.isEmpty() || act.equals(SAVE)) {
            return save(visit, form);
        }
        Week weekly = week(form, WEEKLY);
        Week exceptions = week(form, EXCEPTIONS);
        Button button = Button.parse(act);
        return database.read(transaction -> page(
                transaction,
                visit,
                find(transaction, visit),
                form.typed(NAME),
                button.part().equals(WEEKLY) ? button.press(weekly) : weekly,
                button.part().equals(EXCEPTIONS) ? button.press(exceptions) : exceptions,
                true));
    }

    /** A button of the editor that is not the one to save: {@code add-weekly-monday} or {@code drop-weekly-monday-2}. */
    private record Button(String part, BiFunction<Week, DayOfWeek, Week> deed, DayOfWeek day) {
        private static final String RULE = "must be a button of the page";

        static Button parse(String act) {
            String[] parts = act.split("-", -1);
            try {
                boolean drops = parts.length == 4 && parts[0].equals("drop");
                if (!drops && !(parts.length == 3 && List.of("add", "copy").contains(parts[0]))) {
                    throw new IllegalArgumentException(RULE);
                }
                int row = drops ? Integer.parseInt(parts[3]) : 0;
                DayOfWeek day = DayOfWeek.valueOf(parts[2].toUpperCase(Locale.ROOT));
                BiFunction<Week, DayOfWeek, Week> deed = switch (parts[0]) {
                    case "add" -> (week, on) -> week.plusRow(on);
                    case "copy" -> (week, on) -> week.copied(on.minus(1), on);
                    default -> (week, on) -> week.minusRow(on, row);
                };
                return new Button(parts[1], deed, day);
            } catch (IllegalArgumentException _) {
                throw Problem.badRequest(ACT, RULE);
            }
        }

        Week press(Week week) {
            try {
                return deed.apply(week, day);
            } catch (IndexOutOfBoundsException _) {
                throw Problem.badRequest(ACT, RULE);
            }
        }
    }

    private Reply save(Visit visit, Form form) {
        String name = name(form);
        List<Window> weekly = windows(form, WEEKLY);
        List<Window> exceptions = windows(form, EXCEPTIONS);
        return database.write(transaction -> {
            Schedule before = find(transaction, visit);
            var after = new Schedule(before.id(), name, weekly, exceptions);
            requireFree(transaction, after);
            Schedules.change(transaction, after);
            note(transaction, visit, Deed.SCHEDULE_CHANGED, after, fields(before), fields(after));
            if (after.item().equals(before.item())) {
                changes.note(transaction);
            } else {
                changes.change(transaction, List.of(after.item()), List.of());
            }
            return Reply.done(PATH + "/" + before.id(), SCHEDULE);
        });
    }

    private static List<Window> windows(Form form, String part) {
        try {
            return week(form, part).windows();
        } catch (IllegalArgumentException _) {
            throw Problem.badRequest(part, Week.RULE);
        }
    }

    private Reply remove(Visit visit) {
        visit.form();
        database.write(transaction -> {
            Schedule schedule = find(transaction, visit);
            if (Schedules.grants(transaction, schedule.id()) > 0) {
                throw Problem.conflict(SCHEDULE, "must have no grants");
            }
            Schedules.remove(transaction, schedule.id());
            note(transaction, visit, Deed.SCHEDULE_REMOVED, schedule, fields(schedule), Audit.NOTHING);
            return changes.change(
                    transaction, List.of(), List.of(schedule.item().key()));
        });
        return Reply.done(PATH, "schedule-removed");
    }

    private static Map<String, String> fields(Schedule schedule) {
        return Map.of(
                NAME, schedule.name(), WEEKLY, text(schedule.weekly()), EXCEPTIONS, text(schedule.onExceptionDays()));
    }

    private static String text(List<Window> windows) {
        return String.join(
                " ",
                windows.stream()
                        .map(window -> word(window.day()).substring(0, 3)
                                + PlainHours.clock(window.startMinute())
                                + "-"
                                + PlainHours.clock(window.endMinute()))
                        .toList());
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            Schedule schedule,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, schedule.id().text(), Optional.empty(), before, after);
    }
}

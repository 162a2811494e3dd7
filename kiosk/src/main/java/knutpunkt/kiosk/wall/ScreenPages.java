package knutpunkt.kiosk.wall;

import static java.util.Objects.requireNonNull;

import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.kiosk.admin.Act;
import knutpunkt.kiosk.admin.AdminPages;
import knutpunkt.kiosk.admin.AdminRoutes;
import knutpunkt.kiosk.admin.Choice;
import knutpunkt.kiosk.admin.Reply;
import knutpunkt.kiosk.admin.Visit;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.screens.PairedScreen;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.ScreenId;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.web.Form;
import knutpunkt.kiosk.web.Printable;
import knutpunkt.kiosk.web.Problem;

/** The screens of the site: pairing one by its code, where it hangs, and what all of them show at which hours. */
public final class ScreenPages implements AdminPages {
    private static final String PATH = "/screens";
    private static final String CODE = "code";
    private static final String NAME = "name";
    private static final String PLACE = "place";
    private static final String MEETING_POINT = "meeting-point";
    private static final String BY_DAY = "by-day";
    private static final String AT_NIGHT = "at-night";
    private static final List<String> HOURS = List.of("day", "dark", "off");
    private static final String FROM = "-from";
    private static final String UNTIL = "-until";
    private static final int DAY_MINUTES = 24 * 60;
    private static final int HOUR_MINUTES = 60;
    private static final String LEVEL_RULE = "must be 0, 1 or 2";

    private final Database database;
    private final Screens screens;
    private final Audit audit;

    public ScreenPages(Database database, Screens screens, Audit audit) {
        this.database = requireNonNull(database, "database");
        this.screens = requireNonNull(screens, "screens");
        this.audit = requireNonNull(audit, "audit");
    }

    /** The list, and what all screens show; {@code settings} is empty for whoever may not decide on that. */
    public record All(
            List<PairedScreen> screens, String code, String name, List<Choice> places, Optional<Shows> settings) {}

    /** One screen to change. */
    public record One(PairedScreen screen, String name, List<Choice> places) {}

    /** What all screens show, as the form has it. */
    public record Shows(String meetingPoint, List<Choice> byDay, List<Choice> atNight, Map<String, String> times) {}

    @Override
    public void addTo(AdminRoutes routes) {
        routes.get(PATH, Act.KEEP_SCREENS, this::list)
                .post(PATH, Act.KEEP_SCREENS, this::pair, this::list)
                .post(PATH + "/settings", Act.SET_WALL, this::set, this::list)
                .get(PATH + "/{id}", Act.KEEP_SCREENS, this::show)
                .post(PATH + "/{id}", Act.KEEP_SCREENS, this::change, this::show)
                .post(PATH + "/{id}/revoke", Act.KEEP_SCREENS, this::revoke);
    }

    private Reply list(Visit visit) {
        return database.read(transaction -> {
            WallSettings settings = WallSettings.find(transaction);
            var page = new All(
                    Screens.list(transaction),
                    visit.shown(CODE, ""),
                    visit.shown(NAME, ""),
                    places(visit, Place.INDOORS),
                    visit.actor().may(Act.SET_WALL) ? Optional.of(shows(visit, settings)) : Optional.empty());
            return Reply.page("wall/screens", "menu.screens", page);
        });
    }

    private static List<Choice> places(Visit visit, Place there) {
        String chosen = visit.shown(PLACE, there.word());
        return Arrays.stream(Place.values())
                .map(place -> new Choice(
                        place.word(),
                        visit.words().name("place", place),
                        place.word().equals(chosen)))
                .toList();
    }

    private static Shows shows(Visit visit, WallSettings settings) {
        var times = new HashMap<String, String>();
        put(visit, times, "day", Optional.of(settings.day()));
        put(visit, times, "dark", Optional.of(settings.dark()));
        put(visit, times, "off", settings.off());
        return new Shows(
                visit.shown(MEETING_POINT, settings.meetingPoint()),
                levels(visit, BY_DAY, settings.byDay()),
                levels(visit, AT_NIGHT, settings.atNight()),
                times);
    }

    private static void put(Visit visit, Map<String, String> times, String name, Optional<Hours> hours) {
        times.put(
                name + FROM,
                visit.shown(
                        name + FROM,
                        hours.map(Hours::from).map(ScreenPages::clock).orElse("")));
        times.put(
                name + UNTIL,
                visit.shown(
                        name + UNTIL,
                        hours.map(Hours::until).map(ScreenPages::clock).orElse("")));
    }

    /** A time field knows no 24:00: midnight at the end is 00:00, which is the same moment of the clock. */
    private static String clock(int minute) {
        int within = minute % DAY_MINUTES;
        return "%02d:%02d".formatted(within / HOUR_MINUTES, within % HOUR_MINUTES);
    }

    private static List<Choice> levels(Visit visit, String field, WallSettings.Level there) {
        String chosen = visit.shown(field, Integer.toString(there.number()));
        return Arrays.stream(WallSettings.Level.values())
                .map(level -> {
                    String number = Integer.toString(level.number());
                    return new Choice(number, visit.words().name("level", level), number.equals(chosen));
                })
                .toList();
    }

    private Reply pair(Visit visit) {
        Form form = visit.form(CODE, NAME, PLACE);
        PairingCode code = form.value(CODE, PairingCode.RULE, PairingCode::parse);
        String name = name(form);
        Place place = form.value(PLACE, Place.RULE, Place::parse);
        database.write(transaction -> {
            PairedScreen paired = switch (screens.pair(transaction, code, name, place)) {
                case Screens.Pairing.Done(PairedScreen screen) -> screen;
                case Screens.Pairing.NoSuchCode() ->
                    throw Problem.conflict(CODE, "is shown by no screen, or not any longer");
                case Screens.Pairing.TooMany() ->
                    throw Problem.conflict(NAME, "is one too many: a site has at most " + Screens.PAIRED_MAX);
            };
            note(transaction, visit, Deed.SCREEN_PAIRED, paired.id(), Audit.NOTHING, fields(paired));
            return true;
        });
        return Reply.done(PATH, "screen-paired");
    }

    private static String name(Form form) {
        return form.value(NAME, Screens.NAME_RULE, text -> Printable.name(text, Screens.NAME_MAX));
    }

    private PairedScreen find(Transaction transaction, Visit visit) {
        ScreenId id = visit.id(Screens.RULE, ScreenId::new);
        return screens.find(transaction, id).orElseThrow(() -> Problem.notFound("id", Screens.RULE));
    }

    private Reply show(Visit visit) {
        return database.read(transaction -> {
            PairedScreen screen = find(transaction, visit);
            var page = new One(screen, visit.shown(NAME, screen.name()), places(visit, screen.place()));
            return Reply.page("wall/screen", "screens.one", page);
        });
    }

    private Reply change(Visit visit) {
        Form form = visit.form(NAME, PLACE);
        String name = name(form);
        Place place = form.value(PLACE, Place.RULE, Place::parse);
        database.write(transaction -> {
            PairedScreen before = find(transaction, visit);
            PairedScreen after =
                    screens.change(transaction, before.id(), name, place).orElseThrow();
            note(transaction, visit, Deed.SCREEN_CHANGED, before.id(), fields(before), fields(after));
            return true;
        });
        return Reply.done(PATH, "screen");
    }

    private Reply revoke(Visit visit) {
        visit.form();
        database.write(transaction -> {
            PairedScreen screen = find(transaction, visit);
            screens.revoke(transaction, screen.id());
            note(transaction, visit, Deed.SCREEN_REVOKED, screen.id(), fields(screen), Audit.NOTHING);
            return true;
        });
        return Reply.done(PATH, "screen-revoked");
    }

    private Reply set(Visit visit) {
        var fields = new ArrayList<>(List.of(MEETING_POINT, BY_DAY, AT_NIGHT));
        HOURS.forEach(name -> fields.addAll(List.of(name + FROM, name + UNTIL)));
        Form form = visit.form(fields.toArray(String[]::new));
        Optional<Hours> off =
                form.typed("off" + FROM).isEmpty() && form.typed("off" + UNTIL).isEmpty()
                        ? Optional.empty()
                        : Optional.of(hours(form, "off"));
        String meetingPoint = form.typed(MEETING_POINT);
        if (!meetingPoint.isEmpty()) {
            form.value(
                    MEETING_POINT,
                    WallSettings.MEETING_POINT_RULE,
                    text -> Printable.name(text, WallSettings.MEETING_POINT_MAX));
        }
        var after = new WallSettings(
                meetingPoint, hours(form, "day"), level(form, BY_DAY), level(form, AT_NIGHT), hours(form, "dark"), off);
        database.write(transaction -> {
            WallSettings before = WallSettings.find(transaction);
            WallSettings.replace(transaction, after);
            audit.changed(
                    transaction,
                    visit.by(),
                    Deed.WALL_CHANGED,
                    "wall",
                    Optional.empty(),
                    fields(before),
                    fields(after));
            return true;
        });
        return Reply.done(PATH, "wall");
    }

    private static WallSettings.Level level(Form form, String field) {
        return form.value(
                field,
                LEVEL_RULE,
                text -> WallSettings.Level.of(Long.parseLong(text))
                        .orElseThrow(() -> new IllegalArgumentException(LEVEL_RULE)));
    }

    private static Hours hours(Form form, String name) {
        return new Hours(minute(form, name + FROM), minute(form, name + UNTIL));
    }

    private static int minute(Form form, String field) {
        return form.value(field, Hours.RULE, text -> {
            try {
                return LocalTime.parse(text).toSecondOfDay() / HOUR_MINUTES;
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(Hours.RULE, e);
            }
        });
    }

    private static Map<String, String> fields(PairedScreen screen) {
        return Map.of(NAME, screen.name(), PLACE, screen.place().word());
    }

    private static Map<String, String> fields(WallSettings settings) {
        return Map.of(
                MEETING_POINT,
                settings.meetingPoint(),
                "day",
                words(settings.day()),
                BY_DAY,
                Integer.toString(settings.byDay().number()),
                AT_NIGHT,
                Integer.toString(settings.atNight().number()),
                "dark",
                words(settings.dark()),
                "off",
                settings.off().map(ScreenPages::words).orElse(""));
    }

    private static String words(Hours hours) {
        return clock(hours.from()) + "–" + clock(hours.until());
    }

    private void note(
            Transaction transaction,
            Visit visit,
            Deed deed,
            ScreenId screen,
            Map<String, String> before,
            Map<String, String> after) {
        audit.changed(transaction, visit.by(), deed, screen.text(), Optional.empty(), before, after);
    }
}

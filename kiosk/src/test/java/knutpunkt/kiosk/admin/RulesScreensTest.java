package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Situation;
import knutpunkt.access.Window;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.doors.DoorGroup;
import knutpunkt.kiosk.doors.DoorGroups;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.wall.Screen;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.ScheduleId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The pages of rules as people see them: pictures of each, no violation by axe, no sideways scrolling, no error. */
class RulesScreensTest {
    @TempDir
    private static Path folder;

    private static RunningSite site;
    private static Screen screen;
    private static String session;
    private static String police;

    @BeforeAll
    static void open() {
        site = RunningSite.open(folder);
        screen = new Screen();
        var staff = new Staff(site);
        session = staff.session(staff.account(Role.OWNER, Optional.empty()));
        fill();
    }

    private static void fill() {
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        String social = example.partner("Socialförvaltningen");
        example.partner("<script>alert(1)</script> 🦊 مرحبا بكم");
        String maja = example.person(police, "Maja Öberg");
        example.badge(maja, "K-0001", "04A1B2C3D4");
        example.person(social, "Amina Lindqvist");
        example.person(social, "En person med ett ovanligt långt namn som ändå måste få plats överallt");
        String amir = example.person(social, "أمير الحسن");
        site.addSchedule(new Schedule(
                new ScheduleId("s-evenings"),
                "Kvällar och helger",
                List.of(DayOfWeek.values()).stream()
                        .map(day -> new Window(day, day.getValue() > 5 ? 0 : 15 * 60, 24 * 60))
                        .toList(),
                List.of()));
        site.database().write(transaction -> {
            Groups.add(transaction, new Group(new GroupId("u-field"), new PartnerId(social), "Fältgruppen"));
            Groups.put(transaction, new PersonId(amir), Optional.of(new GroupId("u-field")));
            DoorGroups.add(
                    transaction,
                    new DoorGroup(
                            new DoorGroupId("d-all"),
                            "Hela huset",
                            Set.of(new DoorId("square"), new DoorId("office"))));
            return true;
        });
        site.client().post("/grants", """
                {"group":"u-field","doorGroups":["d-all"],"schedule":"s-evenings","validFrom":"2026-01-01T00:00:00Z",
                "validUntil":"2026-12-31T23:00:00Z"}""");
        example.grant(maja, "square");
        site.tell(
                new Event.Refused(
                        new PointId("square-entry"),
                        Reason.NO_GRANT,
                        Optional.of(new PersonId(amir)),
                        site.accessList().revision(),
                        new Situation(new DoorId("square"), Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false)),
                site.now());
        var owner = new Surfer(site.address());
        owner.cookie("knutpunkt-session", session);
        owner.get("/admin/schedules/calendar");
        owner.post("/admin/schedules/calendar/fill", "year", "2026");
        owner.close();
    }

    @AfterAll
    static void close() {
        screen.close();
        site.close();
    }

    /** Theme, size and language: each of them with each other once. */
    enum View {
        SWEDISH_DESKTOP(AdminScreens.Size.DESKTOP, ColorScheme.LIGHT, "sv"),
        ENGLISH_PHONE(AdminScreens.Size.PHONE, ColorScheme.LIGHT, "en"),
        ENGLISH_DESKTOP_DARK(AdminScreens.Size.DESKTOP, ColorScheme.DARK, "en"),
        SWEDISH_PHONE_DARK(AdminScreens.Size.PHONE, ColorScheme.DARK, "sv");

        final AdminScreens.Size size;
        final ColorScheme scheme;
        final String language;

        View(AdminScreens.Size size, ColorScheme scheme, String language) {
            this.size = size;
            this.scheme = scheme;
            this.language = language;
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        String say(String swedish, String english) {
            return language.equals("sv") ? swedish : english;
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyStateOfThesePagesCanBeReadAndUsed(View view) {
        try (Screen.Shown shown = AdminScreens.open(site, screen, session, view.size, view.scheme, view.language)) {
            look(shown, view, "group", "/admin/groups/u-field", "أمير الحسن", _ -> {});
            look(shown, view, "schedule-wrong", "/admin/schedules/s-evenings", "Kvällar och helger", wrong -> {
                wrong.locator("[name='weekly-monday-until']").fill("25");
                wrong.locator(".strong[value='save']").click();
                wrong.locator(".wrong").first().waitFor();
            });
            look(shown, view, "grant-tried", "/admin/grants/new", view.say("Prova", "Try it"), form -> {
                form.locator("#who").fill("amina");
                form.locator("[value='find']").click();
                form.locator("input[name='doors']").first().check();
                form.locator("[value='try']").click();
                form.locator("#trial").waitFor();
            });
            look(
                    shown,
                    view,
                    "explain",
                    "/admin/explain",
                    view.say("Kan personen öppna", "Can the person open"),
                    form -> {
                        form.locator("#who").fill("K-0001");
                        form.locator("#time").fill("12:00");
                        form.locator("#purpose").selectOption("badge");
                        form.locator("[value='ask']").click();
                        form.locator("#answer-h").waitFor();
                    });
            look(shown, view, "explain-record", "/admin/explain?record=1", view.say("Ändamål", "Purpose"), form -> {
                form.locator("#purpose").selectOption("incident");
                form.locator(".strong").click();
                form.locator("#why-h").waitFor();
            });
        }
    }

    private static void look(
            Screen.Shown shown, View view, String name, String path, String expected, Consumer<Page> more) {
        Page page = shown.page();
        page.navigate(site.address().resolve(path).toString());
        assertThat(page.locator("main").innerText()).as(name).contains(expected);
        more.accept(page);
        AdminScreens.look(shown, name + "-" + view);
    }

    private Screen.Shown editor() {
        Screen.Shown shown =
                AdminScreens.open(site, screen, session, AdminScreens.Size.DESKTOP, ColorScheme.LIGHT, "sv");
        Page page = shown.page();
        page.navigate(site.address().resolve("/admin/schedules").toString());
        page.locator("#name").fill("Tider " + System.identityHashCode(shown));
        page.locator(".strong").click();
        assertThat(page.url()).matches(".*/admin/schedules/s-.*");
        page.locator("[data-week='weekly'] .grid").waitFor();
        return shown;
    }

    private static Locator cell(Page page, String part, int day, int cell) {
        return page.locator("[data-week='" + part + "'] [data-at='" + day + " " + cell + "']");
    }

    private static List<String> rows(Page page, String day) {
        var rows = new ArrayList<String>();
        for (Locator row : page.locator("[data-week='weekly'] [data-day='" + day + "'] .row")
                .all()) {
            rows.add(row.locator("input").first().inputValue()
                    + "-"
                    + row.locator("input").last().inputValue());
        }
        return rows;
    }

    @Test
    void hoursArePaintedByDraggingAndClearedAgain() {
        try (Screen.Shown shown = editor()) {
            Page page = shown.page();
            cell(page, "weekly", 0, 30).hover();
            page.mouse().down();
            cell(page, "weekly", 4, 47).hover();
            page.mouse().up();
            assertThat(rows(page, "monday")).containsExactly("15:00-24:00");
            assertThat(rows(page, "friday")).containsExactly("15:00-24:00");
            assertThat(rows(page, "saturday")).containsExactly("-");

            cell(page, "weekly", 2, 40).click();
            assertThat(rows(page, "wednesday")).containsExactly("15:00-20:00", "20:30-24:00");
            page.locator(".strong[value='save']").click();

            assertThat(page.locator("main").innerText())
                    .contains("Tiderna är sparade")
                    .contains("måndag, tisdag, torsdag, fredag 15–24, onsdag 15–20 och 20:30–24:00");
            assertThat(shown.errors()).isEmpty();
        }
    }

    @Test
    void hoursArePaintedByKeysAndWhatIsOffTheGridIsKeptToTheMinute() {
        try (Screen.Shown shown = editor()) {
            Page page = shown.page();
            page.locator("[name='weekly-tuesday-from']").fill("7:15");
            page.locator("[name='weekly-tuesday-until']").fill("9:10");
            assertThat(cell(page, "weekly", 1, 14).getAttribute("class")).contains("part");

            cell(page, "weekly", 0, 0).focus();
            page.keyboard().press("ArrowDown");
            page.keyboard().press("End");
            page.keyboard().press("Space");
            page.keyboard().press("Shift+ArrowLeft");
            page.keyboard().press("Shift+ArrowDown");

            assertThat(rows(page, "tuesday")).containsExactly("07:15-09:10", "23:00-24:00");
            assertThat(rows(page, "wednesday")).containsExactly("23:00-24:00");
            assertThat(page.locator("[data-week='weekly'] [role='status']").innerText())
                    .isEqualTo("Onsdag: 23:00–24:00");
            assertThat(page.evaluate("document.activeElement.dataset.at")).isEqualTo("2 46");
            page.keyboard().press("Enter");
            assertThat(rows(page, "wednesday")).containsExactly("23:30-24:00");
        }
    }

    @Test
    void rowsComeAndGoInThePageToo() {
        try (Screen.Shown shown = editor()) {
            Page page = shown.page();
            page.locator("[name='weekly-monday-from']").fill("8");
            page.locator("[name='weekly-monday-until']").fill("12");
            page.locator("[value='add-weekly-monday']").click();
            page.locator("[name='weekly-monday-from']").last().fill("13");
            page.locator("[name='weekly-monday-until']").last().fill("17");
            page.locator("[value='copy-weekly-tuesday']").click();
            assertThat(rows(page, "tuesday")).containsExactly("08:00-12:00", "13:00-17:00");
            page.locator("[value='drop-weekly-tuesday-0']").click();
            assertThat(rows(page, "tuesday")).containsExactly("13:00-17:00");
            page.keyboard().press("Enter");

            page.locator(".note.good").waitFor();
            assertThat(page.locator("main").innerText()).contains("måndag 8–12 och 13–17, tisdag 13–17");
        }
    }
}

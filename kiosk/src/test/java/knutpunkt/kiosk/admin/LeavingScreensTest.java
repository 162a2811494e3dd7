package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.wall.Screen;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Leaving and the weekly question as people see them while something is going on: pictures, axe, no sideways scrolling. */
class LeavingScreensTest {
    private static final Instant START = Instant.parse("2026-10-01T10:00:00Z");

    @TempDir
    private static Path folder;

    private static final AtomicReference<Instant> TIME = new AtomicReference<>(START);
    private static RunningSite site;
    private static Screen screen;
    private static Staff staff;
    private static AccountId owner;
    private static AccountId other;
    private static AccountId admin;
    private static String police;
    private static String maja;

    @BeforeAll
    static void open() {
        site = RunningSite.open(folder, TIME::get);
        screen = new Screen();
        staff = new Staff(site);
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        example.badge(maja, "K-0001", "04A1B2C3D4");
        example.grant(maja, "square");
        example.person(police, "En person med ett ovanligt långt namn som ändå måste få plats överallt");
        example.person(police, "أمير الحسن");
        owner = staff.account(Role.OWNER, Optional.empty());
        other = staff.account(Role.OWNER, Optional.empty());
        admin = staff.account(Role.PARTNER_ADMIN, Optional.of(police));
        site.look();
    }

    @AfterAll
    static void close() {
        screen.close();
        site.close();
    }

    private static void until(int days) {
        while (TIME.get().isBefore(START.plus(Duration.ofDays(days)))) {
            TIME.set(TIME.get().plus(Duration.ofHours(1)));
            site.look();
        }
    }

    private static void see(AccountId account, String path, String name) {
        see(account, path, name, AdminScreens.Size.DESKTOP, ColorScheme.LIGHT, "sv");
        see(account, path, name, AdminScreens.Size.PHONE, ColorScheme.DARK, "en");
    }

    private static void see(
            AccountId account, String path, String name, AdminScreens.Size size, ColorScheme scheme, String language) {
        try (Screen.Shown shown = AdminScreens.open(site, screen, staff.session(account), size, scheme, language)) {
            Page page = shown.page();
            page.navigate(site.address().resolve(path).toString());
            assertThat(page.locator("h1").count()).as(name).isEqualTo(1);
            assertThat(shown.errors()).as(name).isEmpty();
            AdminScreens.look(shown, "leaving-" + name + "-" + language);
        }
    }

    private static void post(AccountId account, String path) {
        try (Surfer surfer = staff.signedIn(account)) {
            surfer.get("/admin/account");
            assertThat(surfer.post(path).status()).as(path).isEqualTo(200);
        }
    }

    @Test
    void fromTheFirstQuestionUntilThePartnerHasLeft() {
        until(8);
        see(admin, "/admin", "asked");
        until(23);
        see(admin, "/admin", "warned");
        see(admin, "/admin/still-right", "warned-list");
        until(30);
        see(owner, "/admin", "suspended");
        see(owner, "/admin/still-right", "suspended-all");
        post(admin, "/admin/still-right/" + police);

        site.pass(maja, Direction.IN, TIME.get());
        site.awaitLogged();
        post(admin, "/admin/people/" + maja + "/end");
        see(admin, "/admin/people/" + maja, "person-still-here");

        post(owner, "/admin/partners/" + police + "/leave");
        see(owner, "/admin/partners/" + police + "/leave", "asked-by-oneself");
        see(other, "/admin/partners/" + police + "/leave", "to-agree");
        see(other, "/admin", "proposal-note");
        post(other, "/admin/partners/" + police + "/leave/agree");
        see(owner, "/admin/partners/" + police + "/leave", "left");
        see(owner, "/admin/partners", "left-list");
        see(owner, "/admin/partners/" + police, "left-partner");
    }
}

package knutpunkt.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.kiosk.wall.Screen;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What administrators do, in a real browser, with real doors behind it. */
class AdminIT {
    private static final String BADGE = "0F00E1B2C3";
    private static final double PATIENCE_MILLIS = RunningSite.PATIENCE.toMillis();

    private static Screen screen;

    @TempDir
    Path folder;

    @BeforeAll
    static void switchOn() {
        screen = new Screen();
    }

    @AfterAll
    static void switchOff() {
        screen.close();
    }

    @Test
    void aNewPersonGetsABadgeThatOpensAndIsBlockedByOneClickWhenItIsLost() throws Exception {
        try (var site = RunningSite.started(folder, Broker.EMBEDDED);
                Screen.Shown shown = screen.show(ColorScheme.LIGHT, 1280, 900, options -> {})) {
            Page page = shown.page();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            FirstOwner.signIn(site, page);

            long began = System.nanoTime();
            addPerson(page);
            learnBadge(site, page);
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .as("a new person with a badge")
                    .isLessThan(Duration.ofSeconds(60));
            grant(site, page);
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");

            click(page, "Spärra");
            awaitConfirmed(page);
            shown.picture("admin-badge-confirmed");
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");

            click(page, "Häv spärr");
            awaitConfirmed(page);
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");
            assertThat(shown.errors()).isEmpty();
        }
    }

    @Test
    void aBlockSaysWhichDoorHasNotConfirmedItAndThatItHasWhenItIsBack() throws Exception {
        try (var site = RunningSite.started(folder, Broker.EMBEDDED);
                Screen.Shown shown = screen.show(ColorScheme.DARK, 390, 844, options -> {})) {
            RunningSite.Somebody guard = site.enrolled("Väktare", BADGE, "square");
            Page page = shown.page();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            FirstOwner.signIn(site, page);
            site.controller().kill();

            page.navigate(site.wall() + "admin/badges/" + guard.badgeId());
            click(page, "Spärra");
            assertThat(page.locator("#doors"))
                    .containsText(
                            "EJ bekräftad", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
            shown.picture("admin-badge-not-confirmed");
            site.startController();
            awaitConfirmed(page);
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");
        }
    }

    @Test
    void aDoorIsReleasedOnceAndTheAuditSaysByWhom() throws Exception {
        try (var site = RunningSite.started(folder, Broker.EMBEDDED);
                Screen.Shown shown = screen.show(ColorScheme.LIGHT, 1280, 900, options -> {})) {
            Page page = shown.page();
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onDialog(Dialog::accept);
            FirstOwner.signIn(site, page);

            page.navigate(site.wall() + "admin/doors/square");
            click(page, "Öppna en gång");
            assertThat(page.locator("#release"))
                    .containsText(
                            "Dörren låstes upp",
                            new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
            shown.picture("admin-door-released");
            assertThat(site.panel().door("square").path("strike").asText()).isIn("released", "secured");
            page.navigate(site.wall() + "admin/audit");
            assertThat(page.locator("main"))
                    .containsText(Pattern.compile("ansvarig\\s*Öppnade en dörr en gång\\s*square"));
            page.navigate(site.wall() + "admin/log?purpose=incident&kind=released-by-command");
            assertThat(page.locator("#log")).containsText("Öppnad en gång av en administratör");
        }
    }

    private static void addPerson(Page page) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Personer"))
                .click();
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Ny person"))
                .click();
        page.getByLabel("Namn", new Page.GetByLabelOptions().setExact(true)).fill("Nya Nilsson");
        page.getByLabel("Organisation").selectOption("Nattvandrarna");
        click(page, "Lägg till");
        assertThat(page.locator("h1")).hasText("Nya Nilsson");
    }

    private static void learnBadge(RunningSite site, Page page) {
        page.getByLabel("Läsare").selectOption("Torgdörren, utsidan");
        page.getByText("Personen har läst informationen").click();
        click(page, "Läs in brickan");
        assertThat(page.locator("#learning")).containsText("Håll brickan mot läsaren nu");
        // The reader begins to wait when the command has come; until then a tap is an ordinary one.
        Awaitility.await("the badge is learnt").atMost(RunningSite.PATIENCE).until(() -> {
            site.panel().offer("square", BADGE, "entry");
            return page.locator("#learning").innerText().contains("Brickan är inläst");
        });
        assertThat(page.locator("#badge-list")).containsText("K-0026");
    }

    private static void grant(RunningSite site, Page page) {
        String person = page.url().replaceFirst(".*/people/(p-[0-9a-f]+).*", "$1");
        site.awaitConfirmed(site.grant(person, "square"));
    }

    private static void click(Page page, String button) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(button))
                .first()
                .click();
    }

    private static void awaitConfirmed(Page page) {
        assertThat(page.locator("#doors"))
                .containsText("2 av 2 dörrar", new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
    }
}

package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.notices.Notices;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.wall.WallSettings.Level;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in front of the service, as a screen that is paired. */
class WallPageTest {
    private static final List<String> PARTNERS =
            List.of("Socialförvaltningen", "Polisen", "Citybevakning", "Torgblommor", "Nattvandrarna");

    private static Screen screen;

    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private Screen.Shown wall;
    private String police;
    private String maja;

    @BeforeAll
    static void switchOn() {
        screen = new Screen();
    }

    @AfterAll
    static void switchOff() {
        screen.close();
    }

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, InstantSource.system());
        example = new ExampleSite(site);
        for (String partner : PARTNERS) {
            String id = example.partner(partner);
            if (partner.equals("Polisen")) {
                police = id;
                maja = example.person(id, "Maja Öberg");
            }
        }
        wall = screen.show(ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        wall.close();
        site.close();
    }

    @Test
    void theCountChangesWithoutReloading() {
        navigate();
        wall.page().evaluate("window.sameLoad = true");
        assertThat(total()).hasText("0");

        site.pass(maja, Direction.IN, Instant.now());

        assertThat(total()).hasText("1");
        assertThat(count("Polisen")).hasText("1");
        assertThat(count("Citybevakning")).hasText("0");
        assertThat(at("#announce")).hasText("1 på plats");
        assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
        assertThat(wall.errors()).isEmpty();
    }

    @Test
    void noNameIsOnTheWallOfAPartnerThatShowsItsNumber() {
        site.pass(maja, Direction.IN, Instant.now());

        navigate();
        assertThat(total()).hasText("1");

        assertThat(wall.page().content()).doesNotContain("Maja", "Öberg", maja);
    }

    @Test
    void shortNamesAreThereWherePartnerAndSiteSaySoAndGoneAsSoonAsOneDoesNot() {
        site.choose(police, Showing.NAMES);
        site.pass(maja, Direction.IN, Instant.now());
        navigate();
        assertThat(at("#rows .names:not([hidden])")).hasText("Maja Ö.");

        site.decide(settings -> with(settings, Level.PARTNERS));

        assertThat(wall.page().getByText("Maja")).hasCount(0);
        assertThat(wall.page().content()).doesNotContain("Maja");
    }

    @Test
    void whoeverBecomesHiddenIsGoneFromTheOpenPageWithinTwoSecondsAndStillCounts() {
        site.choose(police, Showing.NAMES);
        site.pass(maja, Direction.IN, Instant.now());
        navigate();
        assertThat(at("#rows .names:not([hidden])")).containsText("Maja");
        wall.page().waitForTimeout(3_000);
        long start = System.nanoTime();

        site.database()
                .write(transaction -> transaction.update("UPDATE person SET visibility = 'HIDDEN' WHERE id = ?", maja));

        assertThat(wall.page().getByText("Maja")).hasCount(0);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
        assertThat(count("Polisen")).hasText("1");
        assertThat(wall.page().content()).doesNotContain("Maja");
    }

    @Test
    void aHiddenNumberIsAtLeastAndPresentIsAWord() {
        site.choose(police, Showing.PRESENT);
        site.pass(maja, Direction.IN, Instant.now());
        navigate();

        assertThat(total()).hasText("1");
        assertThat(at("#total-label")).hasText("På plats, minst");
        assertThat(count("Polisen")).hasText("På plats");
        assertThat(at("#welcome")).isHidden();
    }

    @Test
    void whoeverComesInIsWelcomedForTwoOrThreeSeconds() {
        site.choose(police, Showing.NAMES);
        navigate();
        assertThat(total()).hasText("0");

        site.pass(maja, Direction.IN, Instant.now());

        assertThat(at("#welcome")).isVisible();
        long start = System.nanoTime();
        assertThat(at("#welcome-text")).hasText("Välkommen, \u2068Maja Ö.\u2069");
        assertThat(at("#welcome-icon")).hasAttribute("href", "#icon-tick");
        assertThat(at("#welcome")).isHidden();
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .isBetween(Duration.ofMillis(1_800), Duration.ofMillis(3_200));
        wall.page().waitForTimeout(2_500);
        assertThat(at("#welcome")).isHidden();
    }

    @Test
    void whoeverIsRefusedIsToldWhomToAskAndNotWhy() {
        navigate();
        assertThat(total()).hasText("0");

        site.refuse(Instant.now());

        assertThat(at("#welcome")).isVisible();
        assertThat(at("#welcome-text")).hasText("Ej behörig – kontakta lokalansvarig");
        assertThat(at("#welcome-icon")).hasAttribute("href", "#icon-stop");
    }

    @Test
    void whatHappenedBeforeThePageWasOpenedIsNoNews() {
        site.pass(maja, Direction.IN, Instant.now());
        wall.page().waitForTimeout(5_500);

        navigate();
        assertThat(total()).hasText("1");

        assertThat(at("#welcome")).isHidden();
    }

    @Test
    void aNoticeHangsOnTheWallWithItsPartnerAndItsImportance() {
        navigate();
        assertThat(at("#notices")).isHidden();

        notice("Rån vid stationen.\nRing 112 vid iakttagelse.", true);

        assertThat(at("#note-kind")).hasText("Viktigt");
        assertThat(at("#note-from")).hasText("Polisen");
        assertThat(at("#note-text")).hasText("Rån vid stationen.\nRing 112 vid iakttagelse.");
        assertThat(at("#note-icon")).hasAttribute("href", "#icon-warn");
        site.database().write(transaction -> Notices.remove(transaction, new NoticeId("n1")));
        assertThat(at("#notices")).isHidden();
        assertThat(wall.page().content()).doesNotContain("stationen");
    }

    @Test
    void theMeetingPointIsThereAtAllTimes() {
        site.decide(settings -> new WallSettings(
                "Vid statyn", settings.day(), settings.byDay(), settings.atNight(), settings.dark(), settings.off()));

        navigate();

        assertThat(at("#meet")).hasText("Återsamlingsplats: Vid statyn");
    }

    @Test
    void theThemeIsTheSitesAndNotTheBrowsers() {
        site.decide(settings -> new WallSettings(
                "", settings.day(), settings.byDay(), settings.atNight(), new Hours(0, 24 * 60), Optional.empty()));

        navigate();

        assertThat(at("html")).hasAttribute("data-theme", "dark");
        site.decide(settings -> new WallSettings(
                "", settings.day(), settings.byDay(), settings.atNight(), new Hours(0, 0), Optional.empty()));
        assertThat(at("html")).hasAttribute("data-theme", "light");
    }

    @Test
    void aScreenThatIsOffIsBlackUntilSomethingHappensAtADoor() {
        site.decide(settings -> new WallSettings(
                "",
                settings.day(),
                settings.byDay(),
                settings.atNight(),
                settings.dark(),
                Optional.of(new Hours(0, 24 * 60))));
        navigate();
        assertThat(at("#night")).isVisible();
        assertThat(total()).hasText("–");

        site.pass(maja, Direction.IN, Instant.now());

        assertThat(at("#night")).isHidden();
        assertThat(total()).hasText("1");
    }

    @Test
    void everyOtherLanguageIsAButtonAwayAndSwedishComesBackByItself() {
        wall.page().clock().install();
        navigate();
        assertThat(at("#total-label")).hasText("Antal på plats");
        assertThat(at("html")).hasAttribute("lang", "sv");

        wall.page().getByText("English").click();

        assertThat(at("#total-label")).hasText("On site");
        assertThat(at("html")).hasAttribute("lang", "en");
        assertThat(at("#updated")).hasText(Pattern.compile("Updated \\d\\d:\\d\\d:\\d\\d"));
        wall.page().getByText("العربية").click();
        assertThat(at("html")).hasAttribute("dir", "rtl");
        assertThat(at("#total-label")).hasText("عدد الحاضرين");
        wall.page().clock().fastForward(59_000);
        assertThat(at("html")).hasAttribute("dir", "rtl");
        wall.page().clock().fastForward(2_000);
        assertThat(at("#total-label")).hasText("Antal på plats");
        assertThat(at("html")).hasAttribute("dir", "ltr");
    }

    @Test
    void theClockIsTheSitesAndNotTheScreens() {
        navigate();
        assertThat(total()).hasText("0");

        String expected = DateTimeFormatter.ofPattern("HH")
                .withZone(ZoneId.of("Europe/Stockholm"))
                .format(Instant.now());
        assertThat(at("#clock")).hasText(Pattern.compile(expected + ":\\d\\d"));
    }

    @Test
    void morePartnersThanFitAreShownPageByPageUntilSomebodyStopsIt() {
        for (int i = 0; i < 7; i++) {
            example.partner("Förening " + i);
        }
        wall.page().clock().install();
        navigate();

        assertThat(at("#page")).hasText(Pattern.compile("Visar sida 1 av [23]"));
        assertThat(name("Citybevakning")).isVisible();
        assertThat(name("Torgblommor")).isHidden();
        wall.page().clock().runFor(8_100);
        assertThat(at("#page")).hasText(Pattern.compile("Visar sida 2 av [23]"));
        assertThat(name("Citybevakning")).isHidden();
        at("#pause").click();
        assertThat(at("#pause")).hasText("Fortsätt bläddra");
        wall.page().clock().runFor(16_500);
        assertThat(at("#page")).hasText(Pattern.compile("Visar sida 2 av [23]"));
    }

    @Test
    void largeTextIsAButtonAwayAndEverythingIsStillThere() {
        notice("Möte klockan tre", false);
        wall.page().clock().install();
        navigate();
        assertThat(total()).hasText("0");

        at("#size").click();

        var seen = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            seen.append(at("#big-text").textContent().replace('\n', ' ')).append(' ');
            wall.page().clock().runFor(8_000);
        }
        assertThat(seen.toString().replaceAll("\\s+|[\u2068\u2069]", ""))
                .contains(
                        "Antalpåplats0", "Polisen:0", "Nattvandrarna:0", "Mötetklockan".substring(0, 4), "Uppdaterad");
        at("#size").click();
        assertThat(total()).isVisible();
    }

    private void navigate() {
        wall.page().navigate(site.address().toString());
    }

    private void notice(String text, boolean important) {
        Instant now = Instant.now();
        var notice = new Notice(
                new NoticeId("n1"),
                Optional.of(new PartnerId(police)),
                text,
                important,
                now.minusSeconds(1),
                now.plusSeconds(3_600));
        site.database().write(transaction -> Notices.add(transaction, notice, now));
    }

    private static WallSettings with(WallSettings settings, Level level) {
        return new WallSettings(settings.meetingPoint(), settings.day(), level, level, settings.dark(), settings.off());
    }

    private Locator at(String selector) {
        return wall.page().locator(selector);
    }

    private Locator total() {
        return at("#total");
    }

    private Locator name(String partner) {
        return at("#rows .name").getByText(partner);
    }

    private Locator count(String partner) {
        return at("#rows li")
                .filter(new Locator.FilterOptions().setHasText(partner))
                .locator(".count");
    }
}

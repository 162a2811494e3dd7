package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WallPageTest {
    private static final List<String> PARTNERS =
            List.of("Socialförvaltningen", "Polisen", "Citybevakning", "Torgblommor", "Nattvandrarna");

    private static Screen screen;

    @TempDir
    private Path folder;

    private RunningSite site;
    private Screen.Shown wall;
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
        var example = new ExampleSite(site);
        for (String partner : PARTNERS) {
            String id = example.partner(partner);
            if (partner.equals("Polisen")) {
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
        wall.page().navigate(site.address().toString());
        wall.page().evaluate("window.sameLoad = true");
        assertThat(total()).hasText("0");

        site.pass(maja, Direction.IN, Instant.now());

        assertThat(total()).hasText("1");
        assertThat(count("Polisen")).hasText("1");
        assertThat(count("Citybevakning")).hasText("0");
        assertThat(wall.page().locator("#last-change"))
                .hasText(Pattern.compile("Senaste passage \\d\\d:\\d\\d:\\d\\d"));
        assertThat(wall.page().locator("#announce")).hasText("1 på plats");
        assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
        assertClean();
    }

    @Test
    void noNameIsOnTheWall() {
        site.pass(maja, Direction.IN, Instant.now());

        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("1");

        assertThat(wall.page().content()).doesNotContain("Maja", "Öberg", maja);
    }

    @Test
    void aSilentStreamTurnsTheWallAmberAndAMovingOneTurnsItBack() {
        try (var cable = new StallingProxy(site.address().getPort())) {
            wall.page().navigate("http://127.0.0.1:" + cable.port());
            wall.page().evaluate("window.sameLoad = true");
            assertThat(total()).hasText("0");
            assertThat(banner()).isHidden();

            cable.pull();
            site.pass(maja, Direction.IN, Instant.now());

            assertThat(banner()).isHidden();
            assertThat(banner()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(13_000));
            assertThat(banner()).hasText(Pattern.compile("Uppgifterna kan vara inaktuella sedan \\d\\d:\\d\\d"));
            assertThat(total()).hasText("0");
            assertThat(wall.page().locator("#doors")).hasText("");
            wall.picture("wall-stale");

            cable.plugIn();

            assertThat(total()).hasText("1", new LocatorAssertions.HasTextOptions().setTimeout(10_000));
            assertThat(banner()).isHidden();
            assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
        }
    }

    @Test
    void aServiceThatComesBackIsFoundWithoutReloading() {
        int port = site.address().getPort();
        wall.page().navigate(site.address().toString());
        wall.page().evaluate("window.sameLoad = true");
        assertThat(total()).hasText("0");

        site.close();
        site = RunningSite.open(folder, InstantSource.system(), port);
        site.pass(maja, Direction.IN, Instant.now());

        assertThat(total()).hasText("1", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
        assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
    }

    @Test
    void aSilentControllerIsNamedByItsDoors() {
        wall.page().navigate(site.address().toString());
        assertThat(wall.page().locator("#doors")).hasText("Kontakt med alla dörrar");

        silence();

        assertThat(banner())
                .hasText(Pattern.compile(
                        "Ingen kontakt med Kontoret och Torgdörren sedan .*\\. Antalet kan vara fel\\."));
        assertThat(wall.page().locator("#doors")).isEmpty();
        wall.picture("wall-door-silent");
    }

    @Test
    void englishIsASwitchAwayAndSwedishComesBackByItself() {
        wall.page().clock().install();
        wall.page().navigate(site.address().toString());
        assertThat(wall.page().locator("h1")).hasText("Antal på plats");
        assertThat(wall.page().locator("html")).hasAttribute("lang", "sv");

        wall.page().getByText("English").click();

        assertThat(wall.page().locator("h1")).hasText("On site");
        assertThat(wall.page().locator("html")).hasAttribute("lang", "en");
        assertThat(wall.page().locator("#updated")).hasText(Pattern.compile("Updated \\d\\d:\\d\\d:\\d\\d"));
        wall.page().clock().fastForward(59_000);
        assertThat(wall.page().locator("h1")).hasText("On site");
        wall.page().clock().fastForward(2_000);
        assertThat(wall.page().locator("h1")).hasText("Antal på plats");
    }

    @Test
    void theSwitchGoesBackAtOnceToo() {
        wall.page().navigate(site.address().toString());
        wall.page().getByText("English").click();

        wall.page().getByText("Svenska").click();

        assertThat(wall.page().locator("h1")).hasText("Antal på plats");
    }

    @Test
    void theClockIsTheSitesAndNotTheScreens() {
        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("0");

        String expected = DateTimeFormatter.ofPattern("HH")
                .withZone(ZoneId.of("Europe/Stockholm"))
                .format(Instant.now());
        assertThat(wall.page().locator("#clock")).hasText(Pattern.compile(expected + ":\\d\\d"));
    }

    @Test
    void afterAMinuteOfSilenceTheNumbersAreGreyed() {
        wall.page().clock().install();
        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("0");

        site.close();
        wall.page().clock().runFor(61_000);

        assertThat(wall.page().locator("body")).hasAttribute("data-state", "old");
        wall.picture("wall-old");
    }

    @Test
    void morePartnersThanFitAreShownPageByPage() {
        var example = new ExampleSite(site);
        for (int i = 0; i < 7; i++) {
            example.partner("Förening " + i);
        }
        wall.page().clock().install();
        wall.page().navigate(site.address().toString());

        assertThat(wall.page().locator("#page")).hasText("Visar sida 1 av 3");
        assertThat(name("Citybevakning")).isVisible();
        assertThat(name("Torgblommor")).isHidden();
        wall.picture("wall-pages");
        wall.page().clock().runFor(16_500);
        assertThat(wall.page().locator("#page")).hasText("Visar sida 3 av 3");
        assertThat(name("Torgblommor")).isVisible();
        wall.page().locator("#pause").click();
        wall.page().clock().runFor(16_500);
        assertThat(wall.page().locator("#page")).hasText("Visar sida 3 av 3");
    }

    @Test
    void theTypeIsAsLargeAsTheDistanceNeeds() {
        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("0");

        assertThat(pixels("#total")).isGreaterThanOrEqualTo(142);
        assertThat(pixels("#rows .name")).isGreaterThanOrEqualTo(95);
        assertThat(pixels("#rows .count")).isGreaterThanOrEqualTo(95);
        for (String near : List.of("#updated", "#date", "#language", "#doors", "h1", ".mark")) {
            assertThat(pixels(near)).as(near).isGreaterThanOrEqualTo(47);
        }
    }

    @Test
    void everyTextStandsOutSevenToOneInLightAndDark() {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Screen.Shown shown = screen.show(scheme)) {
                shown.page().navigate(site.address().toString());
                assertThat(shown.page().locator("#total")).hasText("0");
                for (String text : List.of(
                        "#total",
                        "h1",
                        ".mark",
                        ".name",
                        ".count",
                        "#clock",
                        "#date",
                        "#updated",
                        "#language",
                        "#banner-text")) {
                    assertThat(Contrast.of(shown.page(), text))
                            .as(scheme + " " + text)
                            .isGreaterThanOrEqualTo(7);
                }
                shown.page().evaluate("document.body.dataset.state = 'old'");
                for (String text : List.of("#total", "h1", ".name")) {
                    assertThat(Contrast.of(shown.page(), text))
                            .as(scheme + " old " + text)
                            .isGreaterThanOrEqualTo(7);
                }
            }
        }
    }

    @Test
    void nothingIsAskedOfAnybodyElseAndThePageIsLight() {
        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("0");

        String own = site.address() + "/";
        assertThat(wall.requests()).allMatch(request -> request.startsWith(own));
        long weight = wall.requests().stream()
                .distinct()
                .filter(request -> !request.endsWith("/stream"))
                .mapToLong(request -> wall.page().request().get(request).body().length)
                .sum();
        assertThat(weight).isLessThan(100_000);
        assertClean();
    }

    @Test
    void itHangsOnTheWallInLightAndDark() {
        var example = new ExampleSite(site);
        String guard = example.person(partnerId("Citybevakning"), "A");
        String social = partnerId("Socialförvaltningen");
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        site.pass(maja, Direction.IN, now);
        site.pass(guard, Direction.IN, now);
        for (int i = 0; i < 9; i++) {
            site.pass(example.person(social, "S" + i), Direction.IN, now);
        }
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            try (Screen.Shown shown = screen.show(scheme)) {
                shown.page().navigate(site.address().toString());
                assertThat(shown.page().locator("#total")).hasText("11");
                assertThat(shown.page().locator("#clock")).not().hasText("\u00a0");
                shown.page().waitForTimeout(300);
                shown.picture("wall-" + scheme.name().toLowerCase(Locale.ROOT));
                assertThat(shown.errors()).isEmpty();
            }
        }
        try (Screen.Shown phone = screen.show(ColorScheme.DARK, 412, 915, _ -> {})) {
            phone.page().navigate(site.address().toString());
            assertThat(phone.page().locator("#total")).hasText("11");
            phone.picture("wall-phone");
        }
    }

    private void assertClean() {
        assertThat(wall.errors()).isEmpty();
    }

    private Locator total() {
        return wall.page().locator("#total");
    }

    private Locator banner() {
        return wall.page().locator("#banner");
    }

    private Locator name(String partner) {
        return wall.page().locator("#rows .name").getByText(partner);
    }

    private Locator count(String partner) {
        return wall.page()
                .locator("#rows li")
                .filter(new Locator.FilterOptions().setHasText(partner))
                .locator(".count");
    }

    private double pixels(String selector) {
        return Double.parseDouble(wall.page()
                .locator(selector)
                .first()
                .evaluate("element => getComputedStyle(element).fontSize.replace('px', '')")
                .toString());
    }

    private String partnerId(String name) {
        for (var partner : site.client().get("/partners").json().get("partners")) {
            if (partner.get("name").asText().equals(name)) {
                return partner.get("id").asText();
            }
        }
        throw new AssertionError("no partner " + name);
    }

    @Test
    void aControllerThatWasNeverHeardOfIsNamedToo() {
        site.database().write(transaction -> transaction.update("UPDATE controller SET boot = NULL"));

        wall.page().navigate(site.address().toString());

        assertThat(banner()).hasText("Ännu ingen kontakt med Kontoret och Torgdörren. Antalet kan vara fel.");
    }

    private void silence() {
        site.database()
                .write(transaction -> transaction.update("UPDATE controller SET offline_since = ?", Instant.now()));
    }
}

package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.regex.Pattern;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the wall says when it cannot know, and that it finds back by itself. */
class WallHonestyTest {
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
        String police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        site.choose(police, Showing.NAMES);
        wall = screen.show(ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        wall.close();
        site.close();
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
            assertThat(wall.page().locator("#doors")).isHidden();

            cable.plugIn();

            assertThat(total()).hasText("1", new LocatorAssertions.HasTextOptions().setTimeout(10_000));
            assertThat(banner()).isHidden();
            assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
        }
    }

    @Test
    void aServiceThatIsKilledAndComesBackIsFoundWithoutReloading() {
        int port = site.address().getPort();
        site.pass(maja, Direction.IN, Instant.now());
        wall.page().navigate(site.address().toString());
        wall.page().evaluate("window.sameLoad = true");
        assertThat(total()).hasText("1");
        assertThat(wall.page().locator("#rows .names:not([hidden])")).hasText("Maja Ö.");

        site.close();
        assertThat(banner()).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(15_000));
        site = RunningSite.open(folder, InstantSource.system(), port);
        site.pass(maja, Direction.OUT, Instant.now());

        assertThat(total()).hasText("0", new LocatorAssertions.HasTextOptions().setTimeout(15_000));
        assertThat(banner()).isHidden();
        assertThat(wall.page().locator("body")).hasAttribute("data-state", "live");
        assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
    }

    @Test
    void aSilentControllerIsNamedByItsDoors() {
        wall.page().navigate(site.address().toString());
        assertThat(wall.page().locator("#doors-text")).hasText("Kontakt med alla dörrar");

        site.database()
                .write(transaction -> transaction.update("UPDATE controller SET offline_since = ?", Instant.now()));

        assertThat(banner())
                .hasText(Pattern.compile(
                        "Ingen kontakt med Kontoret och Torgdörren sedan .*\\. Antalet kan vara fel\\."));
        assertThat(wall.page().locator("#doors")).isHidden();
    }

    @Test
    void aControllerThatWasNeverHeardOfIsNamedToo() {
        site.database().write(transaction -> transaction.update("UPDATE controller SET boot = NULL"));

        wall.page().navigate(site.address().toString());

        assertThat(banner()).hasText("Ännu ingen kontakt med Kontoret och Torgdörren. Antalet kan vara fel.");
    }

    @Test
    void afterAMinuteOfSilenceTheNamesAreGoneAndTheNumbersGrey() {
        site.pass(maja, Direction.IN, Instant.now());
        wall.page().clock().install();
        wall.page().navigate(site.address().toString());
        assertThat(total()).hasText("1");
        assertThat(wall.page().locator("#rows .names:not([hidden])")).hasText("Maja Ö.");

        site.close();
        wall.page().clock().runFor(58_000);
        assertThat(wall.page().locator("body")).hasAttribute("data-state", "stale");
        wall.page().clock().runFor(4_000);

        assertThat(wall.page().locator("body")).hasAttribute("data-state", "old");
        assertThat(wall.page().locator("#rows .count")).hasText("1");
        assertThat(wall.page().content()).doesNotContain("Maja");
        assertThat(Contrast.of(wall.page(), "#rows .count")).isGreaterThanOrEqualTo(7);
        assertThat(wall.page().locator(".side").evaluate("element => getComputedStyle(element).backgroundColor"))
                .isEqualTo("rgb(58, 67, 75)");
    }

    private Locator total() {
        return wall.page().locator("#total");
    }

    private Locator banner() {
        return wall.page().locator("#banner");
    }
}

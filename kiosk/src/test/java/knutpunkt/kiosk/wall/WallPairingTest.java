package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairedScreen;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.screens.Visitor;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser that nobody knows becomes a screen of the site, and stops being one, on the page that is open. */
class WallPairingTest {
    private static final LocatorAssertions.HasTextOptions SOON =
            new LocatorAssertions.HasTextOptions().setTimeout(2_000);

    private static Screen screen;

    @TempDir
    private Path folder;

    private RunningSite site;
    private Screen.Shown wall;

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
        // Otherwise a browser at this machine is a screen already.
        site.screens().revoke(site.screens().list().getFirst().id());
        var example = new ExampleSite(site);
        String police = example.partner("Polisen");
        site.choose(police, Showing.NAMES);
        site.pass(example.person(police, "Maja Öberg"), Direction.IN, Instant.now());
        wall = screen.show(ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        wall.close();
        site.close();
    }

    @Test
    void itShowsACodeAndNothingAboutPeopleUntilItIsPaired() {
        wall.page().navigate(site.address().toString());
        wall.page().evaluate("window.sameLoad = true");
        assertThat(at("#code")).hasText(Pattern.compile("[A-Z0-9]{4} [A-Z0-9]{4}"));
        assertThat(at("#pairing")).isVisible();
        assertThat(at("#wall")).isHidden();
        assertThat(wall.page().content()).doesNotContain("Polisen", "Maja");

        pair("Hallen", Place.INDOORS);

        assertThat(at("#total")).hasText("1", SOON);
        assertThat(at("#rows .names:not([hidden])")).hasText("Maja Ö.");
        assertThat(at("#pairing")).isHidden();
        assertThat(wall.page().evaluate("window.sameLoad")).isEqualTo(true);
        assertThat(site.screens().list()).extracting(PairedScreen::name).containsExactly("Hallen");
        assertThat(wall.errors()).isEmpty();
    }

    @Test
    void itIsMovedToTheStreetAndRevokedOnTheOpenPage() {
        wall.page().navigate(site.address().toString());
        pair("Hallen", Place.INDOORS);
        assertThat(at("#rows .names:not([hidden])")).hasText("Maja Ö.");
        PairedScreen paired = site.screens().list().getFirst();

        site.screens().change(paired.id(), "Fönstret", Place.STREET);

        assertThat(at("#total")).hasText("Färre än tre", SOON);
        assertThat(wall.page().content()).doesNotContain("Polisen", "Maja");

        String code = at("#code").textContent();
        site.screens().revoke(paired.id());

        assertThat(at("#pairing")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2_000));
        assertThat(at("#code"))
                .hasText(
                        Pattern.compile("[A-Z0-9]{4} [A-Z0-9]{4}"),
                        new LocatorAssertions.HasTextOptions().setTimeout(8_000));
        assertThat(at("#code")).not().hasText(code);
        assertThat(wall.page().content()).doesNotContain("Polisen", "Maja", "Färre");
    }

    @Test
    void itIsStillPairedAfterAReloadByACookieThatNoScriptCanRead() {
        wall.page().navigate(site.address().toString());
        pair("Hallen", Place.INDOORS);
        assertThat(at("#total")).hasText("1", SOON);

        wall.page().reload();

        assertThat(at("#total")).hasText("1");
        Cookie cookie = wall.context().cookies().getFirst();
        assertThat(cookie.name).isEqualTo(ScreenCookie.NAME);
        assertThat(cookie.httpOnly).isTrue();
        assertThat(cookie.sameSite).isEqualTo(SameSiteAttribute.STRICT);
        assertThat(cookie.path).isEqualTo("/");
        assertThat(wall.page().evaluate("document.cookie")).isEqualTo("");
    }

    @Test
    void whenTooManyWaitItSaysSo() {
        for (int i = 0; i < Screens.WAITING_MAX; i++) {
            site.screens().ask(new Visitor(Optional.empty(), false), "p" + i);
        }

        wall.page().navigate(site.address().toString());

        assertThat(at("#pair-what")).containsText("För många skärmar väntar");
    }

    private void pair(String name, Place place) {
        assertThat(at("#code")).hasText(Pattern.compile("[A-Z0-9]{4} [A-Z0-9]{4}"));
        Screens.Pairing done = site.screens().pair(PairingCode.parse(at("#code").textContent()), name, place);
        assertThat(done).isInstanceOf(Screens.Pairing.Done.class);
    }

    private Locator at(String selector) {
        return wall.page().locator(selector);
    }
}

package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whether the wall can be read from where people stand, hit by a finger, and carried by a thin wire. */
class WallTypeTest {
    /** A 32 inch panel of 1920 by 1080: 708.4 mm wide. */
    private static final double PIXEL_MM = 32 * 25.4 * 16 / Math.hypot(16, 9) / 1920;

    /** Capitals of 0.7 degrees at one, two and three metres. */
    private static final double AT_1M = 12;

    private static final double AT_2M = 24;
    private static final double AT_3M = 37;

    private static final String CAPITAL = """
            element => {
              const style = getComputedStyle(element);
              const canvas = document.createElement("canvas").getContext("2d");
              canvas.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
              return canvas.measureText("H").actualBoundingBoxAscent;
            }""";

    private static final Instant NOON = Instant.parse("2026-11-22T13:32:05Z");
    private static final Instant NIGHT = Instant.parse("2026-11-22T22:10:41Z");
    private static final int PAGE_BYTES_MAX = 100_000;

    private static Screen screen;

    @TempDir
    private static Path folder;

    private static RunningSite site;

    @BeforeAll
    static void switchOn() {
        screen = new Screen();
        site = RunningSite.open(folder, InstantSource.system());
    }

    @AfterAll
    static void switchOff() {
        site.close();
        screen.close();
    }

    @Test
    void capitalsAreAsHighAsTheDistanceNeedsOnBothPanels() {
        for (int[] size : new int[][] {{1920, 1080}, {1080, 1920}}) {
            try (Screen.Shown shown = screen.show(ColorScheme.LIGHT, size[0], size[1], _ -> {})) {
                StagedWall wall = StagedWall.open(shown.page(), site.address());
                wall.hear(state(Place.INDOORS, NOON), NOON);
                shown.page().waitForTimeout(300);
                double least = capital(shown.page(), "#updated");
                System.out.printf(
                        "capitals on %dx%d: count %.1f, rows %.1f, least %.1f mm%n",
                        size[0], size[1], capital(shown.page(), "#total"), capital(shown.page(), "#rows .name"), least);

                assertThat(capital(shown.page(), "#total")).isGreaterThanOrEqualTo(AT_3M);
                for (String rows : List.of("#rows .name", "#rows .count", "#clock")) {
                    assertThat(capital(shown.page(), rows)).as(rows).isGreaterThanOrEqualTo(AT_2M);
                }
                for (String near : List.of(
                        "#updated",
                        "#date",
                        "button",
                        "#doors",
                        "h1",
                        ".mark",
                        "#rows .names",
                        "#note-text",
                        "#note-head",
                        "#meet",
                        "figcaption",
                        "#banner",
                        "#rows .count.word")) {
                    assertThat(capital(shown.page(), near)).as(near).isGreaterThanOrEqualTo(AT_1M);
                }
                shown.page().locator("#size").click();
                for (String big : List.of("#big-text", "#languages button", "#banner", "#welcome-text")) {
                    assertThat(capital(shown.page(), big)).as("large " + big).isGreaterThanOrEqualTo(AT_3M);
                }
            }
        }
    }

    @Test
    void theCodeOfAnUnpairedScreenIsReadFromThreeMetres() {
        try (Screen.Shown shown = screen.show(ColorScheme.LIGHT)) {
            StagedWall wall = StagedWall.open(shown.page(), site.address());
            var waiting = new Standing.Waiting(Optional.of(new PairingCode("CDFHJKMN")));
            wall.hear(WallRules.state(facts().facts(), waiting, NOON), NOON);

            assertThat(capital(shown.page(), "#code")).isGreaterThanOrEqualTo(AT_3M);
            assertThat(capital(shown.page(), "#pair-what")).isGreaterThanOrEqualTo(AT_1M);
            assertThat(Contrast.of(shown.page(), "#code")).isGreaterThanOrEqualTo(7);
            assertThat(Contrast.of(shown.page(), "#pair-what")).isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void everyTextStandsOutSevenToOneInLightAndDarkAndWhenItIsHistory() {
        for (Instant time : List.of(NOON, NIGHT)) {
            try (Screen.Shown shown = screen.show(ColorScheme.LIGHT)) {
                StagedWall wall = StagedWall.open(shown.page(), site.address());
                wall.hear(state(Place.INDOORS, time), time);
                shown.page().waitForTimeout(300);
                assertContrast(shown.page(), time + " ");
                shown.page().evaluate("document.body.dataset.state = 'old'");
                assertContrast(shown.page(), time + " old ");
                shown.page().evaluate("document.getElementById('welcome').classList.toggle('refused')");
                assertThat(Contrast.of(shown.page(), "#welcome-text")).isGreaterThanOrEqualTo(7);
            }
        }
    }

    private static void assertContrast(Page page, String when) {
        for (String text : List.of(
                "#total",
                "h1",
                ".mark",
                "figcaption",
                "#rows .name",
                "#rows .count",
                "#rows .count.word",
                "#rows li.nobody .name",
                "#rows .names",
                "#clock",
                "#date",
                "#updated",
                "#size",
                "#languages [aria-pressed=true]",
                "#note-text",
                "#note-kind",
                "#note-from",
                "#meet-text",
                "#banner-text",
                "#welcome-text",
                "#doors-text",
                "#page")) {
            assertThat(Contrast.of(page, text)).as(when + text).isGreaterThanOrEqualTo(7);
        }
    }

    @Test
    void everyButtonIsLargeEnoughForAFinger() {
        try (Screen.Shown shown = screen.show(ColorScheme.LIGHT, 412, 915, _ -> {})) {
            StagedWall wall = StagedWall.open(shown.page(), site.address());
            wall.hear(state(Place.INDOORS, NOON), NOON);
            for (var button : shown.page().locator("button:visible").all()) {
                var box = button.boundingBox();
                assertThat(Math.min(box.width, box.height))
                        .as(button.textContent())
                        .isGreaterThanOrEqualTo(44);
            }
        }
    }

    @Test
    void whoeverWantsLessMotionGetsNone() {
        try (Screen.Shown shown =
                screen.show(ColorScheme.LIGHT, 1920, 1080, options -> options.setReducedMotion(ReducedMotion.REDUCE))) {
            StagedWall wall = StagedWall.open(shown.page(), site.address());
            wall.hear(state(Place.INDOORS, NOON), NOON);

            assertThat(shown.page().locator("#welcome").evaluate("element => getComputedStyle(element).animationName"))
                    .isEqualTo("none");
        }
    }

    @Test
    void nothingIsAskedOfAnybodyElseAndThePageIsLight() {
        try (Screen.Shown shown = screen.show(ColorScheme.LIGHT)) {
            shown.page().navigate(site.address().toString());
            assertThat(shown.page().locator("#total")).hasText("0");
            assertThat(shown.page().locator("#picture-block")).isVisible();

            URI own = site.address();
            assertThat(shown.requests()).isNotEmpty().allMatch(request -> request.startsWith(own + "/"));
            long weight = shown.requests().stream()
                    .distinct()
                    .filter(request -> !request.endsWith("/stream") && !request.endsWith("/pair"))
                    .mapToLong(request -> shown.page().request().get(request).body().length)
                    .sum();
            System.out.printf("the wall's page is %d bytes in all%n", weight);
            assertThat(weight).isLessThan(PAGE_BYTES_MAX);
            assertThat(shown.errors()).isEmpty();
        }
    }

    private static ScreenState state(Place place, Instant now) {
        return WallRules.state(facts().happening(now, "o1", "Maja Ö.").facts(), new Standing.Paired(place), now);
    }

    private static FactsOnTrial facts() {
        return new FactsOnTrial()
                .nightLevel(WallSettings.Level.NAMES)
                .door("Torgdörren")
                .called("o1", "Polisen", Showing.NAMES, 1, "Maja Ö.")
                .called("o2", "Vakter", Showing.PRESENT, 1)
                .called("o3", "Butik", Showing.NUMBER, 0)
                .notice(new Notice(
                        new NoticeId("n1"),
                        Optional.empty(),
                        "Möte i stora rummet",
                        true,
                        NOON.minusSeconds(60),
                        NIGHT.plusSeconds(60)));
    }

    private static double capital(Page page, String selector) {
        return ((Number) page.locator(selector).first().evaluate(CAPITAL)).doubleValue() * PIXEL_MM;
    }
}

package knutpunkt.kiosk.wall;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.notices.Notice;
import knutpunkt.kiosk.notices.NoticeId;
import knutpunkt.kiosk.occupancy.OccupancyDay;
import knutpunkt.kiosk.occupancy.OccupancyPicture;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.PairingCode;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.kiosk.wall.WallSettings.Level;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Words;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every state of the wall as a picture under {@code target/screenshots}, for people to look at; nothing may be cut off. */
class WallLooksTest {
    private static final Instant NOON = Instant.parse("2026-11-22T13:32:05Z");
    private static final Instant NIGHT = Instant.parse("2026-11-22T22:10:41Z");
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    private static final String CUT_OFF = """
            () => {
              const found = [];
              for (const element of document.querySelectorAll("#stage *, #welcome *")) {
                const own = [...element.childNodes].some(node => node.nodeType === 3 && node.data.trim());
                const box = element.getBoundingClientRect();
                if (!own || box.width === 0 || element.closest(".unseen, [hidden]")
                    || getComputedStyle(element).visibility === "hidden" || getComputedStyle(element).textOverflow === "ellipsis") continue;
                const out = box.left < -9 || box.top < -9 || box.right > innerWidth + 9 || box.bottom > innerHeight + 9;
                const cut = element.scrollWidth > element.clientWidth + 2 && element.clientWidth > 0
                    && getComputedStyle(element).display !== "inline";
                if (out || cut) found.push(`${element.id || element.className || element.tagName}: ${element.textContent.slice(0, 40)}`);
              }
              return found;
            }""";

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

    private enum Panel {
        LANDSCAPE(1920, 1080),
        PORTRAIT(1080, 1920);

        private final int width;
        private final int height;

        Panel(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    @Test
    void byDayAtEveryLevelInEveryLanguageOnBothPanels() {
        for (Panel panel : Panel.values()) {
            for (String language : List.of("sv", "en", "ar")) {
                take("wall-names-" + language, panel, language, town(), Place.INDOORS, NOON);
            }
            take("wall-partners", panel, "sv", town().level(Level.PARTNERS), Place.INDOORS, NOON);
            take("wall-total", panel, "sv", town().level(Level.TOTAL), Place.INDOORS, NOON);
            take("wall-street", panel, "sv", town(), Place.STREET, NOON);
            take("wall-street-few", panel, "sv", few(), Place.STREET, NOON);
            take("wall-street-few-ar", panel, "ar", few(), Place.STREET, NOON);
            take("wall-hidden", panel, "sv", hiding(), Place.INDOORS, NOON);
            take("wall-street-untold", panel, "en", hiding(), Place.STREET, NOON);
        }
    }

    @Test
    void inTheDark() {
        for (Panel panel : Panel.values()) {
            take("wall-dark-names", panel, "sv", town().nightLevel(Level.NAMES), Place.INDOORS, NIGHT);
            take("wall-dark-total", panel, "en", town(), Place.INDOORS, NIGHT);
            take("wall-dark-ar", panel, "ar", town().nightLevel(Level.PARTNERS), Place.INDOORS, NIGHT);
        }
    }

    @Test
    void withNoticesWarningsAndManyPartners() {
        for (Panel panel : Panel.values()) {
            take("wall-notices", panel, "sv", noticed(), Place.INDOORS, NOON);
            take(
                    "wall-doors",
                    panel,
                    "sv",
                    noticed().silentDoor("Torgdörren", NOON.minusSeconds(3_600)),
                    Place.INDOORS,
                    NOON);
            take("wall-street-doors", panel, "sv", town().silentDoor("Torgdörren", NOON), Place.STREET, NOON);
            take("wall-many", panel, "sv", many(), Place.INDOORS, NOON);
            take("wall-hostile", panel, "sv", hostile(), Place.INDOORS, NOON);
            take("wall-hostile-ar", panel, "ar", hostile(), Place.INDOORS, NOON);
            take("wall-nobody", panel, "sv", new FactsOnTrial(), Place.INDOORS, NOON);
        }
    }

    @Test
    void inLargeTextPageByPage() {
        for (Panel panel : Panel.values()) {
            for (String language : List.of("sv", "ar")) {
                show(panel, language, noticed(), Place.INDOORS, NOON, wall -> {
                    wall.page().locator("#size").click();
                    for (int i = 0; i < 4; i++) {
                        picture(wall, "wall-big-" + language + "-" + i, panel);
                        wall.page().clock().runFor(8_000);
                    }
                });
            }
            show(panel, "sv", town(), Place.INDOORS, NOON, wall -> {
                wall.page().locator("#size").click();
                wall.page().clock().runFor(12_000);
                picture(wall, "wall-big-stale", panel);
            });
        }
    }

    @Test
    void unpaired() {
        var waiting = new Standing.Waiting(Optional.of(new PairingCode("KM7RHW4X")));
        for (Panel panel : Panel.values()) {
            for (String language : List.of("sv", "en", "ar")) {
                stage(panel, language, wall -> {
                    wall.hear(WallRules.state(town().facts(), waiting, NOON), NOON);
                    picture(wall, "wall-unpaired-" + language, panel);
                });
            }
            stage(panel, "sv", wall -> {
                wall.hear(WallRules.state(town().facts(), new Standing.Waiting(Optional.empty()), NOON), NOON);
                picture(wall, "wall-unpaired-waiting", panel);
            });
        }
    }

    @Test
    void whoeverStandsAtTheDoor() {
        for (Panel panel : Panel.values()) {
            FactsOnTrial named = town().happening(NOON, "o1", "Maja Ö.");
            FactsOnTrial nameless = town().happening(NOON, "o2", "Nobody");
            FactsOnTrial long_ = town().happening(NOON, "o1", "Wolfeschlegelsteinhausenbergerdorff M.");
            take("wall-welcome", panel, "sv", named, Place.INDOORS, NOON);
            take("wall-welcome-nameless", panel, "en", nameless, Place.INDOORS, NOON);
            take("wall-welcome-long", panel, "sv", long_, Place.INDOORS, NOON);
            take("wall-welcome-ar", panel, "ar", named, Place.INDOORS, NOON);
            for (String language : List.of("sv", "en", "ar")) {
                take("wall-refused-" + language, panel, language, town().refusal(NOON), Place.INDOORS, NOON);
            }
            take("wall-refused-dark", panel, "sv", town().refusal(NIGHT), Place.INDOORS, NIGHT);
        }
    }

    @Test
    void staleOldAndAsleep() {
        for (Panel panel : Panel.values()) {
            for (Instant time : List.of(NOON, NIGHT)) {
                String dark = time.equals(NIGHT) ? "-dark" : "";
                show(panel, "sv", noticed().nightLevel(Level.NAMES), Place.INDOORS, time, wall -> {
                    wall.page().clock().runFor(12_000);
                    picture(wall, "wall-stale" + dark, panel);
                    wall.page().clock().runFor(50_000);
                    picture(wall, "wall-old" + dark, panel);
                });
            }
            take("wall-asleep", panel, "sv", town().off(new Hours(22 * 60, 5 * 60)), Place.INDOORS, NIGHT);
        }
    }

    private void take(String name, Panel panel, String language, FactsOnTrial facts, Place place, Instant now) {
        show(panel, language, facts, place, now, wall -> picture(wall, name, panel));
    }

    private static void picture(StagedWall wall, String name, Panel panel) {
        String file = "target/screenshots/" + name + (panel == Panel.PORTRAIT ? "-portrait" : "") + ".png";
        wall.page().screenshot(new Page.ScreenshotOptions().setPath(Path.of(file)));
        assertThat((List<?>) wall.page().evaluate(CUT_OFF)).as(file).isEmpty();
    }

    private void show(
            Panel panel, String language, FactsOnTrial facts, Place place, Instant now, Consumer<StagedWall> then) {
        stage(panel, language, wall -> {
            Words words = Languages.shipped().of(language).orElseThrow();
            var picture = new OccupancyPicture(words, ZONE, OccupancyPicture.Palette.WALL_LIGHT);
            wall.picture(picture.day(day(), now), picture.summary(day()));
            wall.hear(WallRules.state(facts.facts(), new Standing.Paired(place), now), now);
            wall.page().waitForTimeout(250);
            then.accept(wall);
        });
    }

    private static void stage(Panel panel, String language, Consumer<StagedWall> then) {
        try (Screen.Shown shown = screen.show(ColorScheme.LIGHT, panel.width, panel.height, _ -> {})) {
            shown.page().clock().install();
            var wall = StagedWall.open(shown.page(), site.address());
            if (!language.equals("sv")) {
                shown.page().locator("#languages button[lang=" + language + "]").click();
            }
            then.accept(wall);
            assertThat(shown.errors())
                    .filteredOn(error -> !error.contains("404"))
                    .isEmpty();
        }
    }

    private static OccupancyDay day() {
        Instant midnight = LocalDate.of(2026, 11, 22).atStartOfDay(ZONE).toInstant();
        long[] totals = {4, 3, 0, 0, 0, 0, 0, 3, 6, 9, 11, 14, 12, 9, 11};
        return new OccupancyDay(
                LocalDate.of(2026, 11, 22),
                IntStream.range(0, 24)
                        .mapToObj(i -> new OccupancyDay.Hour(
                                midnight.plus(Duration.ofHours(i)),
                                midnight.plus(Duration.ofHours(i + 1L)),
                                i < totals.length,
                                Optional.of(i < totals.length ? totals[i] : 0L).filter(total -> total > 2),
                                Map.of()))
                        .toList());
    }

    private static FactsOnTrial town() {
        return new FactsOnTrial()
                .door("Torgdörren")
                .door("Kontoret")
                .called("o1", "Socialförvaltningen Centrum", Showing.NAMES, 4, "Maja Ö.", "Ali K.", "Sven-Erik L.")
                .called("o2", "Polisen", Showing.NUMBER, 3)
                .called("o3", "Ordningsvakterna", Showing.NAMES, 3, "Kim", "Robin S.")
                .called("o4", "Pressbyrån Torget", Showing.NUMBER, 1)
                .called("o5", "Nattvandrarna", Showing.NUMBER, 0);
    }

    private static FactsOnTrial few() {
        return new FactsOnTrial().door("Torgdörren").called("o1", "Polisen", Showing.NUMBER, 2);
    }

    private static FactsOnTrial hiding() {
        return new FactsOnTrial()
                .door("Torgdörren")
                .called("o1", "Socialförvaltningen Centrum", Showing.NUMBER, 2)
                .called("o2", "Polisen", Showing.PRESENT, 7)
                .called("o3", "Ordningsvakterna", Showing.NOTHING, 3)
                .called("o4", "Pressbyrån Torget", Showing.PRESENT, 0);
    }

    private static FactsOnTrial noticed() {
        return town().notice(
                        note(
                                "n1",
                                Optional.of("o2"),
                                true,
                                "Rån vid Centralstationen 13:10. Två personer till fots mot\nDrottningtorget, mörka jackor. Ring 112 vid iakttagelse."))
                .notice(note("n2", Optional.empty(), false, "Gemensamt möte i dag klockan 15:00 i stora rummet."));
    }

    private static Notice note(String id, Optional<String> partner, boolean important, String text) {
        return new Notice(
                new NoticeId(id),
                partner.map(PartnerId::new),
                text,
                important,
                NOON.minusSeconds(600),
                NIGHT.plusSeconds(600));
    }

    private static FactsOnTrial many() {
        FactsOnTrial facts = new FactsOnTrial().door("Torgdörren");
        for (int i = 1; i <= 40; i++) {
            facts.called("o" + i, "Förening nummer " + i, Showing.NUMBER, i % 7);
        }
        return facts;
    }

    private static FactsOnTrial hostile() {
        var names = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            names.add(i % 3 == 0 ? "محمد ع." : i % 3 == 1 ? "<b>Bo</b> & \"C\"" : "🙂 Emoji 👩‍👩‍👧");
        }
        names.add("W".repeat(80));
        return new FactsOnTrial()
                .door("Torgdörren")
                .called("o1", "<script>alert(1)</script>", Showing.NAMES, 30, names.toArray(String[]::new))
                .called("o2", "Z".repeat(60), Showing.NUMBER, 1234)
                .called("o3", "שלום مرحبا Blandat 3", Showing.NUMBER, 2)
                .called("o4", "🚓".repeat(30), Showing.NUMBER, 2)
                .notice(note("n1", Optional.of("o2"), true, "W".repeat(140)))
                .notice(note("n2", Optional.of("o3"), true, "إعلان مهم للجميع\nhej " + "ö".repeat(100)));
    }
}

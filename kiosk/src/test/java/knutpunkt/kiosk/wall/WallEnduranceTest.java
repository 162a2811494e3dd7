package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Clock;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.screens.Standing;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A wall hangs for months: it must neither grow nor drift. */
class WallEnduranceTest {
    private static final int DAYS = 30;
    private static final int STEP_HOURS = 3;
    private static final int CHANGES = 10_000;
    private static final double HEAP_GROWTH_MAX = 3_000_000;
    private static final double NODES_GROWTH_MAX = 300;
    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

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
        wall = screen.show(ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        wall.close();
        site.close();
    }

    private record Size(double heap, double nodes, double listeners) {
        static Size of(Page page) {
            CDPSession session = page.context().newCDPSession(page);
            session.send("HeapProfiler.enable");
            session.send("HeapProfiler.collectGarbage");
            session.send("HeapProfiler.collectGarbage");
            JsonObject counters = session.send("Memory.getDOMCounters");
            JsonObject heap = session.send("Runtime.getHeapUsage");
            session.detach();
            return new Size(
                    heap.get("usedSize").getAsDouble(),
                    counters.get("nodes").getAsDouble(),
                    counters.get("jsEventListeners").getAsDouble());
        }

        void assertNotGrownFrom(Size before, String over) {
            System.out.printf(
                    "%s: heap %.2f -> %.2f MB, nodes %.0f -> %.0f, listeners %.0f -> %.0f%n",
                    over, before.heap / 1e6, heap / 1e6, before.nodes, nodes, before.listeners, listeners);
            assertThat(heap - before.heap).isLessThan(HEAP_GROWTH_MAX);
            assertThat(nodes - before.nodes).isLessThan(NODES_GROWTH_MAX);
            assertThat(listeners).isEqualTo(before.listeners);
        }
    }

    @Test
    void aPageThatIsOpenForThirtyDaysNeitherLeaksNorDrifts() {
        var random = new Random(1);
        wall.page().clock().install(new Clock.InstallOptions().setTime(START.toEpochMilli()));
        StagedWall staged = StagedWall.open(wall.page(), site.address())
                .picture("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "Färre än tre hittills i dag");
        Instant now = START;
        hear(staged, random, now);
        now = passHours(staged, random, now, 6);
        Size before = Size.of(wall.page());

        now = passHours(staged, random, now, DAYS * 24);

        Size after = Size.of(wall.page());
        after.assertNotGrownFrom(before, "30 days");
        assertThat(wall.page().locator("#updated")).hasText("Uppdaterad 19:00:00");
        assertThat(now).isEqualTo(START.plus(Duration.ofHours(6 + DAYS * 24L)));
        assertThat(wall.page().locator("#clock")).hasText("19:00");
        assertThat(wall.page().locator("body")).hasAttribute("data-state", "live");
        assertThat(wall.errors()).isEmpty();
    }

    /** In each step: a state, some seconds between two pages, and now and then another language or size. */
    private Instant passHours(StagedWall staged, Random random, Instant from, int hours) {
        Instant now = from;
        for (int i = 0; i < hours / STEP_HOURS; i++) {
            if (i % 7 == 3) {
                wall.page().locator("#languages button").nth(random.nextInt(3)).click();
            }
            if (i % 11 == 5) {
                wall.page().locator("#size").click();
            }
            wall.page().clock().runFor(20_000);
            wall.page()
                    .clock()
                    .fastForward(Duration.ofHours(STEP_HOURS).minusSeconds(20).toMillis());
            now = now.plus(Duration.ofHours(STEP_HOURS));
            hear(staged, random, now);
        }
        return now;
    }

    private static void hear(StagedWall staged, Random random, Instant now) {
        FactsOnTrial facts =
                new FactsOnTrial().nightLevel(WallSettings.Level.NAMES).door("Torgdörren");
        IntStream.range(0, 1 + random.nextInt(12)).forEach(i -> {
            int many = random.nextInt(5);
            String[] names =
                    IntStream.range(0, many).mapToObj(n -> "Person " + n).toArray(String[]::new);
            facts.called("o" + i, "Partner " + i, Showing.NAMES, many, names);
        });
        if (random.nextBoolean()) {
            facts.happening(now, "o0", "Person 0");
        }
        staged.hear(WallRules.state(facts.facts(), new Standing.Paired(Place.INDOORS), now), now);
    }

    @Test
    void tenThousandChangesThroughAnOpenWallLeaveItAsLargeAsItWas() {
        var example = new ExampleSite(site);
        String partner = example.partner("Polisen");
        site.choose(partner, Showing.NAMES);
        List<String> people = IntStream.range(0, 20)
                .mapToObj(i -> example.person(partner, "Person Nummer" + i))
                .toList();
        wall.page().navigate(site.address().toString());
        assertThat(wall.page().locator("#total")).hasText("0");
        pass(people, 400);
        assertThat(wall.page().locator("#total")).hasText("0");
        Size before = Size.of(wall.page());

        pass(people, CHANGES);
        site.pass(people.getFirst(), Direction.IN, Instant.now());

        assertThat(wall.page().locator("#total")).hasText("1");
        wall.page().waitForTimeout(6_000);
        Size.of(wall.page()).assertNotGrownFrom(before, "10,000 changes");
        assertThat(wall.errors()).isEmpty();
    }

    private void pass(List<String> people, int changes) {
        int size = people.size();
        for (int i = 0; i < changes; i++) {
            Direction direction = i / size % 2 == 0 ? Direction.IN : Direction.OUT;
            site.pass(people.get(i % size), direction, Instant.now());
        }
        site.awaitLogged();
    }
}

package knutpunkt.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.wall.Screen;

/**
 * From the last byte of a badge's frame to the frame in which Chromium draws the changed number, with one wall and with two
 * hundred, and what those cost the service. Decision, journal, signature, broker, commit and stream are all within it, as the
 * door stands open and a grant is a passage at once; beside it, how long before the picture the same state was at another
 * wall's socket, and what the service's own part is: that of the browser and of the way there.
 */
final class ScreensBench {
    private static final int PEOPLE = 60;
    private static final int ROUNDS = 5;
    private static final int[] WALLS = {1, 200};
    private static final int QUIET_SECONDS = 20;

    /** The same badge within 5 s is one presentation, so one round of everybody takes longer than that. */
    private static final long REST_MILLIS = 60;

    private static final String WATCH = """
            () => {
              const total = document.getElementById("total");
              const drawn = new Map();
              const asked = new Map();
              new MutationObserver(() => requestAnimationFrame(() => {
                const time = performance.timeOrigin + performance.now();
                drawn.set(total.textContent, time);
                asked.get(total.textContent)?.(time);
                asked.delete(total.textContent);
              })).observe(total, { childList: true, characterData: true, subtree: true });
              window.drawn = (text) => new Promise((resolve) =>
                (drawn.has(text) ? resolve(drawn.get(text)) : asked.set(text, resolve)));
              window.forget = () => drawn.clear();
            }""";

    private final RunningSite site;
    private final SerialLine line;
    private final List<Somebody> people;

    private ScreensBench(RunningSite site, SerialLine line, List<Somebody> people) {
        this.site = site;
        this.line = line;
        this.people = people;
    }

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var line = SerialLine.open(folder, "square");
                var site = RunningSite.laidOut(folder, Broker.EMBEDDED);
                var screen = new Screen()) {
            SerialDoor.configure(site, line);
            site.startAll();
            List<Somebody> people = new ArrayList<>();
            String partner = site.partner("Fältgruppen");
            for (int i = 0; i < PEOPLE; i++) {
                people.add(site.enrolledAt(partner, "Person " + i, "0F00E1B2%02X".formatted(i), "square"));
            }
            site.panel().tap("square", people.getFirst().badge(), "exit");
            site.panel().open("square");
            var bench = new ScreensBench(site, line, people);
            for (int walls : WALLS) {
                try (Screen.Shown shown = screen.show(ColorScheme.LIGHT);
                        var others = Watchers.open(site.wall(), walls - 1)) {
                    bench.run(shown.page(), others, walls);
                }
            }
        }
    }

    private void run(Page page, Watchers others, int walls) throws Exception {
        page.navigate(site.wall());
        assertThat(page.locator("#total")).hasText("0");
        page.evaluate(WATCH);
        cost("%d walls, nothing happens".formatted(walls), others, () -> TimeUnit.SECONDS.sleep(QUIET_SECONDS));
        measure(page, new Distribution("warm-up", PEOPLE));
        var drawn =
                new Distribution("badge's last byte to the number drawn, %d walls".formatted(walls), PEOPLE * ROUNDS);
        cost("%d walls, a passage every %d ms".formatted(walls, REST_MILLIS), others, () -> {
            for (int round = 0; round < ROUNDS; round++) {
                measure(page, drawn);
            }
        });
        Distribution.printHead();
        drawn.print();
    }

    private void measure(Page page, Distribution into) throws InterruptedException {
        for (int i = 0; i < people.size(); i++) {
            page.evaluate("forget()");
            Instant before = Instant.now();
            line.badge(people.get(i).badge());
            double drawn = drawn(page, i + 1);
            double millis = drawn - before.getEpochSecond() * 1e3 - before.getNano() / 1e6;
            into.add(Math.round(millis * 1e6));
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
        for (int i = people.size() - 1; i >= 0; i--) {
            site.panel().tap("square", people.get(i).badge(), "exit");
            drawn(page, i);
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
    }

    private static double drawn(Page page, int total) {
        return ((Number) page.evaluate("total => drawn(String(total))", total)).doubleValue();
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private void cost(String when, Watchers others, Work work) throws Exception {
        Usage before = Usage.of(site.service());
        long bytes = others.bytes();
        long start = System.nanoTime();
        work.run();
        double seconds = (System.nanoTime() - start) / 1e9;
        Usage after = Usage.of(site.service());
        System.out.printf(
                Locale.ROOT,
                "%s: the service held %d MB and took %.1f %% of one processor; %.1f kB/s to the other walls%n%n",
                when,
                after.residentMb(),
                (after.cpuNanos() - before.cpuNanos()) / 1e7 / seconds,
                (others.bytes() - bytes) / 1e3 / seconds);
    }
}

package knutpunkt.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.LoadState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.kiosk.wall.Screen;

/**
 * How heavy a page is, and how soon it shows something on a processor four times slower: with an empty cache, as at a
 * screen's first start.
 */
final class PageBench {
    private static final int RUNS = 30;
    private static final int SLOWER = 4;
    private static final List<String> ADMIN = List.of("admin", "admin/people", "admin/doors", "admin/schedules");

    private static final String WEIGHT = """
            () => [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")]
              .map((one) => one.transferSize).reduce((sum, one) => sum + one, 0)""";
    private static final String FIRST = """
            () => performance.getEntriesByName("first-contentful-paint")[0].startTime""";

    private PageBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.started(folder, Broker.EMBEDDED);
                var screen = new Screen();
                Screen.Shown shown = screen.show(ColorScheme.LIGHT)) {
            Page page = shown.page();
            FirstOwner.signIn(site, page);
            List<String> weights = new ArrayList<>();
            Distribution.printHead();
            slow(page.context().newCDPSession(page));
            paint(page, site.wall(), "the wall", "#total", weights);
            for (String path : ADMIN) {
                paint(page, site.wall() + path, "/" + path, "h1", weights);
            }
            System.out.println("\n| page | bytes with all it needs |\n| --- | ---: |");
            weights.forEach(System.out::println);
        }
    }

    private static void slow(CDPSession browser) {
        var cache = new JsonObject();
        cache.addProperty("cacheDisabled", true);
        var rate = new JsonObject();
        rate.addProperty("rate", SLOWER);
        browser.send("Network.enable");
        browser.send("Network.setCacheDisabled", cache);
        browser.send("Emulation.setCPUThrottlingRate", rate);
    }

    private static void paint(Page page, String address, String name, String content, List<String> weights) {
        var first = new Distribution("first paint of %s, processor %d times slower".formatted(name, SLOWER), RUNS);
        for (int run = 0; run <= RUNS; run++) {
            page.navigate(address);
            assertThat(page.locator(content)).isVisible();
            page.waitForLoadState(LoadState.LOAD);
            page.waitForTimeout(300);
            double millis = ((Number) page.evaluate(FIRST)).doubleValue();
            if (run > 0) {
                first.add(Math.round(millis * 1e6));
            }
        }
        first.print();
        weights.add("| %s | %,d |".formatted(name, ((Number) page.evaluate(WEIGHT)).longValue()));
    }
}

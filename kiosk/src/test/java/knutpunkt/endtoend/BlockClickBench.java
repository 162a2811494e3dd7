package knutpunkt.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.wall.Screen;
import knutpunkt.settings.Closing;

/**
 * From the click that blocks a badge at the admin page until the page shows every door of ten controllers as confirmed:
 * the form, the commit, ten signed lists, ten commits and receipts, and the page's own fetching of what changed. Both ends
 * are times of the browser, the last one in the frame that draws it.
 */
final class BlockClickBench {
    private static final int CONTROLLERS = 10;

    /** The example's own controller has two. */
    private static final int DOORS = CONTROLLERS + 1;

    private static final String CONFIRMED = "%1$d av %1$d".formatted(DOORS);
    private static final int WARM_UP = 10;
    private static final int RUNS = 100;
    private static final int PATIENCE_MILLIS = 20_000;

    /** Between two clicks, so that one is over before the next begins. */
    private static final int REST_MILLIS = 200;

    /** Enough for the frame in which the page sees what the measuring program saw. */
    private static final int FRAME_MILLIS = 100;

    private static final String WATCH = """
            let isLeft = false;
            addEventListener("submit", () => {
              isLeft = true;
              sessionStorage.clicked = performance.timeOrigin + performance.now();
              delete sessionStorage.confirmed;
            }, true);
            const watch = () => {
              const doors = document.getElementById("doors")?.textContent ?? "";
              if (!isLeft && sessionStorage.clicked && !sessionStorage.confirmed && doors.includes("%s")) {
                sessionStorage.confirmed = performance.timeOrigin + performance.now();
              }
              requestAnimationFrame(watch);
            };
            requestAnimationFrame(watch);
            """.formatted(CONFIRMED);

    private BlockClickBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Broker broker : Broker.values()) {
            run(broker);
        }
    }

    private static void run(Broker broker) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.laidOut(folder, broker);
                var closing = new Closing();
                var screen = new Screen();
                Screen.Shown shown = screen.show(ColorScheme.LIGHT, 1280, 900, _ -> {})) {
            // Nine and the example's own, which runs as a process of its own.
            for (int c = 1; c < CONTROLLERS; c++) {
                LinkedController.enrol(site, folder, c);
            }
            site.startBroker();
            site.startService();
            List<LinkedController> controllers = new ArrayList<>();
            for (int c = 1; c < CONTROLLERS; c++) {
                controllers.add(new LinkedController(site, folder, c, 1, List.of(), closing));
            }
            controllers.forEach(LinkedController::connect);
            site.startController();
            site.awaitDoorsConfirmed();
            Somebody guard = site.enrolled("Väktare", "0F00E1B2C3", "square", "office");
            Page page = shown.page();
            FirstOwner.signIn(site, page);
            page.context().addInitScript(WATCH);
            page.navigate(site.wall() + "admin/badges/" + guard.badgeId());
            measure(page, new Distribution("warm-up", WARM_UP), WARM_UP);
            var distribution = new Distribution(
                    "click on block to %d doors confirmed on the page, %s".formatted(DOORS, broker), RUNS);
            measure(page, distribution, RUNS);
            distribution.print();
        }
    }

    private static void measure(Page page, Distribution into, int runs) throws InterruptedException {
        for (int run = 0; run < runs; run++) {
            page.locator(".acts form button").first().click();
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            assertThat(page.locator("#doors"))
                    .containsText(CONFIRMED, new LocatorAssertions.ContainsTextOptions().setTimeout(PATIENCE_MILLIS));
            page.waitForTimeout(FRAME_MILLIS);
            double millis = ((Number) page.evaluate("sessionStorage.confirmed - sessionStorage.clicked")).doubleValue();
            into.add(Math.round(millis * 1e6));
        }
    }
}

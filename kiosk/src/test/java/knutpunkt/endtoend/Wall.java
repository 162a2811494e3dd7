package knutpunkt.endtoend;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The wall in a real browser, as it hangs in the room. */
final class Wall implements AutoCloseable {
    private final Playwright playwright;
    private final Browser browser;
    private final Page page;

    private Wall(Playwright playwright, Browser browser, Page page) {
        this.playwright = playwright;
        this.browser = browser;
        this.page = page;
    }

    static Wall open(String address) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync",
                                "--disable-dev-shm-usage")));
        Page page = browser.newPage(new Browser.NewPageOptions().setViewportSize(1920, 1080));
        page.navigate(address);
        return new Wall(playwright, browser, page);
    }

    /** What the wall shows for a partner; 0 while it shows no row for it. */
    int countOf(String partner) {
        Locator count = page.locator("[data-id='" + partner + "'] .count");
        return count.count() == 0
                ? 0
                : Integer.parseInt(count.first().textContent().strip());
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/" + name + ".png")));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

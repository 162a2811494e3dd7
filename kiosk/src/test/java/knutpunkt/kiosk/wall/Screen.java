package knutpunkt.kiosk.wall;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Chromium as it hangs on the wall, remembering every error and every address it asked for. */
public final class Screen implements AutoCloseable {
    private static final List<String> ARGUMENTS = List.of(
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--disable-dev-shm-usage");

    private final Playwright playwright;
    private final Browser browser;

    /** Starts the browser. */
    public Screen() {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(ARGUMENTS));
    }

    /** One page of its own, with its errors and requests. */
    public record Shown(BrowserContext context, Page page, List<String> errors, List<String> requests)
            implements AutoCloseable {
        /** Takes a picture for people to look at. */
        public void picture(String name) {
            page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target/screenshots/" + name + ".png")));
        }

        @Override
        public void close() {
            context.close();
        }
    }

    /** A Full HD panel, in light or dark. */
    public Shown show(ColorScheme scheme) {
        return show(scheme, 1920, 1080, options -> {});
    }

    public Shown show(ColorScheme scheme, int width, int height, Consumer<Browser.NewContextOptions> more) {
        var options = new Browser.NewContextOptions()
                .setViewportSize(width, height)
                .setColorScheme(scheme)
                .setLocale("en-US")
                .setTimezoneId("America/New_York");
        more.accept(options);
        BrowserContext context = browser.newContext(options);
        Page page = context.newPage();
        var shown = new Shown(context, page, new ArrayList<>(), new ArrayList<>());
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                shown.errors().add(message.text());
            }
        });
        page.onPageError(shown.errors()::add);
        page.onRequest(request -> shown.requests().add(request.url()));
        return shown;
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}

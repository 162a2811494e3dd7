package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.deque.html.axecore.results.Rule;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Cookie;
import com.microsoft.playwright.options.SameSiteAttribute;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.wall.Screen;

/** Admin pages as a browser shows them to somebody who is signed in. */
public final class AdminScreens {
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice");

    private AdminScreens() {}

    /** A desktop's window, or a phone's. */
    public enum Size {
        DESKTOP(1280, 900),
        PHONE(390, 844);

        private final int width;
        private final int height;

        Size(int width, int height) {
            this.width = width;
            this.height = height;
        }
    }

    /** An empty page with this session. */
    public static Screen.Shown open(
            RunningSite site, Screen screen, String session, Size size, ColorScheme scheme, String language) {
        Screen.Shown shown = screen.show(scheme, size.width, size.height, options -> {});
        shown.context()
                .addCookies(List.of(
                        cookie(site, "knutpunkt-session", session), cookie(site, "knutpunkt-language", language)));
        return shown;
    }

    private static Cookie cookie(RunningSite site, String name, String value) {
        URI address = site.address();
        return new Cookie(name, value)
                .setDomain(address.getHost())
                .setPath("/admin")
                .setHttpOnly(true)
                .setSameSite(SameSiteAttribute.STRICT);
    }

    /** Takes a picture of the whole page. */
    public static void picture(Screen.Shown shown, String name) {
        shown.page()
                .screenshot(new com.microsoft.playwright.Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(Path.of("target/screenshots/admin-" + name + ".png")));
    }

    /** Takes a picture of the page as it is, and finds nothing wrong with it: for axe, for its window, for its console. */
    static void look(Screen.Shown shown, String name) {
        picture(shown, name);
        assertAccessible(shown, name);
        assertFits(shown, name);
        // A form that was refused is an answer of its own.
        assertThat(shown.errors()).as(name).allMatch(error -> error.contains("status of 4"));
        shown.errors().clear();
    }

    /** Nothing on the page breaks WCAG 2.1 AA or good practice, as far as axe can tell. */
    static void assertAccessible(Screen.Shown shown, String name) {
        List<String> violations = new AxeBuilder(shown.page())
                .withTags(RULES).analyze().getViolations().stream()
                        .map(AdminScreens::text)
                        .toList();
        assertThat(violations).as(name).isEmpty();
    }

    private static String text(Rule rule) {
        return rule.getId() + ": " + rule.getHelp() + " "
                + rule.getNodes().stream().map(node -> node.getHtml()).toList();
    }

    /** Nobody has to scroll sideways. */
    static void assertFits(Screen.Shown shown, String name) {
        int width = (int) shown.page().evaluate("document.documentElement.scrollWidth");
        assertThat(width)
                .as("%s is wider than its window", name)
                .isLessThanOrEqualTo(shown.page().viewportSize().width);
    }
}

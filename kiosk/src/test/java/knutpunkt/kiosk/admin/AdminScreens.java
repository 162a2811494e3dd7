package knutpunkt.kiosk.admin;

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
}

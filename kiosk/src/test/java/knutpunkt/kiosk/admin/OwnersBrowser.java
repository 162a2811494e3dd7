package knutpunkt.kiosk.admin;

import com.microsoft.playwright.options.ColorScheme;
import io.helidon.http.Method;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.AdminScreens.Size;
import knutpunkt.kiosk.wall.Screen;

/** A site of two partners, and the premises owner at a browser: whoever reaches every page. */
final class OwnersBrowser implements AutoCloseable {
    final RunningSite site;
    final TwoPartners partners;
    final String session;
    private final Screen screen = new Screen();

    /** A page by its address, and the route whose heading it has. */
    record Address(String path, String route) {}

    OwnersBrowser(Path folder) {
        site = RunningSite.open(folder, InstantSource.system());
        partners = new TwoPartners(site);
        session = partners.staff().session(partners.staff().account(Role.OWNER, Optional.empty()));
    }

    /** Every page there is, and the log after a purpose was given. */
    List<Address> pages() {
        Stream<Address> routes = site.admin().table().stream()
                .filter(route ->
                        route.method().equals(Method.GET) && !route.path().endsWith("/picture"))
                .map(route -> new Address(partners.filled(route.path(), partners.own()), route.path()));
        return Stream.concat(routes, Stream.of(new Address("/admin/log?purpose=incident", "/log")))
                .toList();
    }

    /** An empty page of the owner's. */
    Screen.Shown open(Size size, ColorScheme scheme, String language) {
        return open(session, size, scheme, language);
    }

    /** An empty page of whoever has this session. */
    Screen.Shown open(String whose, Size size, ColorScheme scheme, String language) {
        return AdminScreens.open(site, screen, whose, size, scheme, language);
    }

    void navigate(Screen.Shown shown, String path) {
        shown.page().navigate(site.address().resolve(path).toString());
    }

    @Override
    public void close() {
        screen.close();
        site.close();
    }
}

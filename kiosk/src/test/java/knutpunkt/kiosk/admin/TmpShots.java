package knutpunkt.kiosk.admin;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.wall.Screen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
class TmpShots {
    @TempDir Path folder;
    @Test void shots() {
        try (var site = RunningSite.open(folder, InstantSource.system()); var screen = new Screen()) {
            var ex = new ExampleSite(site);
            String soc = ex.partner("Socialförvaltningen"), pol = ex.partner("Polisen");
            String p = ex.person(soc, "Amina Lindqvist"); String b = ex.badge(p, "K-0001", "0102030405"); ex.grant(p, "square");
            String p2 = ex.person(soc, "Örjan Åkesson"); ex.badge(p2, "K-0002", "0102030406"); ex.badge(p2, "K-0003", "0102030407");
            site.client().post("/people", "{\"partner\":\"" + pol + "\",\"name\":\"Område 11\",\"visibility\":\"alias\"}");
            site.client().post("/people", "{\"partner\":\"" + pol + "\",\"name\":\"Hemlig Person\",\"visibility\":\"hidden\"}");
            var staff = new Staff(site);
            var s = staff.session(staff.account(Role.OWNER, Optional.empty()));
            var scr = new AdminScreens(site, screen);
            String[] paths = {"/admin/people", "/admin/people/new", "/admin/people/" + p, "/admin/badges?q=K", "/admin/badges/" + b, "/admin/doors", "/admin/doors/square", "/admin/information", "/admin/log", "/admin/audit"};
            for (var size : AdminScreens.Size.values()) for (var c : new ColorScheme[]{ColorScheme.LIGHT, ColorScheme.DARK}) {
                if ((size == AdminScreens.Size.PHONE) != (c == ColorScheme.DARK)) continue;
                try (var sh = scr.open(s, size, c, c == ColorScheme.LIGHT ? "sv" : "en")) {
                    int i = 0;
                    for (String path : paths) {
                        sh.page().navigate(site.address().resolve(path).toString());
                        AdminScreens.picture(sh, "tmp" + (i++) + "-" + size);
                    }
                    System.out.println(sh.errors());
                }
            }
        }
    }
}

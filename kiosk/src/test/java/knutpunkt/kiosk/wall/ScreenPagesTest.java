package knutpunkt.kiosk.wall;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.screens.PairedScreen;
import knutpunkt.kiosk.screens.Place;
import knutpunkt.kiosk.wall.WallSettings.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Screens as an administrator keeps them, and what all of them show. */
class ScreenPagesTest {
    private static final double SOON_MILLIS = 8_000;

    @TempDir
    private Path folder;

    private RunningSite site;
    private Surfer technician;
    private Surfer owner;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, InstantSource.system());
        var staff = new Staff(site);
        technician = staff.signedIn(Role.TECHNICIAN, Optional.empty());
        owner = staff.owner();
    }

    @AfterEach
    void close() {
        technician.close();
        owner.close();
        site.close();
    }

    @Test
    void aTechnicianPairsAScreenByTheCodeItShowsAndRevokesIt() {
        site.screens().revoke(site.screens().list().getFirst().id());
        try (var browser = new Screen();
                Screen.Shown wall = browser.show(ColorScheme.LIGHT)) {
            wall.page().navigate(site.address().toString());
            assertThat(wall.page().locator("#code")).hasText(Pattern.compile("[A-Z0-9]{4} [A-Z0-9]{4}"));
            technician.get("/admin/screens");
            assertThat(technician
                            .post("/admin/screens", "code", "AAAA AAAA", "name", "Hallen", "place", "indoors")
                            .status())
                    .isIn(400, 409);
            String code = wall.page().locator("#code").textContent();

            Surfer.Seen paired = technician.post("/admin/screens", "code", code, "name", "Hallen", "place", "indoors");

            assertThat(paired.words()).contains("Skärmen är kopplad").contains("Hallen");
            assertThat(wall.page().locator("#total"))
                    .hasText("0", new LocatorAssertions.HasTextOptions().setTimeout(SOON_MILLIS));
            PairedScreen screen = site.screens().list().getFirst();
            assertThat(screen.place()).isEqualTo(Place.INDOORS);

            String path = "/admin/screens/" + screen.id();
            assertThat(technician
                            .post(path, "name", "Fönstret", "place", "street")
                            .words())
                    .contains("Fönstret");
            assertThat(technician.post(path + "/revoke").words()).contains("Skärmen är bortkopplad");
            assertThat(wall.page().locator("#pairing"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(2_000));
            assertThat(site.screens().list()).isEmpty();
            assertThat(owner.get("/admin/audit").words())
                    .contains("technician-1")
                    .contains("Hallen")
                    .contains("Fönstret");
        }
    }

    @Test
    void theOwnerDecidesWhatAllScreensShowAndWhen() {
        owner.get("/admin/screens");

        assertThat(set("Vid fontänen", "06:30", "").words()).contains("Ändringen syns på skärmarna");

        WallSettings now = site.database().read(WallSettings::find);
        assertThat(now.meetingPoint()).isEqualTo("Vid fontänen");
        assertThat(now.day()).isEqualTo(new Hours(6 * 60 + 30, 22 * 60));
        assertThat(now.byDay()).isEqualTo(Level.PARTNERS);
        assertThat(now.atNight()).isEqualTo(Level.TOTAL);
        assertThat(now.off()).isEmpty();
        assertThat(set("Vid fontänen", "halv sju", "").status()).isEqualTo(400);
        assertThat(set("Vid fontänen", "06:30", "23:00").status())
                .as("an end without a start")
                .isEqualTo(400);
        assertThat(set("x".repeat(300), "06:30", "").status()).isEqualTo(400);
        assertThat(site.database().read(WallSettings::find)).isEqualTo(now);
    }

    private Surfer.Seen set(String meetingPoint, String dayFrom, String offUntil) {
        return owner.post(
                "/admin/screens/settings",
                "meeting-point",
                meetingPoint,
                "by-day",
                "1",
                "at-night",
                "0",
                "day-from",
                dayFrom,
                "day-until",
                "22:00",
                "dark-from",
                "21:00",
                "dark-until",
                "06:00",
                "off-from",
                "",
                "off-until",
                offUntil);
    }
}

package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.AdminScreens.Size;
import knutpunkt.kiosk.admin.OwnersBrowser.Address;
import knutpunkt.kiosk.wall.Screen;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every text that somebody chose is hostile at once, past what the forms would refuse, and every page shows it as words. */
class HostileWordsTest {
    /** Tables and columns, and each must be seen on some page, or nothing would be shown by its doing no harm. */
    private static final List<String> TEXTS = List.of(
            "door.name",
            "point.name",
            "partner.name",
            "person.name",
            "person.alias",
            "badge.label",
            "schedule.name",
            "exception_day.name",
            "person_group.name",
            "door_group.name",
            "account.login",
            "account.mail",
            "admin_session.browser",
            "screen.name",
            "wall.meeting_point",
            "notice.text");

    /** Would end a text area and an attribute, and be an element or an attribute then; one sign of two, one from the right. */
    private static final String HOSTILE = "</textarea>\"' data-hostile=''><b data-hostile>👮🏽 م${7*7}";

    /** As long as no form takes it, without a place to break it. */
    private static final int LENGTH = 300;

    /** Those that are not even read when they are longer than they may be. */
    private static final Map<String, Integer> SHORTER = Map.of("notice.text", 130, "wall.meeting_point", 78);

    private static final String SEEN = """
            () => [document.body.innerText, document.title,
                   ...[...document.querySelectorAll("input, textarea")].map((field) => field.value)].join("\\n")
            """;

    @TempDir
    private static Path folder;

    private static OwnersBrowser owners;

    @BeforeAll
    static void open() {
        owners = new OwnersBrowser(folder);
        RunningSite site = owners.site;
        site.pass(owners.partners.own().ids().get("/people"), Direction.IN, site.now());
        try (Surfer owner = owners.partners.signedIn(Role.OWNER)) {
            owner.get("/admin/schedules/calendar");
            owner.post(
                    "/admin/schedules/calendar", "day", site.now().toString().substring(0, 4) + "-12-24", "name", "-");
        }
        site.database().write(transaction -> {
            for (String text : TEXTS) {
                String[] column = text.split("\\.", 2);
                transaction.update("UPDATE %s SET %s = ? || rowid".formatted(column[0], column[1]), hostile(text));
            }
            return 0;
        });
    }

    @AfterAll
    static void close() {
        owners.close();
    }

    private static String hostile(String text) {
        String start = mark(text) + HOSTILE;
        return start + "W".repeat(SHORTER.getOrDefault(text, LENGTH) - start.length());
    }

    private static String mark(String text) {
        return text.replaceAll("[._]", "-") + "!";
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void everyPageShowsThemAsWordsAndNoneIsTooWideForIt(Size size) {
        Set<String> unseen = TEXTS.stream().map(HostileWordsTest::mark).collect(Collectors.toCollection(HashSet::new));
        try (Screen.Shown shown = owners.open(size, ColorScheme.LIGHT, "sv")) {
            Page page = shown.page();
            for (Address address : owners.pages()) {
                String path = address.path();
                owners.navigate(shown, path);
                String seen = (String) page.evaluate(SEEN);
                unseen.removeIf(seen::contains);

                assertThat(page.locator("h1").count()).as(path).isEqualTo(1);
                assertThat(page.locator("[data-hostile]").count()).as(path).isZero();
                AdminScreens.assertFits(shown, path);
                assertThat(shown.errors()).as(path).isEmpty();
            }
        }
        assertThat(unseen).isEmpty();
    }
}

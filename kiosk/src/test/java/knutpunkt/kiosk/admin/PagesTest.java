package knutpunkt.kiosk.admin;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.WaitUntilState;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.kiosk.admin.AdminScreens.Size;
import knutpunkt.kiosk.admin.OwnersBrowser.Address;
import knutpunkt.kiosk.wall.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every admin page in a real browser: both languages and themes, on a desk and on a phone. */
class PagesTest {
    @TempDir
    private static Path folder;

    private static OwnersBrowser owners;

    @BeforeAll
    static void open() {
        owners = new OwnersBrowser(folder);
    }

    @AfterAll
    static void close() {
        owners.close();
    }

    /** Each size, theme and language with each other; two of them have all, and are asked of axe, which takes its time. */
    static Stream<Arguments> looks() {
        return Stream.of(
                Arguments.of(Size.DESKTOP, ColorScheme.LIGHT, "sv", true),
                Arguments.of(Size.DESKTOP, ColorScheme.DARK, "en", false),
                Arguments.of(Size.PHONE, ColorScheme.LIGHT, "sv", false),
                Arguments.of(Size.PHONE, ColorScheme.DARK, "en", true));
    }

    /** Every page that an owner reaches, and the states that an address leads to. */
    private static List<Address> pages() {
        Stream<Address> states = Stream.of(
                new Address(searched("/admin/people", "Amina"), "/people"),
                new Address(searched("/admin/people", "nobody"), "/people"),
                new Address(searched("/admin/badges", "K"), "/badges"),
                new Address("/admin/account?done=password", "/account"));
        return Stream.concat(owners.pages().stream(), states).toList();
    }

    /** Where a search leads. */
    private static String searched(String path, String words) {
        try (var surfer = new Surfer(owners.site.address())) {
            surfer.cookie("knutpunkt-session", owners.session);
            URI address = surfer.find(path, words).response().uri();
            return address.getPath() + "?" + address.getQuery();
        }
    }

    @ParameterizedTest
    @MethodSource("looks")
    void everyPageIsThereIsAccessibleAndFitsItsWindow(Size size, ColorScheme scheme, String language, boolean isAsked) {
        try (Screen.Shown shown = owners.open(size, scheme, language)) {
            for (Address page : pages()) {
                check(shown, page.path(), Headings.of(page.route(), language), isAsked);
                assertThat(shown.errors()).as(page.path()).isEmpty();
                picture(shown, page.path(), size, scheme, language);
            }
            check(
                    shown,
                    "/admin/doors/nowhere",
                    language.equals("sv") ? "Det gick inte" : "That did not work",
                    isAsked);
            picture(shown, "/admin/doors/nowhere", size, scheme, language);
        }
        try (Screen.Shown stranger = owners.open("x".repeat(43), size, scheme, language)) {
            check(stranger, "/admin/sign-in", language.equals("sv") ? "Logga in" : "Sign in", isAsked);
            picture(stranger, "/admin/sign-in", size, scheme, language);
        }
    }

    private static void picture(Screen.Shown shown, String path, Size size, ColorScheme scheme, String language) {
        AdminScreens.picture(
                shown,
                "%s-%s-%s-%s".formatted(name(path), size, scheme, language).toLowerCase(Locale.ROOT));
    }

    private static void check(Screen.Shown shown, String path, String heading, boolean isAsked) {
        Page page = shown.page();
        shown.errors().clear();
        owners.navigate(shown, path);
        // First that it is the page, and then that nothing is wrong with it.
        assertThat(page.locator("h1")).hasCount(1);
        assertThat(page.locator("h1").innerText()).as(path).contains(heading);
        assertThat(page.locator("html").getAttribute("lang")).isIn("sv", "en");
        if (isAsked) {
            AdminScreens.assertAccessible(shown, path);
        }
        AdminScreens.assertFits(shown, path);
    }

    private static String name(String path) {
        return path.replaceFirst("^/admin/?", "")
                .replaceAll("[pbaoq]-[0-9a-f]+", "one")
                .replaceAll("[^a-zA-Z0-9-]+", "-")
                .replaceAll("^$", "overview");
    }

    @Test
    void everythingIsReachedByKeyboardAndSeenToBe() {
        try (Screen.Shown shown = owners.open(Size.DESKTOP, ColorScheme.LIGHT, "sv")) {
            for (Address address : pages()) {
                Page page = shown.page();
                owners.navigate(shown, address.path());
                assertThat(page.locator("h1")).hasCount(1);
                page.evaluate("""
                        () => {
                          document.activeElement.blur();
                          window.unreached = new Set([...document.querySelectorAll(
                            'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
                            .filter((one) => one.checkVisibility() && !one.disabled
                              && one.tabIndex >= 0 && !(one.type === 'radio' && !one.checked)));
                        }""");
                int steps = (int) page.evaluate("window.unreached.size");
                // A field for a time has a stop for hours, minutes and the picker.
                for (int i = 0; i < steps * 3 + 5; i++) {
                    page.keyboard().press("Tab");
                    page.evaluate("""
                            () => {
                              const one = document.activeElement;
                              const style = getComputedStyle(one);
                              if (style.outlineStyle !== 'none' || style.boxShadow !== 'none') {
                                window.unreached.delete(one);
                              }
                            }""");
                }
                Object left = page.evaluate("[...window.unreached].map((one) => one.outerHTML.slice(0, 120))");
                assertThat(left).as(address.path()).isEqualTo(List.of());
            }
        }
    }

    @Test
    void whoIsDemotedOrClosedIsOutOfEveryOpenPageWithinTwoSeconds() {
        var account = owners.partners.staff().account(Role.OWNER, Optional.empty());
        String own = owners.partners.staff().session(account);
        try (Screen.Shown one = owners.open(own, Size.DESKTOP, ColorScheme.LIGHT, "sv");
                Screen.Shown two = owners.open(own, Size.PHONE, ColorScheme.LIGHT, "sv")) {
            owners.navigate(one, "/admin/people");
            owners.navigate(two, "/admin/information");
            try (Surfer owner = owners.partners.signedIn(Role.OWNER)) {
                owner.get("/admin/accounts/" + account);
                owner.post("/admin/accounts/" + account, "role", "technician", "partner", "");
            }
            for (Screen.Shown shown : List.of(one, two)) {
                shown.page()
                        .waitForURL(
                                "**/admin/sign-in*",
                                new Page.WaitForURLOptions()
                                        .setWaitUntil(WaitUntilState.COMMIT)
                                        .setTimeout(2_000));
            }
        }
    }

    @Test
    void aPersonWhoIsHiddenIsOffAnOpenPageWithinTwoSeconds() {
        String person = owners.partners.own().ids().get("/people");
        try (Screen.Shown shown = owners.open(Size.DESKTOP, ColorScheme.LIGHT, "sv");
                Surfer owner = owners.partners.signedIn(Role.OWNER)) {
            owners.navigate(shown, "/admin/people");
            assertThat(shown.page().locator("#people")).containsText("Amina Lindqvist");
            owner.get("/admin/people/" + person);
            owner.post("/admin/people/" + person + "/hide");
            assertThat(shown.page().locator("body"))
                    .not()
                    .containsText("Lindqvist", new LocatorAssertions.ContainsTextOptions().setTimeout(2_000));
            assertThat(shown.page().content()).doesNotContain("Lindqvist");
            assertThat(shown.page().locator("#people")).containsText("Skyddad identitet");
            // Only the person's own partner may show the name again.
            try (Surfer admin = owners.partners.signedIn(Role.PARTNER_ADMIN)) {
                admin.get("/admin/people/" + person);
                admin.changePerson(person, "", "", "normal", "2027-03-01");
            }
            assertThat(shown.page().locator("#people")).containsText("Amina Lindqvist");
        }
    }
}

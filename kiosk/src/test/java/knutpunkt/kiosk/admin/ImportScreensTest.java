package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.FilePayload;
import com.microsoft.playwright.options.WaitForSelectorState;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.wall.Screen;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Importing people as people see it: pictures of each step, no violation by axe, no sideways scrolling, no error. */
class ImportScreensTest {
    private static final String WRONG = """
            Namn;Alias;Organisation;Sista dag;Visning;Anteckning
            Maja Öberg;;Polisen;2027-06-30;;
            Kim Berg;;Polisen;30 juni;hemlig;
            En person med ett ovanligt långt namn som ändå måste få plats överallt;;Polisen;2027-06-30;;
            أمير الحسن;Befäl 7;Ingen alls;2027-06-30;Visas med alias;
            <script>alert(1)</script>;;Polisen;2031-01-01;;
            """;

    @TempDir
    private static Path folder;

    private static RunningSite site;
    private static Screen screen;
    private static String session;

    @BeforeAll
    static void open() {
        site = RunningSite.open(folder);
        screen = new Screen();
        var staff = new Staff(site);
        session = staff.session(staff.account(Role.OWNER, Optional.empty()));
        var example = new ExampleSite(site);
        example.person(example.partner("Polisen"), "Maja Öberg");
    }

    @AfterAll
    static void close() {
        screen.close();
        site.close();
    }

    private static Screen.Shown shown(RulesScreensTest.View view) {
        return AdminScreens.open(site, screen, session, view.size, view.scheme, view.language);
    }

    private static void look(Screen.Shown shown, RulesScreensTest.View view, String name) {
        AdminScreens.look(shown, name + "-" + view);
    }

    private static void go(Page page) {
        page.navigate(site.address().resolve("/admin/people/import").toString());
    }

    @ParameterizedTest
    @EnumSource
    void everyStepCanBeReadAndUsed(RulesScreensTest.View view) {
        try (Screen.Shown shown = shown(view)) {
            Page page = shown.page();
            go(page);
            look(shown, view, "import");

            page.locator("#rows").fill(WRONG);
            page.locator("main form button.strong").click();
            page.locator("#preview").waitFor();
            assertThat(page.locator("main tbody .tag.bad").count()).isEqualTo(3);
            look(shown, view, "import-wrong");

            page.locator("#rows").fill("Vem;Slutar\nKim;2027-06-30");
            page.locator("main form button.strong").click();
            page.locator(".note.bad").waitFor();
            look(shown, view, "import-columns");

            String fresh = "Kim Berg " + view + ",Polisen,2027-06-30";
            page.locator("#rows").fill("Name,Partner,Last day\n" + fresh + "\nMaja Öberg,Polisen,2027-06-30");
            page.locator("main form button.strong").click();
            page.locator("[name='plan']").waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED));
            look(shown, view, "import-ready");

            page.locator("[action$='/confirm'] .strong").click();
            page.locator("#came").waitFor();
            assertThat(page.locator("main").innerText())
                    .contains("Kim Berg " + view)
                    .doesNotContain("Maja");
            look(shown, view, "import-done");
        }
    }

    private static Screen.Shown desktop() {
        Screen.Shown shown =
                AdminScreens.open(site, screen, session, AdminScreens.Size.DESKTOP, ColorScheme.LIGHT, "sv");
        go(shown.page());
        return shown;
    }

    private static FilePayload file(byte[] bytes) {
        return new FilePayload("personer.csv", "text/csv", bytes);
    }

    @Test
    void aFileIsReadByTheServiceWhateverItIsWrittenIn() {
        String rows = "Namn;Organisation;Sista dag\r\nÅsa Äng Öst;Polisen;2027-06-30\r\n";
        for (Charset charset : List.of(StandardCharsets.UTF_8, Charset.forName("windows-1252"))) {
            try (Screen.Shown shown = desktop()) {
                Page page = shown.page();
                page.locator("#chosen").setInputFiles(file(rows.getBytes(charset)));
                page.waitForCondition(() ->
                        !page.locator("#choose [name='file']").inputValue().isEmpty());
                page.locator("main form button.strong").click();
                page.locator("#preview").waitFor();

                assertThat(page.locator("main").innerText()).contains("Åsa Äng Öst");
                assertThat(page.locator("#rows").inputValue()).contains("Åsa Äng Öst");
                assertThat(page.url()).endsWith("/admin/people/import");
                assertThat(shown.errors()).isEmpty();
            }
        }
    }

    @Test
    void aFileThatIsTooLargeIsNotEvenSent() {
        try (Screen.Shown shown = desktop()) {
            Page page = shown.page();
            page.locator("#chosen").setInputFiles(file(new byte[70_000]));
            page.locator("#chosen-wrong:not(:empty)").waitFor();

            assertThat(page.locator("#chosen-wrong").innerText()).contains("högst 64 kB");
            assertThat(page.locator("#choose [name='file']").inputValue()).isEmpty();
        }
    }

    @Test
    void anImportIsUndoneWithOneQuestion() {
        try (Screen.Shown shown = desktop()) {
            Page page = shown.page();
            page.locator("#rows").fill("Namn;Organisation;Sista dag\nTillfällig Person;Polisen;2027-06-30");
            page.locator("main form button.strong").click();
            page.locator("[action$='/confirm'] .strong").click();
            page.onDialog(dialog -> dialog.accept());
            page.locator("[action$='/undo'] button").click();

            page.locator("text=Ingen är kvar.").waitFor();
            look(shown, RulesScreensTest.View.SWEDISH_DESKTOP, "import-undone");
        }
    }
}

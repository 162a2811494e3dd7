package knutpunkt.kiosk.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.Person;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From rows to people: what the preview says, and what comes of a yes. */
class ImportPagesTest {
    private static final String TWO =
            "Namn;Grupp;Sista dag\r\nMaja Öberg;Fältgruppen;2027-06-30\r\nAli Larsson;;2027-06-30\r\n";

    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String police;
    private String shop;
    private Staff staff;
    private Surfer ownerBrowser;
    private Surfer adminBrowser;
    private Importer owner;
    private Importer admin;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        shop = example.partner("Butiken");
        group("u-field", police, "Fältgruppen");
        group("u-shop", shop, "Kassan");
        staff = new Staff(site);
        ownerBrowser = staff.owner();
        adminBrowser = staff.partnerAdmin(police);
        owner = new Importer(ownerBrowser);
        admin = new Importer(adminBrowser);
    }

    @AfterEach
    void close() {
        ownerBrowser.close();
        adminBrowser.close();
        site.close();
    }

    private void group(String id, String partner, String name) {
        site.database().write(transaction -> {
            Groups.add(transaction, new Group(new GroupId(id), new PartnerId(partner), name));
            return 0;
        });
    }

    private List<Person> people() {
        return site.database()
                .read(transaction -> ids(transaction).stream()
                        .map(id -> People.find(transaction, id).orElseThrow())
                        .toList());
    }

    private static List<PersonId> ids(Transaction transaction) {
        return transaction.list("SELECT id FROM person ORDER BY id", row -> new PersonId(row.text("id")));
    }

    private Map<String, Person> byName() {
        return people().stream().collect(Collectors.toMap(one -> one.name().orElse("?"), one -> one));
    }

    @Test
    void rowsBecomePeopleWithOneRevisionAndAreListedWithLinks() {
        long before = site.accessList().revision().number();

        Seen done = admin.add(TWO);

        assertThat(done.status()).isEqualTo(200);
        assertThat(done.path()).matches("/admin/people/import/i-[0-9a-f]+");
        assertThat(done.words())
                .contains("Personerna är tillagda")
                .contains("Maja Öberg")
                .contains("Ali Larsson");
        Person maja = byName().get("Maja Öberg");
        assertThat(done.text()).contains("/admin/people/" + maja.id().text());
        assertThat(maja.partner()).hasToString(police);
        assertThat(maja.group()).map(GroupId::text).contains("u-field");
        assertThat(maja.validUntil()).map(Object::toString).contains("2027-06-30T22:00:00Z");
        assertThat(site.accessList().revision().number()).as("one for all").isEqualTo(before + 1);
        assertThat(site.accessList().holder(maja.id())).isPresent();
    }

    @Test
    void whoIsPutIntoAGroupMayDoWhatItMayAtOnce() {
        site.client().post("/grants", """
                {"group":"u-field","doors":["square"],"validFrom":"2026-01-01T00:00:00Z",
                "validUntil":"2027-12-31T23:00:00Z"}""");

        admin.add(TWO);

        assertThat(site.accessList()
                        .holder(byName().get("Maja Öberg").id())
                        .orElseThrow()
                        .grants())
                .hasSize(1);
    }

    @Test
    void aPreviewWritesNothing() {
        List<String> before = site.dump();
        long audit = auditLines();

        Seen preview = admin.look(TWO);

        assertThat(preview.words())
                .contains("Inget är sparat ännu. Nya personer: 2.")
                .contains("Maja Öberg")
                .contains("Fältgruppen")
                .contains("Visas med namn");
        assertThat(Importer.canBeConfirmed(preview)).isTrue();
        assertThat(site.dump()).isEqualTo(before);
        assertThat(auditLines()).isEqualTo(audit);
    }

    private long auditLines() {
        return site.database()
                .read(transaction -> transaction.one("SELECT count(*) AS lines FROM audit", row -> row.number("lines")))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Namn;Sista dag|Kim;|Sista dagen saknas.",
                "Namn;Sista dag|Kim;30/6-27|Skriv sista dagen som 2027-06-30.",
                "Namn;Sista dag|Kim;2026-11-21|Sista dagen ska vara i dag eller senare",
                "Namn;Sista dag|Kim;2027-11-23|Sista dagen ska vara i dag eller senare",
                "Namn;Alias;Sista dag|;Kim;2027-06-30|Ett namn behövs.",
                "Namn;Sista dag;Visning|Kim;2027-06-30;Visas med alias|Den som ska visas med alias behöver ett alias.",
                "Namn;Sista dag;Visning|Kim;2027-06-30;hemlig|Visningen ska vara",
                "Namn;Sista dag;Grupp|Kim;2027-06-30;Kassan|Gruppen finns inte hos organisationen.",
                "Namn;Sista dag;Organisation|Kim;2027-06-30;Butiken|Du kan bara lägga till din egen organisations personer.",
                "Namn;Sista dag;Organisation|Kim;2027-06-30;Nonsens|Du kan bara lägga till din egen organisations personer.",
                "Namn;Sista dag|Kim;2027-06-30;mer|Raden har fler fält än det finns rubriker.",
            })
    void eachRowSaysItsOwnMistakeAndNobodyIsAdded(String headers, String row, String mistake) {
        List<String> before = site.dump();

        Seen preview = admin.look(headers + "\n" + row);

        assertThat(preview.words()).contains(mistake).contains("1 av 1 rader har fel");
        assertThat(Importer.canBeConfirmed(preview)).isFalse();
        assertThat(site.dump()).isEqualTo(before);
    }

    @Test
    void aRowSaysAllItsMistakesAtOnceAndTheOthersWait() {
        String rows = """
                Namn;Organisation;Grupp;Sista dag;Visning
                Kim Berg;Polisen;;2027-06-30;
                Alex Lund;Ingen alls;Okänd;snart;hemlig
                """;
        List<String> before = site.dump();

        Seen preview = owner.look(rows);

        assertThat(preview.words())
                .contains("1 av 2 rader har fel")
                .contains("Organisationen finns inte.")
                .contains("Skriv sista dagen som 2027-06-30.")
                .contains("Visningen ska vara")
                .contains("Läggs till");
        Seen forced = ownerBrowser.post(Importer.PATH + "/confirm", "rows", rows, "plan", "0");
        assertThat(forced.status()).isEqualTo(409);
        assertThat(site.dump()).as("all or none").isEqualTo(before);
    }

    @Test
    void whatIsRefusedWhileAddingLeavesNobody() {
        String rows = IntStream.range(0, 30)
                .mapToObj(i -> "Person " + i + ";2027-06-30")
                .collect(Collectors.joining("\n", "Namn;Sista dag\n", "\n"));
        Seen preview = admin.look(rows);
        List<String> before = site.dump();
        site.database()
                .write(transaction -> transaction.update("CREATE TRIGGER full BEFORE INSERT ON import_person"
                        + " WHEN (SELECT count(*) FROM import_person) = 20 BEGIN SELECT RAISE (ABORT, 'full'); END"));

        Seen failed = admin.confirm(preview, rows);

        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.text()).doesNotContain("Person 1");
        assertThat(site.dump()).isEqualTo(before);
    }

    @Test
    void whoIsThereAlreadyIsLeftOutUnlessTicked() {
        example.person(police, "Maja Öberg");
        String rows = "Namn;Sista dag\nmaja öberg;2027-06-30\nKim Berg;2027-06-30\nKIM BERG;2027-06-30\n";

        Seen preview = admin.look(rows);

        assertThat(preview.words())
                .contains("Nya personer: 1.")
                .contains("Finns redan: 2.")
                .contains("Står redan i filen");
        admin.confirm(preview, rows);
        assertThat(people()).hasSize(2);
        Seen again = admin.look(rows);
        assertThat(again.words()).contains("Nya personer: 0.");
        assertThat(admin.confirm(again, rows).status()).isEqualTo(400);
        admin.confirm(again, rows, "twin", "2");
        assertThat(people()).extracting(one -> one.name().orElseThrow()).contains("maja öberg", "Kim Berg");
        assertThat(people()).hasSize(3);
    }

    @Test
    void aWarningNeverTellsThatSomebodyIsThereWhoIsNamedNowhere() {
        String hidden = example.person(police, "Karin Hemlig");
        ownerBrowser.get("/admin/people/" + hidden);
        ownerBrowser.post("/admin/people/" + hidden + "/hide");
        String rows = "Namn;Organisation;Sista dag\nKarin Hemlig;Polisen;2027-06-30\n";

        assertThat(owner.look(rows).words()).contains("Nya personer: 1.").doesNotContain("Finns redan");
    }

    @Test
    void afterAYesOnlyThoseAreNamedWhoMayBe() {
        String rows = """
                Namn;Alias;Sista dag;Visning
                Karin Hemlig;;2027-06-30;Dold
                Johan Riktig;Befäl 7;2027-06-30;Visas med alias
                """;

        Seen done = admin.add(rows);

        assertThat(done.words()).contains("Dold person").contains("Befäl 7");
        assertThat(done.text()).doesNotContain("Karin").doesNotContain("Johan");
        assertThat(ownerBrowser.get(done.path()).text()).doesNotContain("Karin").doesNotContain("Johan");
    }

    @Test
    void theAuditHasIdsAndNumbersAndNoNames() {
        Seen done = admin.add(TWO);

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 3));

        assertThat(lines)
                .extracting(Audit.Line::deed)
                .containsExactly(Deed.PEOPLE_IMPORTED, Deed.PERSON_ADDED, Deed.PERSON_ADDED);
        assertThat(lines.getFirst().subject()).isEqualTo(done.path().replace(Importer.PATH + "/", ""));
        assertThat(lines.getFirst().after()).containsExactly(Map.entry("people", "2"));
        assertThat(lines.toString()).doesNotContain("Maja").doesNotContain("Larsson");
    }

    @Test
    void aYesToAPlanThatIsNoLongerSoShowsTheNewOneInstead() {
        Seen preview = admin.look(TWO);
        example.person(police, "Ali Larsson");
        List<String> before = site.dump();

        Seen refused = admin.confirm(preview, TWO);

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.words())
                .contains("Något har ändrats sedan du granskade")
                .contains("Finns redan");
        assertThat(site.dump()).isEqualTo(before);
        assertThat(admin.confirm(refused, TWO).status()).isEqualTo(200);
        assertThat(people()).hasSize(2);
    }

    @Test
    void theOwnerSaysWhosePeopleTheyAre() {
        Seen unsaid = owner.look(TWO);
        assertThat(unsaid.status()).isEqualTo(400);
        assertThat(unsaid.words()).contains("Säg vilken organisation personerna hör till");

        Seen chosen = owner.look(TWO, "partner", police);
        assertThat(Importer.canBeConfirmed(chosen)).isTrue();
        assertThat(chosen.words()).contains("Polisen");
        owner.confirm(chosen, TWO, "partner", police);
        owner.add("Name,Partner,Last day,Group\nBo Ek,butiken,2027-06-30,kassan\n");

        assertThat(byName().get("Bo Ek").partner()).hasToString(shop);
        assertThat(byName().get("Maja Öberg").partner()).hasToString(police);
    }

    @Test
    void unknownHeadersAreChosenByHand() {
        String rows = "Vem;Slutar;Telefon\nKim Berg;2027-06-30;031-123\n";

        Seen unknown = admin.look(rows);
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.words())
                .contains("Ingen kolumn är namn eller alias")
                .contains("Kolumn 1: Vem")
                .contains("Efter rubriken: används inte");
        Seen twice = admin.look(rows, "column-0", "name", "column-1", "name");
        assertThat(twice.words()).contains("Två kolumner betyder samma sak");

        admin.add(rows, "column-0", "name", "column-1", "until");

        assertThat(people())
                .singleElement()
                .satisfies(one -> assertThat(one.name()).contains("Kim Berg"));
        admin.add("Bo Ek;2027-06-30", "headless", "yes", "column-0", "name", "column-1", "until");
        assertThat(byName()).containsKey("Bo Ek");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Kortnummer",
                "Bricka",
                "Card ID",
                "badge number",
                "Brickans nummer",
                "RFID",
                "Personnummer",
                "PIN-kod"
            })
    void aColumnForWhatIsOnABadgeIsRefusedAndNotShownAgain(String header) {
        String rows = "Namn;Sista dag;" + header + "\nKim Berg;2027-06-30;8844221199\n";

        for (Seen refused : List.of(admin.look(rows), admin.look(rows, "column-2", "unused"))) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.words()).contains("Filen har en kolumn för");
            assertThat(refused.text()).doesNotContain("8844221199");
        }
    }

    @Test
    void windowsLettersAreReadAndSaidSoWhileOthersAreRefused() {
        byte[] windows = TWO.getBytes(Charset.forName("windows-1252"));
        Seen assumed = admin.lookAtFile(windows);
        assertThat(assumed.words()).contains("lästes som Windows-1252").contains("Maja Öberg");

        byte[] marked = ("\uFEFF" + TWO).getBytes(StandardCharsets.UTF_8);
        assertThat(admin.lookAtFile(marked).words()).contains("Maja Öberg").doesNotContain("Windows-1252");

        for (String other : List.of("UTF-16LE", "UTF-16", "IBM850", "x-MacRoman")) {
            byte[] bytes = TWO.getBytes(Charset.forName(other));
            Seen refused = admin.lookAtFile(bytes);
            assertThat(refused.status()).as(other).isEqualTo(400);
            assertThat(refused.words()).as(other).containsAnyOf("Tecknen går inte att läsa", "inte en textfil");
        }
        assertThat(admin.lookAtFile(new byte[] {'P', 'K', 3, 4, 20, 0}).words()).contains("inte en textfil");
        assertThat(admin.look("Namn;Sista dag\nKim \uFFFD;2027-06-30").words()).contains("Tecknen går inte att läsa");
    }

    @Test
    void whatIsTooLargeIsRefusedWithAPage() {
        byte[] large = "a".repeat(Encoding.BYTES_MAX + 1).getBytes(StandardCharsets.UTF_8);
        Seen refused = admin.lookAtFile(large);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.words()).contains("högst 64 kB");

        Seen tooMuch = admin.look("ä".repeat(Sent.FORM_BYTES_MAX / 6 + 1));
        assertThat(tooMuch.status()).isEqualTo(413);
        assertThat(tooMuch.words()).contains("Det som skickades är för stort");

        String rows = "Kim;2027-06-30\n".repeat(Table.ROWS_MAX + 1);
        assertThat(admin.look("Namn;Sista dag\n" + rows).words()).contains("för många rader: högst 400");
        assertThat(admin.look("a;".repeat(20) + "a\n").words()).contains("för många kolumner: högst 12");
        assertThat(people()).isEmpty();
    }

    @Test
    void theLargestImportThatThereMayBeIsTaken() {
        String name = "å".repeat(60);
        String rows = IntStream.range(0, Table.ROWS_MAX)
                .mapToObj(i -> name + i + ";2027-06-30")
                .collect(Collectors.joining("\r\n", "Namn;Sista dag\r\n", "\r\n"));

        Seen done = admin.add(rows);

        assertThat(done.words()).contains("Personer: 400");
        assertThat(people()).hasSize(Table.ROWS_MAX);
    }

    @Test
    void hostileNamesAreShownAsTheyAreAndKeptOnlyIfTheyCanBeSeen() {
        String rows = """
                Namn;Sista dag
                <script>alert(1)</script>;2027-06-30
                🦊 مرحبا;2027-06-30
                =cmd()|'/c calc'!A1;2027-06-30
                "Åsa; ""Snabb"" Ek";2027-06-30
                """;

        Seen preview = admin.look(rows);

        assertThat(preview.text()).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        Seen done = admin.confirm(preview, rows);
        assertThat(done.text()).doesNotContain("<script>alert");
        assertThat(byName()).containsKeys("🦊 مرحبا", "=cmd()|'/c calc'!A1", "Åsa; \"Snabb\" Ek");
        for (String bad : List.of("x".repeat(300), "\u202Eabc", "a\u0000b", "\"a\nb\"", "\u200B", "</textarea><b>")) {
            Seen refused = admin.look("Namn;Sista dag\n" + bad + ";2027-06-3");
            assertThat(Importer.canBeConfirmed(refused)).isFalse();
            assertThat(refused.text()).doesNotContain("x".repeat(101) + "<").doesNotContain("</textarea><b>");
        }
        assertThat(people()).hasSize(4);
    }

    @Test
    void quotesThatAreOpenRefuseTheWhole() {
        for (String rows : List.of("Namn;Sista dag\n\"Kim;2027-06-30\n", "Namn;Sista dag\n\"Kim\"x;2027-06-30\n")) {
            assertThat(admin.look(rows).words()).contains("Ett citattecken saknar sitt par");
        }
    }

    @Test
    void rolesWithoutPeopleImportNobody() {
        for (Role role : List.of(Role.NIGHT_DESK, Role.TECHNICIAN, Role.LOG_READER)) {
            try (Surfer other = staff.signedIn(role, Optional.empty())) {
                assertThat(other.get(Importer.PATH).status()).as(role.word()).isEqualTo(403);
            }
        }
    }
}

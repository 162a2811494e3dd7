package knutpunkt.kiosk.grants;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.people.Group;
import knutpunkt.kiosk.people.Groups;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Times;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GrantsPagesTest {
    private static final GroupId GROUP = new GroupId("u-1");

    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private Staff staff;
    private Surfer owner;
    private String police;
    private String maja;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        site.database().write(transaction -> {
            Groups.add(transaction, new Group(GROUP, new PartnerId(police), "Fältgruppen"));
            return true;
        });
        staff = new Staff(site);
        owner = staff.owner();
        owner.get("/admin/grants/new");
    }

    @AfterEach
    void close() {
        owner.close();
        site.close();
    }

    private Seen send(String act, String... more) {
        var fields = new ArrayList<>(List.of("act", act));
        fields.addAll(List.of(more));
        return owner.post("/admin/grants/new", fields.toArray(String[]::new));
    }

    private List<Grant> grants() {
        return site.accessList().holder(new PersonId(maja)).orElseThrow().grants();
    }

    @Test
    void aPersonIsFoundByPartOfTheNameOrByABadgeAndChosen() {
        example.badge(maja, "K-0001", "04A1B2C3D4");
        example.person(police, "Majken Öst");

        assertThat(send("find", "who", "öberg").text()).contains("name=\"person\" value=\"" + maja + "\"");
        assertThat(send("find", "who", "k-0001").words()).contains("Maja Öberg (K-0001)");
        assertThat(send("find", "who", "maj").words())
                .contains("Vem menar du?")
                .contains("Maja Öberg")
                .contains("Majken Öst");
        assertThat(send("find", "who", "%").words()).contains("Ingen heter så");
        assertThat(send("other", "person", maja, "who", "öberg").text()).doesNotContain("value=\"" + maja + "\"");
    }

    @Test
    void aHiddenNameFindsNobodyAndIsNotShown() {
        String nils = site.client()
                .post("/people", "{\"partner\":\"" + police + "\",\"name\":\"Nils Ekmark\",\"visibility\":\"hidden\"}")
                .text("id");
        example.badge(nils, "K-0007", "04A1B2C3D5");

        assertThat(send("find", "who", "Ekmark").words()).contains("Ingen heter så");
        assertThat(send("find", "who", "K-0007").words())
                .contains("Dold person")
                .doesNotContain("Ekmark");
        example.grant(nils, "square");
        assertThat(owner.get("/admin/grants").words()).contains("Dold person").doesNotContain("Nils");
    }

    @Test
    void theLastDayIsIncludedAndDaysAreTheSites() {
        Seen given = send(
                "give",
                "person",
                maja,
                "doors",
                "square",
                "doors",
                "office",
                "schedule",
                "",
                "from",
                "2026-11-22",
                "until",
                "2026-12-31");

        assertThat(given.words())
                .contains("Behörigheten är given")
                .contains("Får öppna Kontoret och Torgdörren: alla dagar hela dygnet. Till och med 2026-12-31.");
        assertThat(grants().getFirst().from()).isEqualTo(Instant.parse("2026-11-21T23:00:00Z"));
        assertThat(grants().getFirst().until()).isEqualTo(Instant.parse("2026-12-31T23:00:00Z"));
    }

    @Test
    void whatIsTakenBackIsGivenAgainWithOneClick() {
        String id = example.grant(maja, "square");
        Grant before = grants().getFirst();
        owner.get("/admin/grants");

        Seen taken = owner.post("/admin/grants/" + id + "/take-back");

        assertThat(grants()).isEmpty();
        assertThat(taken.words()).contains("Behörigheten är återkallad").contains("Ångra");
        Seen again = owner.post("/admin/grants/" + id + "/again");
        assertThat(again.words()).contains("given igen").doesNotContain("Ångra");
        assertThat(grants()).containsExactly(before);
        assertThat(owner.post("/admin/grants/" + id + "/again").status())
                .as("it is there already")
                .isEqualTo(404);
    }

    @Test
    void tryingSaysWhatEachDoorWouldAnswerAndKeepsNothing() {
        List<String> before = site.dump();

        Seen tried = send(
                "try",
                "person",
                maja,
                "doors",
                "square",
                "from",
                "2026-11-22",
                "until",
                "2026-11-22",
                "day",
                "2026-11-23",
                "time",
                "08:00");

        assertThat(tried.words())
                .contains("Får öppna Torgdörren: alla dagar hela dygnet. Till och med 2026-11-22.")
                .contains("Personen har ingen bricka")
                .contains("Nu 2026-11-22 13:00")
                .contains("I kväll 2026-11-22 23:00")
                .contains("Lördag natt 2026-11-28 02:00")
                .contains("Din tid 2026-11-23 08:00")
                .containsPattern(
                        "Torgdörren +Ingen behörighet +Öppnas +Ingen behörighet +Öppnas +Har upphört +Har upphört");
        assertThat(tried.words()).doesNotContain("Kontoret:").contains("Maja Öberg");
        assertThat(site.dump()).isEqualTo(before);
    }

    @Test
    void aGroupsGrantIsTriedOnSomebodyWhoHasNothingElse() {
        Seen tried = send("try", "group", GROUP.text(), "doors", "office", "from", "2026-11-22", "until", "2026-12-31");

        assertThat(tried.words()).containsPattern("Kontoret +Ingen behörighet +Öppnas");
        assertThat(site.client().get("/people").json().get("people")).hasSize(1);
    }

    @Test
    void whatIsMissingIsSaidAndWhatWasTypedStays() {
        Seen noDoor = send("give", "person", maja, "from", "2026-11-22", "until", "2026-12-31");
        assertThat(noDoor.status()).isEqualTo(400);
        assertThat(noDoor.words()).contains("Välj minst en dörr").contains("Maja Öberg");
        Seen nobody = send("give", "who", "öberg", "doors", "square", "from", "2026-11-22", "until", "2026-12-31");
        assertThat(nobody.words()).contains("Välj en person eller en grupp").contains("Maja Öberg");
        Seen backwards = send("give", "person", maja, "doors", "square", "from", "2026-12-02", "until", "2026-12-01");
        assertThat(backwards.words()).contains("Välj en sista dag");
        assertThat(backwards.text()).contains("value=\"2026-12-02\"").contains("value=\"square\" checked");
        assertThat(send(
                                "give",
                                "person",
                                maja,
                                "doors",
                                "square",
                                "from",
                                "2026-11-22",
                                "until",
                                "2026-12-31",
                                "id",
                                "g")
                        .status())
                .isEqualTo(400);
        assertThat(send("give", "person", "p-nobody", "doors", "square", "from", "2026-11-22", "until", "2026-12-31")
                        .status())
                .isEqualTo(404);
        assertThat(grants()).isEmpty();
    }

    @Test
    void partnerAdminsSeeTheirOwnAndChangeNothing() {
        String ali = example.person(example.partner("Butiken"), "Ali Larsson");
        String foreign = example.grant(ali, "square");
        String own = example.grant(maja, "square");
        try (Surfer admin = staff.partnerAdmin(police)) {
            Seen seen = admin.get("/admin/grants");
            assertThat(seen.words())
                    .contains("Maja Öberg")
                    .doesNotContain("Ali")
                    .doesNotContain("Återkalla");
            assertThat(admin.get("/admin/grants?person=" + ali).words()).doesNotContain("Ali");
            for (String path : List.of(own + "/take-back", foreign + "/take-back", own + "/again", "new")) {
                assertThat(admin.post("/admin/grants/" + path).status())
                        .as(path)
                        .isEqualTo(403);
            }
            assertThat(admin.get("/admin/grants/new").status()).isEqualTo(403);
        }
        assertThat(owner.get("/admin/grants?door=office").words()).contains("inga behörigheter här");
    }

    @Test
    void aPersonsOwnEndIsWhatIsSaid() {
        example.grant(maja, "square");
        site.database().write(transaction -> {
            transaction.update(
                    "UPDATE person SET valid_until = ? WHERE id = ?", Instant.parse("2026-11-30T23:00:00Z"), maja);
            Groups.put(transaction, new PersonId(maja), Optional.of(GROUP));
            return true;
        });
        var words = Languages.shipped().of("en").orElseThrow();

        List<String> sentences = site.database()
                .read(transaction -> new PlainWords(() -> RunningSite.NOW)
                        .mayDo(transaction, new PersonId(maja), words, new Times(ZoneId.of("Europe/Stockholm"))));

        assertThat(sentences)
                .containsExactly(
                        "May open Torgdörren: every day, round the clock. Until 2026-11-30, that day included.");
    }
}

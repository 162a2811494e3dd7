package knutpunkt.kiosk.partners;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.ids.PartnerId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PartnersPagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String police;
    private Surfer owner;
    private Surfer admin;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        var staff = new Staff(site);
        owner = staff.owner();
        admin = staff.partnerAdmin(police);
        owner.get("/admin/partners");
        admin.get("/admin/partners");
    }

    @AfterEach
    void close() {
        owner.close();
        admin.close();
        site.close();
    }

    private Partner partner(String id) {
        return site.database()
                .read(transaction -> Partners.find(transaction, new PartnerId(id)))
                .orElseThrow();
    }

    private Seen choose(Surfer by, String visibility, String day, String night, String... more) {
        var fields = new ArrayList<>(List.of("visibility", visibility, "shown-by-day", day, "shown-at-night", night));
        fields.addAll(List.of(more));
        return by.post("/admin/partners/" + police + "/shown", fields.toArray(String[]::new));
    }

    @Test
    void aPartnerChoosesForItselfWhateverItWants() {
        assertThat(choose(admin, "normal", "names", "number").words())
                .contains("Organisationen är sparad")
                .contains("På dagen: Polisen, hur många som är här och kortnamn på dem som får visas.")
                .contains("På natten: Polisen, och hur många som är här.");
        assertThat(partner(police).shownByDay()).isEqualTo(Showing.NAMES);
    }

    @Test
    void theOwnerMayOnlyMakeItShowLess() {
        choose(admin, "alias", "number", "present");

        assertThat(choose(owner, "alias", "names", "present").words()).contains("bara välja att visa mindre");
        assertThat(choose(owner, "alias", "number", "number").status()).isEqualTo(409);
        assertThat(choose(owner, "normal", "number", "present").status()).isEqualTo(409);
        assertThat(owner.get("/admin/partners/" + police).text()).doesNotContain("value=\"names\"");
        assertThat(choose(owner, "hidden", "present", "nothing").status()).isEqualTo(200);

        assertThat(partner(police))
                .isEqualTo(new Partner(
                        new PartnerId(police), "Polisen", Visibility.HIDDEN, Showing.PRESENT, Showing.NOTHING));
        assertThat(choose(admin, "normal", "names", "names").status()).isEqualTo(200);
    }

    @Test
    void everybodyBecomesAtLeastAsStrictAndWithoutAnAliasHidden() {
        String named = example.person(police, "Maja Öberg");
        String aliased = site.client()
                .post("/people", "{\"partner\":\"" + police + "\",\"name\":\"Område 7\",\"visibility\":\"alias\"}")
                .text("id");
        String hidden = site.client()
                .post("/people", "{\"partner\":\"" + police + "\",\"name\":\"Nils\",\"visibility\":\"hidden\"}")
                .text("id");

        assertThat(choose(admin, "alias", "names", "names", "apply", "yes").words())
                .contains("personerna med den")
                .contains("0 får visas med förnamn och initial, 1 visas under alias och 2 räknas utan namn");
        choose(admin, "normal", "names", "names", "apply", "yes");

        assertThat(visibility(named)).as("no alias to be shown by").isEqualTo("hidden");
        assertThat(owner.find("/admin/people", "Maja").text()).doesNotContain(named);
        assertThat(owner.find("/admin/people", "Område").text()).contains(aliased);
        assertThat(visibility(aliased)).isEqualTo("alias");
        assertThat(visibility(hidden)).isEqualTo("hidden");
        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 9));
        assertThat(lines)
                .filteredOn(line -> line.deed() == Deed.PERSON_CHANGED)
                .singleElement()
                .satisfies(line -> {
                    assertThat(line.subject()).isEqualTo(named);
                    assertThat(line.after()).containsEntry("visibility", "hidden");
                });
    }

    private String visibility(String person) {
        return site.client().get("/people/" + person).text("visibility");
    }

    @Test
    void aPartnerAdminSeesTheOwnPartnerOnly() {
        String shop = example.partner("Butiken");

        assertThat(admin.get("/admin/partners").words()).contains("Polisen").doesNotContain("Butiken");
        assertThat(admin.get("/admin/partners/" + shop).status()).isEqualTo(404);
        assertThat(admin.post(
                                "/admin/partners/" + shop + "/shown",
                                "visibility",
                                "normal",
                                "shown-by-day",
                                "names",
                                "shown-at-night",
                                "names")
                        .status())
                .isEqualTo(404);
        assertThat(admin.post("/admin/partners", "name", "Ny", "visibility", "normal")
                        .status())
                .isEqualTo(403);
        assertThat(admin.post("/admin/partners/" + police, "name", "Ny").status())
                .isEqualTo(403);
    }

    @Test
    void theOwnerAddsAndRenamesPartners() {
        Seen added = owner.post("/admin/partners", "name", "<b>Nattvandrarna</b>", "visibility", "normal");
        assertThat(added.text()).contains("&lt;b&gt;Nattvandrarna").doesNotContain("<b>Natt");
        assertThat(owner.post("/admin/partners", "name", "Polisen", "visibility", "normal")
                        .words())
                .contains("Namnet är upptaget");
        assertThat(owner.post(added.path(), "name", "Polisen").status()).isEqualTo(409);
        assertThat(owner.post(added.path(), "name", "Nattvandrarna", "shown-by-day", "names")
                        .status())
                .isEqualTo(400);
        assertThat(owner.post(added.path(), "name", "Nattvandrarna").words()).contains("Nattvandrarna");
    }
}

package knutpunkt.kiosk.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Grant;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.ids.GroupId;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupsPagesTest {
    private static final String HOSTILE = "<script>alert(1)</script> \"' 🦊 مرحبا";

    @TempDir
    private Path folder;

    private RunningSite site;
    private String police;
    private String shop;
    private String maja;
    private String ali;
    private Staff staff;
    private Surfer owner;
    private Surfer admin;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        shop = example.partner("Butiken");
        maja = example.person(police, "Maja Öberg");
        ali = example.person(shop, "Ali Larsson");
        staff = new Staff(site);
        owner = staff.owner();
        admin = staff.partnerAdmin(police);
        owner.get("/admin/groups");
        admin.get("/admin/groups");
    }

    @AfterEach
    void close() {
        owner.close();
        admin.close();
        site.close();
    }

    private String group(Surfer by, String partner, String name) {
        return by.post("/admin/groups", "name", name, "partner", partner).path().replace("/admin/groups/", "");
    }

    private List<Grant> grants(String person) {
        return site.accessList().holder(new PersonId(person)).orElseThrow().grants();
    }

    private void grant(String group) {
        site.client().post("/grants", """
                {"group":"%s","doors":["square"],"validFrom":"2026-01-01T00:00:00Z",
                "validUntil":"2026-12-31T23:00:00Z"}""".formatted(group));
    }

    @Test
    void whoIsPutIntoAGroupMayDoWhatItMayUntilTakenOut() {
        String group = group(owner, police, "Fältgruppen");
        grant(group);
        assertThat(grants(maja)).isEmpty();

        Seen in = owner.post("/admin/groups/" + group + "/put-in", "person", maja);

        assertThat(in.words())
                .contains("De är med i gruppen nu")
                .contains("Maja Öberg")
                .contains("Får öppna Torgdörren: alla dagar hela dygnet. Till och med 2026-12-31.");
        assertThat(grants(maja)).hasSize(1);
        owner.post("/admin/groups/" + group + "/take-out", "person", maja);
        assertThat(grants(maja)).isEmpty();
    }

    @Test
    void aGroupGoesOnlyWhenNobodyIsInItAndItHasNoGrants() {
        String group = group(owner, police, "Fältgruppen");
        owner.post("/admin/groups/" + group + "/put-in", "person", maja);
        assertThat(owner.post("/admin/groups/" + group + "/remove").status()).isEqualTo(409);
        owner.post("/admin/groups/" + group + "/take-out", "person", maja);
        grant(group);
        assertThat(owner.post("/admin/groups/" + group + "/remove").status()).isEqualTo(409);

        String empty = group(owner, police, "Tomma gruppen");

        assertThat(owner.post("/admin/groups/" + empty + "/remove").words()).contains("Gruppen är borttagen");
        assertThat(owner.get("/admin/groups/" + empty).status()).isEqualTo(404);
    }

    @Test
    void aPartnerAdminHasOwnGroupsAndPeopleOnlyWhateverIdsAreSent() {
        String own = group(admin, shop, "Egna");
        String foreign = group(owner, shop, "Andras");

        assertThat(site.database()
                        .read(transaction -> Groups.find(transaction, new GroupId(own)))
                        .orElseThrow()
                        .partner())
                .as("the partner that was sent counts for nothing")
                .hasToString(police);
        assertThat(admin.get("/admin/groups").words()).contains("Egna").doesNotContain("Andras");
        assertThat(admin.get("/admin/groups/" + foreign).status()).isEqualTo(404);
        for (String act : List.of("", "/put-in", "/take-out", "/remove")) {
            Seen refused = act.isEmpty()
                    ? admin.post("/admin/groups/" + foreign, "name", "Mina")
                    : admin.post("/admin/groups/" + foreign + act, "person", ali);
            assertThat(refused.status()).as(act).isIn(400, 404);
            assertThat(refused.words()).doesNotContain("Andras").doesNotContain("Ali");
        }
        Seen refused = admin.post("/admin/groups/" + own + "/put-in", "person", ali);
        assertThat(refused.status()).isEqualTo(404);
        assertThat(refused.words()).doesNotContain("Ali");
    }

    @Test
    void rolesWithoutPeopleSeeNoGroups() {

        for (Role role : List.of(Role.NIGHT_DESK, Role.TECHNICIAN, Role.LOG_READER)) {
            try (Surfer other = staff.signedIn(role, Optional.empty())) {
                assertThat(other.get("/admin/groups").status()).as(role.word()).isEqualTo(403);
            }
        }
    }

    @Test
    void namesAreShownAsTheyAreAndTakenOnce() {
        String group = group(owner, police, HOSTILE);
        Seen shown = owner.get("/admin/groups/" + group);

        assertThat(shown.text()).doesNotContain("<script>alert").contains("&lt;script&gt;alert(1)");
        assertThat(owner.post("/admin/groups", "name", HOSTILE, "partner", police)
                        .words())
                .contains("Namnet är upptaget");
        assertThat(owner.post("/admin/groups", "name", "x".repeat(61), "partner", police)
                        .status())
                .isEqualTo(400);
        assertThat(owner.post("/admin/groups", "name", "a", "partner", police, "id", "u-1")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void theAuditHasEveryStepWithoutAName() {
        String group = group(owner, police, "Fältgruppen");
        owner.post("/admin/groups/" + group + "/put-in", "person", maja);

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 5));

        assertThat(lines).extracting(Audit.Line::deed).startsWith(Deed.PERSON_CHANGED, Deed.GROUP_ADDED);
        assertThat(lines.getFirst().after()).containsEntry("group", group);
        assertThat(lines.toString()).doesNotContain("Maja");
    }
}

package knutpunkt.kiosk.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.ids.DoorGroupId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoorGroupsPagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private Staff staff;
    private Surfer owner;
    private String partner;
    private String maja;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        var example = new ExampleSite(site);
        partner = example.partner("Polisen");
        maja = example.person(partner, "Maja Öberg");
        staff = new Staff(site);
        owner = staff.owner();
        owner.get("/admin/door-groups");
    }

    @AfterEach
    void close() {
        owner.close();
        site.close();
    }

    private DoorGroupId added(String name, String... doors) {
        var fields = new String[2 + 2 * doors.length];
        fields[0] = "name";
        fields[1] = name;
        for (int i = 0; i < doors.length; i++) {
            fields[2 + 2 * i] = "doors";
            fields[3 + 2 * i] = doors[i];
        }
        assertThat(owner.post("/admin/door-groups", fields).words()).contains("Dörrgruppen är sparad");
        return site.database().read(DoorGroups::all).stream()
                .filter(group -> group.name().equals(name))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private Set<DoorId> mayOpen() {
        return site.accessList().holder(new PersonId(maja)).orElseThrow().grants().stream()
                .flatMap(grant -> grant.doors().stream())
                .collect(Collectors.toSet());
    }

    private void grant(DoorGroupId group) {
        site.client().post("/grants", """
                {"person":"%s","doorGroups":["%s"],"validFrom":"2026-01-01T00:00:00Z",
                "validUntil":"2027-01-01T00:00:00Z"}""".formatted(maja, group));
    }

    @Test
    void anotherChoiceOfDoorsChangesWhatEverybodyWithTheGroupMayOpen() {
        DoorGroupId id = added("Huset", "square");
        grant(id);
        assertThat(mayOpen()).containsExactly(new DoorId("square"));

        owner.post("/admin/door-groups/" + id, "name", "Huset", "doors", "office", "doors", "square");
        assertThat(mayOpen()).containsExactlyInAnyOrder(new DoorId("square"), new DoorId("office"));

        owner.post("/admin/door-groups/" + id, "name", "Huset");
        assertThat(mayOpen()).isEmpty();
    }

    @Test
    void aGroupThatAGrantNamesCannotBeRemoved() {
        DoorGroupId id = added("Huset", "square");
        grant(id);
        assertThat(owner.post("/admin/door-groups/" + id + "/remove").status()).isEqualTo(409);
        DoorGroupId unused = added("Källaren");

        assertThat(owner.post("/admin/door-groups/" + unused + "/remove").words())
                .contains("borttagen");
        assertThat(owner.get("/admin/door-groups").words()).contains("Huset").doesNotContain("Källaren");
    }

    @Test
    void doorsAndNamesThatCannotBeAreRefused() {
        added("Huset", "square");
        assertThat(owner.post("/admin/door-groups", "name", "Huset").status()).isEqualTo(409);
        assertThat(owner.post("/admin/door-groups", "name", " ").status()).isEqualTo(400);
        Seen unknown = owner.post("/admin/door-groups", "name", "Taket", "doors", "roof", "doors", "office");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.text()).contains("value=\"Taket\"").contains("value=\"office\" checked");
        assertThat(owner.post("/admin/door-groups", "name", "a", "door", "square")
                        .status())
                .isEqualTo(400);
    }

    @Test
    void partnerAdminsLookAndDoNotTouch() {
        DoorGroupId id = added("Huset", "square");
        try (Surfer admin = staff.partnerAdmin(partner)) {
            Seen seen = admin.get("/admin/door-groups");
            assertThat(seen.words()).contains("Huset").doesNotContain("Lägg till dörrgrupp");
            assertThat(admin.post("/admin/door-groups/" + id, "name", "Mitt").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void everyChangeIsAudited() {
        DoorGroupId id = added("Huset", "square");
        owner.post("/admin/door-groups/" + id, "name", "Huset", "doors", "office");
        owner.post("/admin/door-groups/" + id + "/remove");

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 3));

        assertThat(lines)
                .extracting(Audit.Line::deed)
                .containsExactly(Deed.DOOR_GROUP_REMOVED, Deed.DOOR_GROUP_CHANGED, Deed.DOOR_GROUP_ADDED);
        assertThat(lines.get(1).before()).containsOnly(Map.entry("doors", "square"));
    }
}

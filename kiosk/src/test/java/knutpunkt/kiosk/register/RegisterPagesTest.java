package knutpunkt.kiosk.register;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** People and their badges, as a browser without scripts does it; the site's day is 22 November 2026. */
class RegisterPagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private ExampleSite example;
    private String police;
    private Surfer admin;
    private Surfer night;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        var staff = new Staff(site);
        admin = staff.partnerAdmin(police);
        night = staff.signedIn(Role.NIGHT_DESK, Optional.empty());
    }

    @AfterEach
    void close() {
        admin.close();
        night.close();
        site.close();
    }

    private Surfer.Seen add(String name, String alias, String visibility, String until) {
        admin.get("/admin/people/new");
        return admin.addPerson(police, name, alias, visibility, until);
    }

    @Test
    void aNewPersonHasAPageAndALastDayAtMostAYearAway() {
        Surfer.Seen tooLate = add("Maja Öberg", "", "", "2027-11-23");
        assertThat(tooLate.status()).isEqualTo(400);
        assertThat(tooLate.text()).contains("value=\"Maja Öberg\"").contains("value=\"2027-11-23\"");
        assertThat(add("Maja Öberg", "", "", "").status()).isEqualTo(400);

        Surfer.Seen added = add("Maja Öberg", "", "", "2027-11-22");
        assertThat(added.status()).isEqualTo(200);
        assertThat(added.path()).matches("/admin/people/p-[0-9a-f]+");
        assertThat(added.words()).contains("Maja Öberg").contains("2027-11-22").contains("Ingen bricka");
    }

    @Test
    void whoIsShownByAnAliasNeedsOneAndIsCalledByIt() {
        assertThat(add("Maja Öberg", "", "alias", "2027-03-01").status()).isEqualTo(400);

        Surfer.Seen added = add("Maja Öberg", "Område 7", "alias", "2027-03-01");
        assertThat(added.words()).contains("Område 7").doesNotContain("Maja");
        assertThat(admin.find("/admin/people", "maja").words()).contains("Ingen hittades");
        assertThat(admin.find("/admin/people", "område").words()).contains("Område 7");
    }

    @Test
    void theNightDeskFindsABadgeAndBlocksItByOneClickButCannotUnblockIt() {
        String maja = example.person(police, "Maja Öberg");
        String badge = example.badge(maja, "K-0042", "04A1B2C3D4");
        example.badge(maja, "K-0043", "04A1B2C3D5");

        Surfer.Seen found = night.find("/admin/badges", "K-0042");
        assertThat(found.words()).contains("Maja Öberg").contains("K-0042").contains("K-0043");
        assertThat(found.text()).contains("action=\"/admin/badges/" + badge + "/block\"");
        Surfer.Seen blocked = night.post("/admin/badges/" + badge + "/block");

        assertThat(blocked.words())
                .contains("Brickan är spärrad")
                .contains("0 av 2 dörrar har bekräftat")
                .contains("Torgdörren");
        assertThat(blocked.text()).doesNotContain("/unblock");
        assertThat(night.post("/admin/badges/" + badge + "/unblock").status()).isEqualTo(403);
        assertThat(site.client().get("/badges/" + badge).text("blocked")).isEqualTo("true");
        admin.get("/admin/badges/" + badge);
        assertThat(admin.post("/admin/badges/" + badge + "/unblock").words()).contains("Spärren är hävd");
    }

    @Test
    void moreBadgesThanFitSayThatThereAreMore() {
        String maja = example.person(police, "Maja Öberg");
        example.badge(maja, "K-0001", "04A1B2C3D4");
        for (int i = 0; i < 40; i++) {
            example.person(police, "Person Nummer" + i);
        }

        assertThat(night.find("/admin/badges", "nummer").words()).contains("Fler än 30 stämmer");
        assertThat(night.find("/admin/badges", "maja").words()).doesNotContain("stämmer");
        assertThat(night.find("/admin/badges", "ingen alls").words()).contains("Ingen");
    }

    @Test
    void whereSomebodyIsIsSaidWithHowSureThatIsAndCanBeCorrectedByTheOwnPartner() {
        String maja = example.person(police, "Maja Öberg");
        String page = "/admin/people/" + maja;
        assertThat(admin.get(page).words()).contains("Inte på plats, så vitt dörrarna vet.");

        site.pass(maja, Direction.IN, Instant.parse("2026-11-22T08:00:00Z"));
        site.awaitLogged();
        assertThat(admin.get(page).words()).contains("Säkert").contains("Dörren öppnades efter brickan.");
        assertThat(admin.get("/admin/here").words()).contains("Maja Öberg").doesNotContain("08:00");

        admin.get(page);
        Surfer.Seen before =
                admin.post(page + "/presence", "presence", "left", "at", "2026-11-22T07:00", "reason", "told");
        assertThat(before.status()).isEqualTo(409);
        assertThat(before.words()).contains("Dörrarna berättar om en senare tid.");
        Surfer.Seen corrected =
                admin.post(page + "/presence", "presence", "left", "at", "2026-11-22T12:30", "reason", "told");

        assertThat(corrected.words()).contains("Närvaron är rättad.").contains("Inte på plats");
        assertThat(admin.get("/admin/here").words()).contains("Ingen är på plats.");
        assertThat(night.get("/admin/here").status()).isEqualTo(403);
    }
}

package knutpunkt.kiosk.leaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.admin.TwoPartners;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.web.ContractClient.Reply;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A whole partner leaves: one owner asks, another agrees. */
class PartnerLeavingTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(RunningSite.NOW);
    private RunningSite site;
    private TwoPartners partners;
    private Staff staff;
    private String social;
    private String amina;
    private String group;
    private String page;
    private AccountId first;
    private Surfer proposer;
    private Surfer approver;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, time::get);
        partners = new TwoPartners(site);
        staff = partners.staff();
        social = partners.own().partner();
        amina = partners.own().ids().get("/people");
        group = partners.own().ids().get("/groups");
        page = "/admin/partners/" + social + "/leave";
        first = staff.account(Role.OWNER, Optional.empty());
        proposer = staff.signedIn(first);
        approver = staff.owner();
        site.client().post("/grants", """
                {"group":"%s","doors":["square"],"validFrom":"2026-01-01T00:00:00Z","validUntil":"2027-01-01T00:00:00Z"}""".formatted(group));
        proposer.get(page);
        approver.get(page);
    }

    @AfterEach
    void close() {
        proposer.close();
        approver.close();
        site.close();
    }

    private Seen agree(Surfer by) {
        return by.post(page + "/agree");
    }

    private boolean hasLeft() {
        return isThere("SELECT 1 FROM partner WHERE left_at IS NOT NULL");
    }

    private boolean isThere(String sql) {
        return site.database().read(transaction -> transaction.exists(sql));
    }

    private List<Badge> badges(String person) {
        return site.database().read(transaction -> Badges.of(transaction, new PersonId(person)));
    }

    @Test
    void anotherOwnersYesEndsEverythingOfItInOneRevision() {
        Seen asked = proposer.post(page);
        assertThat(asked.words()).contains("Begäran är gjord").contains("Du begärde det själv");
        assertThat(hasLeft()).isFalse();
        Seen form = approver.get(page);
        assertThat(form.words())
                .contains("Personer som avslutas, så att ingen behörighet gäller längre: 1")
                .contains("Brickor som spärras: 1")
                .contains("Behörigheter som upphör: 2")
                .contains("Anslag som tas ner: 1")
                .contains("som stängs och loggas ut: 0");
        Revision before = site.accessList().revision();

        assertThat(agree(approver).words()).contains("Organisationen har lämnat");

        assertThat(site.accessList().revision()).isEqualTo(before.next());
        assertThat(badges(amina)).isNotEmpty().allMatch(Badge::blocked);
        AccessItem.Holder holder = site.accessList().holder(new PersonId(amina)).orElseThrow();
        assertThat(holder.grants()).allMatch(grant -> !grant.until().isAfter(time.get()));
        assertThat(site.client().get("/grants?group=" + group).text()).contains("2026-11-22T12:00:00Z");
        assertThat(isThere("SELECT 1 FROM notice WHERE partner = '" + social + "'"))
                .isFalse();
        assertThat(approver.get("/admin/partners").words()).contains("Socialförvaltningen Har lämnat");
        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 100));
        assertThat(lines)
                .filteredOn(line -> line.deed() == Deed.PARTNER_LEFT)
                .singleElement()
                .satisfies(line -> assertThat(line.after())
                        .containsEntry("proposedBy", first.text())
                        .containsEntry("people", "1"));
    }

    @Test
    void theOtherPartnerKeepsAllThatItHad() {
        String person = partners.other().ids().get("/people");
        AccessItem.Holder before =
                site.accessList().holder(new PersonId(person)).orElseThrow();
        proposer.post(page);
        agree(approver);

        assertThat(site.accessList().holder(new PersonId(person))).hasValue(before);
        assertThat(badges(person)).noneMatch(Badge::blocked);
        assertThat(approver.get("/admin/notices/" + partners.other().ids().get("/notices"))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void whoAskedCannotAgreeNotEvenByAnotherName() {
        proposer.post(page);
        assertThat(proposer.get(page).text()).doesNotContain("/leave/agree");
        assertThat(agree(proposer).status()).isEqualTo(409);

        site.database()
                .write(transaction ->
                        transaction.update("UPDATE account SET login = 'somebody-else' WHERE id = ?", first.text()));

        assertThat(agree(proposer).words()).contains("En annan lokalansvarig än den som begärde");
        assertThat(hasLeft()).isFalse();
    }

    @Test
    void anAccountThatTheAskerHasGivenOutSinceCannotAgree() {
        proposer.post(page);
        AccountId colleague = staff.account(Role.OWNER, Optional.empty());
        proposer.post("/admin/accounts/" + colleague + "/link");
        try (Surfer other = staff.signedIn(colleague)) {
            other.get(page);

            assertThat(agree(other).status()).isEqualTo(409);
            assertThat(other.get(page).words()).contains("delades ut eller ändrades av den som begärde");
        }
        assertThat(hasLeft()).isFalse();
        assertThat(agree(approver).status()).isEqualTo(200);
    }

    @Test
    void aProposalLapsesAfterSevenDays() {
        proposer.post(page);
        time.set(time.get().plus(Duration.ofDays(7)));
        try (Surfer later = staff.owner()) {
            assertThat(later.get(page).words()).contains("Begär att organisationen lämnar");
            assertThat(agree(later).words()).contains("Det finns ingen begäran");
            assertThat(hasLeft()).isFalse();

            assertThat(later.post(page).status()).isEqualTo(200);
        }
    }

    @Test
    void aProposalStandsUntilTheLastMomentOfItsSevenDays() {
        proposer.post(page);
        time.set(time.get().plus(Duration.ofDays(7)).minusMillis(1));
        try (Surfer later = staff.owner()) {
            later.get(page);
            assertThat(agree(later).status()).isEqualTo(200);
        }
        assertThat(hasLeft()).isTrue();
    }

    @Test
    void eitherOwnerCanTakeItBack() {
        for (Surfer one : List.of(proposer, approver)) {
            proposer.post(page);
            assertThat(one.post(page + "/withdraw").words()).contains("Inget har hänt");
            assertThat(agree(approver).status()).isEqualTo(409);
        }
        assertThat(hasLeft()).isFalse();
    }

    @Test
    void aSiteWithOneOwnerIsToldThatAnotherIsNeeded() {
        site.database()
                .write(transaction -> transaction.update(
                        "UPDATE account SET closed = 1 WHERE role = 'OWNER' AND id <> ?", first.text()));

        Seen seen = proposer.get(page);

        assertThat(seen.words()).contains("Det behövs en lokalansvarig till");
        assertThat(seen.text()).contains("href=\"/admin/accounts\"");
        assertThat(proposer.post(page).status()).isEqualTo(409);
    }

    @Test
    void itsAdminsAreOutOfEveryOpenPageWithinTwoSeconds() {
        AccountId account = staff.account(Role.PARTNER_ADMIN, Optional.of(social));
        String session = staff.session(account);
        try (Heard open = Heard.page(site, session);
                Surfer admin = staff.signedIn(account)) {
            assertThat(admin.get("/admin/people").status()).isEqualTo(200);
            await().until(() -> open.has("event: changed") || open.has("event:changed"));
            proposer.post(page);

            agree(approver);

            await().atMost(AT_ONCE).until(() -> open.has("event: out") || open.has("event:out"));
            assertThat(admin.get("/admin/people").path()).isEqualTo("/admin/sign-in");
        }
        assertThat(proposer.get("/admin/accounts/" + account).words()).contains("Stängt");
        assertThat(proposer.post("/admin/accounts/" + account + "/open").status())
                .as("opened again")
                .isEqualTo(404);
    }

    @Test
    void nothingCanBeAddedToItByAnyWay() {
        String badge = partners.own().ids().get("/badges");
        proposer.post(page);
        agree(approver);
        List<String> before = site.dump();

        List<Reply> api = List.of(
                site.client().post("/people", "{\"partner\":\"" + social + "\",\"name\":\"Ny Person\"}"),
                site.client()
                        .post("/badges", "{\"person\":\"" + amina + "\",\"label\":\"K-9\",\"badge\":\"0908070605\"}"),
                site.client().post("/badges/" + badge + "/unblock", ""),
                site.client().post("/grants", """
                        {"person":"%s","doors":["square"],"validFrom":"2026-01-01T00:00:00Z","validUntil":"2028-01-01T00:00:00Z"}""".formatted(amina)),
                site.client().post("/grants", """
                        {"group":"%s","doors":["square"],"validFrom":"2026-01-01T00:00:00Z","validUntil":"2028-01-01T00:00:00Z"}""".formatted(group)));
        assertThat(api).extracting(Reply::status).containsOnly(409);
        List<Seen> pages = List.of(
                approver.addPerson(social, "Ny Person", "", "normal", "2026-12-22"),
                approver.changePerson(amina, "", "", "normal", "2026-12-22"),
                approver.post("/admin/groups", "name", "Ny grupp", "partner", social),
                approver.post("/admin/notices", "partner", social, "text", "Hej", "until", "2026-11-30"),
                approver.post(page));
        assertThat(pages).extracting(Seen::status).containsOnly(409);
        assertThat(approver.post("/admin/accounts", "login", "ny.admin", "role", "partner-admin", "partner", social)
                        .status())
                .isEqualTo(404);

        assertThat(site.dump()).isEqualTo(before);
        assertThat(approver.get("/admin/people/new").text()).doesNotContain(social);
        assertThat(approver.get("/admin/people/" + amina).words()).doesNotContain("sätt en ny sista dag");
        assertThat(approver.get("/admin/partners").words()).contains("Socialförvaltningen");
    }

    @Test
    void whoIsInsideCountsUntilTheyGoOutAndThenItsRowIsGone() {
        site.choose(social, Showing.NAMES);
        site.pass(amina, Direction.IN, time.get());
        try (Heard wall = Heard.wall(site)) {
            await().until(() -> wall.newest().contains("Amina L."));
            proposer.post(page);
            assertThat(approver.get(page).words()).contains("är inne nu, enligt dörrarna: 1.");

            agree(approver);

            await().atMost(AT_ONCE).until(() -> !wall.newest().contains("Amina"));
            assertThat(wall.newest()).contains("\"total\":1,").contains("Socialförvaltningen");
            assertThat(site.client().get("/presence").text("total")).isEqualTo("1");

            site.pass(amina, Direction.OUT, time.get().plusSeconds(1));

            await().atMost(AT_ONCE).until(() -> wall.newest().contains("\"total\":0,"));
            assertThat(wall.newest()).doesNotContain("Socialförvaltningen");
        }
    }

    @Test
    void whetherAHiddenPartnersPeopleHaveGoneIsToldByNothingButTheClock() {
        site.choose(social, Showing.NOTHING);
        site.pass(amina, Direction.IN, time.get());
        proposer.post(page);
        agree(approver);
        try (Heard wall = Heard.wall(site)) {
            await().until(() -> wall.newest().contains("\"total\":0,"));
            assertThat(wall.newest()).contains("at-least");
            site.pass(amina, Direction.OUT, time.get().plusSeconds(1));
            site.awaitLogged();
            time.set(time.get().plus(Duration.ofHours(23)));
            assertThat(wall.newest()).contains("at-least");
            time.set(time.get().plus(Duration.ofHours(1)));
            await().atMost(Duration.ofSeconds(5)).until(() -> !wall.newest().contains("at-least"));
        }
    }

    @Test
    void theSiteStartsAgainWithWhatWasLeft() {
        proposer.post(page);
        agree(approver);
        Revision before = site.accessList().revision();
        site.close();
        site = RunningSite.open(folder, time::get);

        assertThat(site.accessList().revision()).isEqualTo(before);
    }
}

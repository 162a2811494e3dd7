package knutpunkt.kiosk.confirming;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.ids.AccountId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** "Are they still right?", over weeks, across the end of summer time, with a service that is started again in between. */
class StillRightTest {
    /** Summer time ends on 25 October 2026. */
    private static final Instant START = Instant.parse("2026-10-01T10:00:00Z");

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(START);
    private RunningSite site;
    private Staff staff;
    private AccountId ownerId;
    private AccountId adminId;
    private String police;
    private String maja;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, time::get);
        var example = new ExampleSite(site);
        police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        example.badge(maja, "K-0001", "04A1B2C3D4");
        example.grant(maja, "square");
        staff = new Staff(site);
        ownerId = staff.account(Role.OWNER, Optional.empty());
        adminId = staff.account(Role.PARTNER_ADMIN, Optional.of(police));
        site.look();
    }

    @AfterEach
    void close() {
        site.close();
    }

    /** The service looks once an hour until then. */
    private void until(Instant end) {
        while (time.get().isBefore(end)) {
            Instant next = time.get().plus(Duration.ofHours(1));
            time.set(next.isBefore(end) ? next : end);
            site.look();
        }
    }

    private Instant day(int days) {
        return START.plus(Duration.ofDays(days));
    }

    private Seen see(AccountId account, String path) {
        try (Surfer surfer = staff.signedIn(account)) {
            return surfer.get(path);
        }
    }

    private Seen confirm(AccountId account) {
        try (Surfer surfer = staff.signedIn(account)) {
            surfer.get("/admin/still-right");
            return surfer.post("/admin/still-right/" + police);
        }
    }

    private boolean mayEnter() {
        return site.accessList().holder(new PersonId(maja)).orElseThrow().grants().stream()
                .anyMatch(grant -> grant.until().isAfter(time.get()));
    }

    private List<Audit.Line> audit(Deed deed) {
        return site
                .database()
                .read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 500))
                .stream()
                .filter(line -> line.deed() == deed)
                .toList();
    }

    @Test
    void theAdminIsAskedAfterAWeekAndOneClickAnswers() {
        assertThat(see(adminId, "/admin").words()).doesNotContain("dags att se efter");
        until(day(7));
        assertThat(see(adminId, "/admin").words()).contains("Polisen: Sedan 2026-10-08 är det dags att se efter");

        Seen answered = confirm(adminId);

        assertThat(answered.words()).contains("Tack, det är bekräftat").contains("Nästa gång frågas 2026-10-15");
        assertThat(see(adminId, "/admin").words()).doesNotContain("dags att se efter");
        assertThat(see(ownerId, "/admin/still-right").words()).contains("Polisen Senast bekräftat 2026-10-08");
        assertThat(see(ownerId, "/admin/partners/" + police).words()).contains("Senast bekräftat 2026-10-08");
        assertThat(audit(Deed.PEOPLE_CONFIRMED)).singleElement().satisfies(line -> {
            assertThat(line.by()).isEqualTo(By.account(adminId));
            assertThat(line.after()).containsEntry("people", "1");
        });
        assertThat(mayEnter()).isTrue();
    }

    @Test
    void warnedAfterTwentyThreeDaysSuspendedAfterThirtyAndBackByOneClick() {
        until(day(23).minusSeconds(1));
        assertThat(see(adminId, "/admin").words()).doesNotContain("Ingen har svarat");
        until(day(23));
        for (AccountId account : List.of(adminId, ownerId)) {
            assertThat(see(account, "/admin").words())
                    .as("the clocks were put back, so it is an hour earlier")
                    .contains("Om ingen svarar före 2026-10-31 11:00 kommer ingen av personerna in");
        }
        until(day(30).minusSeconds(1));
        assertThat(mayEnter()).isTrue();
        Revision before = site.accessList().revision();

        until(day(30));

        assertThat(mayEnter()).isFalse();
        assertThat(site.accessList().revision()).isEqualTo(before.next());
        for (AccountId account : List.of(adminId, ownerId)) {
            assertThat(see(account, "/admin").words())
                    .contains("Sedan 2026-10-31 11:00 kommer ingen av personerna in, tills någon svarar ja")
                    .contains("De som är inne kan alltid gå ut");
        }
        assertThat(audit(Deed.PARTNER_WARNED))
                .singleElement()
                .satisfies(line -> assertThat(line.by()).isEqualTo(By.SERVICE));
        assertThat(audit(Deed.PARTNER_SUSPENDED))
                .singleElement()
                .satisfies(line -> assertThat(line.by()).isEqualTo(By.SERVICE));
        assertThat(see(adminId, "/admin/people/" + maja).words())
                .contains("Fick öppna Torgdörren, men inte längre. Till 2026-10-31 11:00.");

        assertThat(confirm(adminId).words()).contains("Tack, det är bekräftat");

        assertThat(mayEnter()).isTrue();
        assertThat(site.accessList().revision()).isEqualTo(before.next().next());
        assertThat(see(ownerId, "/admin").words()).doesNotContain("Ingen har svarat");
    }

    @Test
    void aServiceThatIsStartedAgainInBetweenGoesOnCounting() {
        until(day(25));
        site.close();
        site = RunningSite.open(folder, time::get);
        staff = new Staff(site);
        until(day(30).minusSeconds(1));
        assertThat(mayEnter()).isTrue();
        until(day(30));
        assertThat(mayEnter()).isFalse();
        site.close();

        site = RunningSite.open(folder, time::get);

        assertThat(mayEnter()).isFalse();
    }

    @Test
    void aServiceThatWasStoppedDoesNotSuspendAtItsStart() {
        until(day(24));
        site.close();
        time.set(day(60));
        site = RunningSite.open(folder, time::get);
        staff = new Staff(site);
        site.look();
        assertThat(mayEnter()).isTrue();
        assertThat(see(adminId, "/admin").words()).contains("Om ingen svarar före 2026-12-06 11:00");

        until(day(66));

        assertThat(mayEnter()).isFalse();
    }

    @Test
    void whoIsInsideGoesOutAsAlwaysAndCountsUntilThen() {
        site.pass(maja, Direction.IN, time.get());
        until(day(30));
        assertThat(mayEnter()).isFalse();
        assertThat(site.client().get("/presence").text("total")).isEqualTo("1");

        site.pass(maja, Direction.OUT, time.get());
        site.awaitLogged();

        assertThat(site.client().get("/presence").text("total")).isEqualTo("0");
    }

    @Test
    void aRefusalWhileItRestedIsExplainedInPlainWordsAlsoAfterwards() {
        until(day(31));
        for (int i = 0; i < 2; i++) {
            try (Surfer owner = staff.signedIn(ownerId)) {
                owner.get("/admin/explain");
                Seen seen = owner.post(
                        "/admin/explain",
                        "act",
                        "ask",
                        "who",
                        "maja",
                        "door",
                        "square",
                        "day",
                        "2026-10-31",
                        "time",
                        "18:00",
                        "purpose",
                        "badge");
                assertThat(seen.words())
                        .contains("Har upphört")
                        .contains("Då vilade organisationens behörigheter, från 2026-10-31 11:00")
                        .contains("ingen hade bekräftat att personerna stämmer");
            }
            confirm(adminId);
        }
    }

    @Test
    void whoHasLeftIsSaidBesideEachAndNothingOfWhenTheyWereHere() {
        site.pass(maja, Direction.IN, time.get());
        try (Surfer admin = staff.signedIn(adminId)) {
            Seen page = admin.get("/admin/still-right");
            assertThat(page.words())
                    .contains("Maja Öberg")
                    .doesNotContain("2026-10-01")
                    .doesNotContain("inne nu");

            Seen after = admin.post("/admin/still-right/" + police + "/left", "person", maja);

            assertThat(after.path()).isEqualTo("/admin/still-right/" + police);
            assertThat(after.words()).contains("Ingen person att fråga om").doesNotContain("Maja");
        }
        assertThat(mayEnter()).isFalse();
    }

    @Test
    void anotherPartnersPersonIsNotTheirsToEnd() {
        String other = new ExampleSite(site).partner("Butiken");
        String somebody = new ExampleSite(site).person(other, "Olle Ek");
        try (Surfer admin = staff.signedIn(adminId)) {
            admin.get("/admin/still-right");
            assertThat(admin.post("/admin/still-right/" + police + "/left", "person", somebody)
                            .status())
                    .isEqualTo(404);
            assertThat(admin.post("/admin/still-right/" + other).status()).isEqualTo(404);
        }
        assertThat(audit(Deed.PERSON_LEFT)).isEmpty();
    }

    @Test
    void aPartnerWithNobodyIsNotAskedAndNeverSuspended() {
        try (Surfer admin = staff.signedIn(adminId)) {
            admin.get("/admin/still-right");
            admin.post("/admin/still-right/" + police + "/left", "person", maja);
        }
        until(day(40));

        assertThat(audit(Deed.PARTNER_SUSPENDED)).isEmpty();
        assertThat(see(adminId, "/admin").words()).doesNotContain("Ingen har svarat");
    }

    @Test
    void aSiteMaySwitchSuspendingOff() {
        site.close();
        site = RunningSite.open(folder, time::get, 0, new Rhythm(Duration.ofDays(7), Optional.empty()));
        staff = new Staff(site);
        until(day(45));

        assertThat(mayEnter()).isTrue();
        assertThat(see(adminId, "/admin").words()).contains("dags att se efter").doesNotContain("Ingen har svarat");
    }

    @Test
    void aGrantGivenWhileItRestsOpensNothingUntilSomebodySaysYes() {
        until(day(30));

        new ExampleSite(site).grant(maja, "office");

        assertThat(mayEnter()).isFalse();
        confirm(ownerId);
        assertThat(mayEnter()).isTrue();
    }
}

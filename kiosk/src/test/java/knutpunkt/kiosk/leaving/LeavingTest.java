package knutpunkt.kiosk.leaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.record.Direction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody leaves. */
class LeavingTest {
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> time = new AtomicReference<>(RunningSite.NOW);
    private RunningSite site;
    private ExampleSite example;
    private Surfer admin;
    private String police;
    private String maja;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder, time::get);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        maja = example.person(police, "Maja Öberg");
        admin = new Staff(site).partnerAdmin(police);
        admin.get("/admin/people/" + maja);
    }

    @AfterEach
    void close() {
        admin.close();
        site.close();
    }

    private Seen end() {
        return admin.post("/admin/people/" + maja + "/end");
    }

    private List<Audit.Line> audit(Deed deed) {
        return site
                .database()
                .read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 500))
                .stream()
                .filter(line -> line.deed() == deed)
                .toList();
    }

    private List<Badge> badges() {
        return site.database().read(transaction -> Badges.of(transaction, new PersonId(maja)));
    }

    @Test
    void everyBadgeIsBlockedHoweverManyInOneRevision() {
        int many = 120;
        for (int i = 0; i < many; i++) {
            example.badge(maja, "B-%03d".formatted(i), "%010X".formatted(i + 1));
        }
        example.grant(maja, "square");
        Revision before = site.accessList().revision();

        assertThat(end().words()).contains("Personen är avslutad och alla brickor är spärrade");

        assertThat(site.accessList().revision()).isEqualTo(before.next());
        assertThat(badges()).hasSize(many).allMatch(Badge::blocked);
        List<String> open = site.database().read(transaction -> Badges.items(transaction)).stream()
                .filter(item ->
                        !site.accessList().badge(item.token()).orElseThrow().blocked())
                .map(item -> item.token().toString())
                .toList();
        assertThat(open).isEmpty();
        assertThat(site.accessList().holder(new PersonId(maja)).orElseThrow().grants())
                .allMatch(grant -> !grant.until().isAfter(time.get()));
        assertThat(audit(Deed.BADGE_BLOCKED)).hasSize(many);
        assertThat(audit(Deed.PERSON_LEFT)).singleElement().satisfies(line -> {
            assertThat(line.subject()).isEqualTo(maja);
            assertThat(line.after()).containsEntry("blocked", "120").doesNotContainValue("Maja Öberg");
        });
    }

    @Test
    void aBadgeThatAReaderStillLearnsForThemIsNobodys() {
        var sent = new ArrayList<CommandId>();
        site.learning().connect((controller, door, point, before) -> {
            var id = new CommandId("command-1");
            before.accept(id);
            sent.add(id);
            return Optional.of(id);
        });
        admin.post(
                "/admin/people/" + maja + "/learn",
                "label",
                "K-0042",
                "point",
                "square/square-entry",
                "informed",
                "yes");
        BadgeToken token = BadgeToken.parse("1." + "ab".repeat(16));
        assertThat(sent).hasSize(1);

        end();
        site.learning().learnt(sent.getFirst(), token);

        assertThat(badges()).isEmpty();
        assertThat(site.accessList().badge(token)).isEmpty();
    }

    @Test
    void nobodyGetsABadgeAfterTheyHaveLeft() {
        end();

        assertThat(site.client()
                        .post("/badges", "{\"person\":\"" + maja + "\",\"label\":\"K-1\",\"badge\":\"0102030405\"}")
                        .status())
                .isEqualTo(409);
        assertThat(badges()).isEmpty();
    }

    @Test
    void theWallNamesThemNoMoreAndCountsThemUntilTheyGoOut() {
        site.choose(police, Showing.NAMES);
        site.pass(maja, Direction.IN, time.get());
        try (Heard wall = Heard.wall(site)) {
            await().until(() -> wall.newest().contains("Maja Ö."));

            Seen page = end();

            await().atMost(AT_ONCE).until(() -> !wall.newest().contains("Maja"));
            assertThat(wall.newest()).contains("\"total\":1,").contains("\"count\":1");
            assertThat(site.client().get("/presence").text("total")).isEqualTo("1");
            assertThat(page.words())
                    .contains("Enligt dörrarna är personen fortfarande inne")
                    .contains("även vid utrymning")
                    .contains("sätt en ny sista dag")
                    .contains("häv spärren på varje bricka");

            site.pass(maja, Direction.OUT, time.get().plusSeconds(1));

            await().atMost(AT_ONCE).until(() -> wall.newest().contains("\"total\":0,"));
            assertThat(admin.get("/admin/people/" + maja).words()).doesNotContain("fortfarande inne");
        }
    }

    @Test
    void whoseDayHasComeIsNamedNoMoreThoughNobodyDoesAnything() {
        site.choose(police, Showing.NAMES);
        site.pass(maja, Direction.IN, time.get());
        admin.changePerson(maja, "", "", "normal", "2026-11-22");
        try (Heard wall = Heard.wall(site)) {
            await().until(() -> wall.newest().contains("Maja Ö."));

            time.set(Instant.parse("2026-11-22T23:00:00Z"));

            await().atMost(Duration.ofSeconds(5)).until(() -> !wall.newest().contains("Maja"));
            assertThat(wall.newest()).contains("\"total\":1,");
        }
    }

    @Test
    void aNewLastDayAndUnblockingEachBadgeTakeItBack() {
        String badge = example.badge(maja, "K-0001", "0102030405");
        example.grant(maja, "square");
        end();

        admin.changePerson(maja, "", "", "normal", "2026-12-22");
        admin.post("/admin/badges/" + badge + "/unblock");

        assertThat(badges()).noneMatch(Badge::blocked);
        assertThat(site.accessList().holder(new PersonId(maja)).orElseThrow().grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.until()).isEqualTo("2026-12-22T23:00:00Z"));
    }

    @Test
    void whoLeavesASecondTimeKeepsTheFirstDay() {
        end();
        time.set(time.get().plus(Duration.ofHours(1)));
        end();

        assertThat(audit(Deed.PERSON_LEFT))
                .hasSize(2)
                .first()
                .satisfies(line -> assertThat(line.after()).doesNotContainKey("validUntil"));
    }
}

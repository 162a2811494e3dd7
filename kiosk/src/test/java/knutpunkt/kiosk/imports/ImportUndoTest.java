package knutpunkt.kiosk.imports;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Taking an import back: whom it added goes, unless something has come to be about them, and only for a day. */
class ImportUndoTest {
    private static final String FOUR = """
            Namn;Sista dag
            Anna Ek;2027-06-30
            Bertil Al;2027-06-30
            Cecilia Asp;2027-06-30
            David Lind;2027-06-30
            """;
    private static final Pattern PERSON = Pattern.compile("/admin/people/(p-[0-9a-f]+)\"><bdi>([^<]+)<");

    @TempDir
    private Path folder;

    private final FakeClock clock = new FakeClock();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private RunningSite site;
    private ExampleSite example;
    private String police;
    private Staff staff;
    private Surfer browser;
    private Importer admin;

    @BeforeEach
    void open() {
        log.start();
        ((Logger) LoggerFactory.getLogger("ROOT")).addAppender(log);
        site = RunningSite.open(folder, clock);
        example = new ExampleSite(site);
        police = example.partner("Polisen");
        staff = new Staff(site);
        browser = staff.partnerAdmin(police);
        admin = new Importer(browser);
    }

    @AfterEach
    void close() {
        ((Logger) LoggerFactory.getLogger("ROOT")).detachAppender(log);
        browser.close();
        site.close();
    }

    private static String id(Seen imported, String name) {
        return PERSON.matcher(imported.text())
                .results()
                .filter(found -> found.group(2).equals(name))
                .map((MatchResult found) -> found.group(1))
                .findFirst()
                .orElseThrow();
    }

    private boolean isThere(String person) {
        return site.database().read(transaction -> transaction.exists("SELECT 1 FROM person WHERE id = ?", person));
    }

    @Test
    void whomAnImportAddedGoesAgainFromTheTablesAndFromTheDoors() {
        example.person(police, "Ylva Kvar");
        List<String> before =
                site.dump().stream().filter(row -> row.startsWith("person")).toList();
        Seen imported = admin.add(FOUR);
        String anna = id(imported, "Anna Ek");
        assertThat(site.accessList().holder(new PersonId(anna))).isPresent();
        long revision = site.accessList().revision().number();

        Seen undone = admin.undo(imported);

        assertThat(undone.words())
                .contains("Importen är ångrad")
                .contains("Ingen är kvar.")
                .doesNotContain("Ångra importen");
        assertThat(site.dump().stream().filter(row -> row.startsWith("person"))).isEqualTo(before);
        assertThat(site.accessList().holder(new PersonId(anna))).isEmpty();
        assertThat(site.accessList().revision().number()).as("one for all").isEqualTo(revision + 1);
        assertThat(admin.undo(imported).status()).as("once").isEqualTo(409);
        site.close();
        site = RunningSite.open(folder, clock);
        assertThat(site.accessList().holder(new PersonId(anna)))
                .as("the list is proved")
                .isEmpty();
    }

    @Test
    void whoWasGivenABadgeOrAGrantOrIsInTheLogStaysAndThePageSaysSo() {
        Seen imported = admin.add(FOUR);
        String anna = id(imported, "Anna Ek");
        String bertil = id(imported, "Bertil Al");
        String cecilia = id(imported, "Cecilia Asp");
        String david = id(imported, "David Lind");
        example.badge(anna, "K-0001", "0102030405");
        example.grant(bertil, "square");
        site.tell(refused(cecilia), clock.instant());
        site.awaitLogged();

        Seen before = browser.get(imported.path());
        Seen undone = admin.undo(imported);

        assertThat(before.words()).contains("3 blir kvar, för de har fått en bricka eller behörighet");
        assertThat(List.of(isThere(anna), isThere(bertil), isThere(cecilia), isThere(david)))
                .containsExactly(true, true, true, false);
        assertThat(undone.words())
                .contains("3 blev kvar.")
                .contains("Anna Ek Har fått en bricka")
                .contains("Bertil Al Har fått en behörighet")
                .contains("Cecilia Asp Finns i loggen")
                .doesNotContain("David");
        assertThat(undone.text()).contains("/admin/people/" + anna);
    }

    private Event refused(String person) {
        return new Event.Refused(
                new PointId("square-entry"),
                Reason.NO_GRANT,
                Optional.of(new PersonId(person)),
                site.accessList().revision(),
                new Situation(new DoorId("square"), Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false));
    }

    @Test
    void whoWentThroughADoorStays() {
        Seen imported = admin.add(FOUR);
        String anna = id(imported, "Anna Ek");
        site.pass(anna, Direction.IN, clock.instant());
        site.awaitLogged();

        admin.undo(imported);

        assertThat(isThere(anna)).isTrue();
        assertThat(isThere(id(imported, "David Lind"))).isFalse();
    }

    @Test
    void afterADayTheButtonIsGoneAndTheActRefused() {
        Seen imported = admin.add(FOUR);
        clock.pass(Duration.ofHours(24).minusSeconds(1));
        try (Surfer inTime = staff.partnerAdmin(police)) {
            assertThat(inTime.get(imported.path()).text()).contains("/undo");
            clock.pass(Duration.ofSeconds(1));
            Seen late = inTime.get(imported.path());
            assertThat(late.text()).doesNotContain("/undo");
            assertThat(late.words()).contains("Importen kunde ångras till");
            List<String> before = site.dump();

            Seen refused = inTime.post(imported.path() + "/undo");

            assertThat(refused.status()).isEqualTo(409);
            assertThat(refused.words()).contains("går inte att ångra längre");
            assertThat(site.dump()).isEqualTo(before);
        }
    }

    @Test
    void anotherPartnersImportIsNotThere() {
        Seen imported = admin.add(FOUR);
        List<String> before = site.dump();
        try (Surfer other = staff.partnerAdmin(example.partner("Butiken"));
                Surfer owner = staff.owner()) {
            assertThat(other.get(Importer.PATH).text()).doesNotContain(imported.path());
            Seen seen = other.get(imported.path());
            assertThat(seen.status()).isEqualTo(404);
            assertThat(seen.words()).doesNotContain("Anna");
            other.get(Importer.PATH);
            assertThat(other.post(imported.path() + "/undo").status()).isEqualTo(404);
            assertThat(site.dump()).containsAll(before);

            var ofOwner = new Importer(owner);
            Seen owners = ofOwner.add("Namn;Organisation;Sista dag\nEva Sten;Polisen;2027-06-30\n");
            assertThat(browser.get(owners.path()).status())
                    .as("the owner's is the owner's")
                    .isEqualTo(404);
            assertThat(owner.get(Importer.PATH).text()).contains(imported.path());
            assertThat(owner.get(imported.path()).words()).contains("Anna Ek");
        }
    }

    @Test
    void theAuditCountsAndNeitherItNorTheLogHasAName() {
        Seen imported = admin.add(FOUR);
        example.badge(id(imported, "Anna Ek"), "K-0001", "0102030405");
        admin.undo(imported);
        admin.look("Namn;Sista dag\nAnna Ek;fel\n");

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 50));

        assertThat(lines.getFirst().deed()).isEqualTo(Deed.IMPORT_UNDONE);
        assertThat(lines.getFirst().after()).containsExactly(Map.entry("kept", "1"), Map.entry("removed", "3"));
        assertThat(lines.stream().filter(line -> line.deed() == Deed.PERSON_REMOVED))
                .hasSize(3);
        assertThat(lines.toString()).doesNotContain("Anna").doesNotContain("Bertil");
        assertThat(log.list.toString()).doesNotContain("Anna").doesNotContain("Bertil");
        assertThat(browser.get("/admin/audit").words())
                .contains("Ångrade en import")
                .doesNotContain("Bertil");
    }
}

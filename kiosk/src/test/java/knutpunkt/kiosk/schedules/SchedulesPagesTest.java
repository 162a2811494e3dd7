package knutpunkt.kiosk.schedules;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.access.AccessItem;
import knutpunkt.access.Window;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.admin.Surfer.Seen;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.Deed;
import knutpunkt.wire.ScheduleId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchedulesPagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private Staff staff;
    private Surfer owner;
    private String id;
    private String path;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        staff = new Staff(site);
        owner = staff.owner();
        owner.get("/admin/schedules");
        Seen added = owner.post("/admin/schedules", "name", "Kvällar");
        path = added.path();
        id = path.replace("/admin/schedules/", "");
    }

    @AfterEach
    void close() {
        owner.close();
        site.close();
    }

    private Optional<AccessItem.Schedule> inList() {
        return site.accessList()
                .items()
                .filter(AccessItem.Schedule.class::isInstance)
                .map(AccessItem.Schedule.class::cast)
                .filter(schedule -> schedule.id().equals(new ScheduleId(id)))
                .findFirst();
    }

    private Optional<AccessItem.Calendar> calendar() {
        return site.accessList()
                .items()
                .filter(AccessItem.Calendar.class::isInstance)
                .map(AccessItem.Calendar.class::cast)
                .findFirst();
    }

    @Test
    void theHoursThatAreSavedAreInTheAccessList() {
        Seen saved = owner.post(
                path,
                "act",
                "save",
                "name",
                "Sena kvällar",
                "weekly-friday-from",
                "15",
                "weekly-friday-until",
                "24",
                "weekly-friday-from",
                "1:15",
                "weekly-friday-until",
                "2",
                "exceptions-friday-from",
                "",
                "exceptions-friday-until",
                "");

        assertThat(saved.words())
                .contains("Tiderna är sparade")
                .contains("Sena kvällar")
                .contains("fredag 01:15–02:00 och 15–24; stängt på undantagsdagar");
        assertThat(inList().orElseThrow().weekly())
                .containsExactly(new Window(DayOfWeek.FRIDAY, 75, 120), new Window(DayOfWeek.FRIDAY, 900, 1_440));
    }

    @Test
    void rowsComeAndGoByButtonsAndNothingIsSavedUntilItIs() {
        Seen more = owner.post(
                path, "act", "add-weekly-monday", "name", "Ny", "weekly-monday-from", "8", "weekly-monday-until", "12");
        assertThat(more.words()).contains("inte sparade ännu");
        assertThat(more.text().split("name=\"weekly-monday-from\"", -1)).hasSize(3);
        assertThat(more.text()).contains("value=\"8\"").contains("value=\"Ny\"");

        Seen copied =
                owner.post(path, "act", "copy-weekly-tuesday", "weekly-monday-from", "8", "weekly-monday-until", "12");
        assertThat(copied.text().split("value=\"12\"", -1)).hasSize(3);
        Seen fewer =
                owner.post(path, "act", "drop-weekly-monday-0", "weekly-monday-from", "8", "weekly-monday-until", "12");
        assertThat(fewer.text()).doesNotContain("value=\"8\"");
        assertThat(inList().orElseThrow().weekly()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsSaidAndNothingTypedIsLost() {
        Seen refused = owner.post(
                path, "act", "save", "name", "Kvällar", "weekly-sunday-from", "22", "weekly-sunday-until", "2");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.words()).contains("En av tiderna på vanliga dagar går inte att läsa");
        assertThat(refused.text()).contains("value=\"22\"");
        for (String act : List.of("drop-weekly-monday-7", "add-weekly-noday", "drop-weekly-monday", "x")) {
            assertThat(owner.post(path, "act", act).status()).as(act).isEqualTo(400);
        }
        assertThat(owner.post(path, "act", "save", "name", "K", "zone", "UTC").status())
                .isEqualTo(400);
    }

    @Test
    void aScheduleThatAGrantUsesStays() {
        var example = new ExampleSite(site);
        String person = example.person(example.partner("Polisen"), "Maja Öberg");
        site.client().post("/grants", """
                {"person":"%s","doors":["square"],"schedule":"%s","validFrom":"2026-01-01T00:00:00Z",
                "validUntil":"2027-01-01T00:00:00Z"}""".formatted(person, id));
        assertThat(owner.post(path + "/remove").status()).isEqualTo(409);
        assertThat(inList()).isPresent();

        String unused = owner.post("/admin/schedules", "name", "Aldrig").path();

        assertThat(owner.post(unused + "/remove").words()).contains("Tiderna är borttagna");
        assertThat(site.accessList().items().filter(AccessItem.Schedule.class::isInstance))
                .hasSize(1);
    }

    @Test
    void swedishHolidaysAreFilledInAndDaysComeAndGoByHand() {
        owner.post("/admin/schedules/calendar", "day", "2026-12-24", "name", "Stängt för julen");
        Seen filled = owner.post("/admin/schedules/calendar/fill", "year", "2026");

        assertThat(filled.words()).contains("2026-06-19 fredag, Midsommarafton").contains("Stängt för julen");
        assertThat(calendar().orElseThrow().exceptionDays())
                .hasSize(16)
                .containsEntry(LocalDate.of(2026, 12, 24), "Stängt för julen");
        owner.post("/admin/schedules/calendar/remove", "day", "2026-06-19");
        assertThat(calendar().orElseThrow().exceptionDays()).hasSize(15);
        assertThat(owner.post("/admin/schedules/calendar", "day", "2026-12-24", "name", "Igen")
                        .status())
                .isEqualTo(409);
        assertThat(owner.post("/admin/schedules/calendar", "day", "2026-02-30", "name", "Nej")
                        .status())
                .isEqualTo(400);
        assertThat(owner.post("/admin/schedules/calendar/fill", "year", "1999").status())
                .isEqualTo(400);
    }

    @Test
    void aRestartFindsTheSameHoursAndDays() {
        owner.post("/admin/schedules/calendar/fill", "year", "2027");
        owner.post(path, "name", "Kvällar", "weekly-friday-from", "15", "weekly-friday-until", "24");
        List<String> before = site.dump();
        site.close();

        site = RunningSite.open(folder);

        assertThat(site.dump()).isEqualTo(before);
        assertThat(inList().orElseThrow().weekly()).hasSize(1);
    }

    @Test
    void partnerAdminsLookAndDoNotTouch() {
        var example = new ExampleSite(site);
        try (Surfer admin = staff.partnerAdmin(example.partner("Polisen"))) {
            assertThat(admin.get("/admin/schedules").words())
                    .contains("Kvällar")
                    .doesNotContain("Lägg till tider");
            assertThat(admin.get(path).text()).doesNotContain("<input name=\"weekly");
            assertThat(admin.post(path, "name", "Mina").status()).isEqualTo(403);
            assertThat(admin.post("/admin/schedules/calendar/fill", "year", "2026")
                            .status())
                    .isEqualTo(403);
        }
    }

    @Test
    void everyChangeIsAuditedWithWhatItWas() {
        owner.post(path, "name", "Kvällar", "weekly-friday-from", "15", "weekly-friday-until", "24");
        owner.post("/admin/schedules/calendar", "day", "2026-12-23", "name", "Dan före");

        List<Audit.Line> lines =
                site.database().read(transaction -> Audit.before(transaction, Optional.empty(), Long.MAX_VALUE, 3));

        assertThat(lines)
                .extracting(Audit.Line::deed)
                .containsExactly(Deed.CALENDAR_CHANGED, Deed.SCHEDULE_CHANGED, Deed.SCHEDULE_ADDED);
        assertThat(lines.get(1).after()).containsOnly(Map.entry("weekly", "fri15:00-24:00"));
        assertThat(lines.getFirst().after()).containsOnly(Map.entry("2026-12-23", "Dan före"));
    }
}

package knutpunkt.kiosk.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.kiosk.ExampleSite;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.admin.Role;
import knutpunkt.kiosk.admin.Staff;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.kiosk.restore.Backups;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one looks at first. */
class OverviewPagesTest {
    @TempDir
    private Path folder;

    private RunningSite site;
    private Staff staff;
    private Surfer technician;
    private Surfer night;

    @BeforeEach
    void open() {
        site = RunningSite.open(folder);
        staff = new Staff(site);
        technician = staff.signedIn(Role.TECHNICIAN, Optional.empty());
        night = staff.signedIn(Role.NIGHT_DESK, Optional.empty());
    }

    @AfterEach
    void close() {
        technician.close();
        night.close();
        site.close();
    }

    private long raise() {
        return site.database().write(transaction -> {
            Alarms.raise(
                    transaction,
                    Alarms.Kind.JOURNAL_LOST,
                    new ControllerId("c1"),
                    "j1",
                    "journal [j1] ends at record [4]",
                    site.now());
            return Alarms.list(transaction).getFirst().id();
        });
    }

    @Test
    void anAlarmIsThereUntilSomebodyAcknowledgesItAndAgainWhenItComesBack() {
        long alarm = raise();
        String acknowledge = "/admin/alarms/" + alarm + "/acknowledge";
        assertThat(technician.get("/admin").text())
                .contains("Undercentralen har börjat en ny journal")
                .contains(acknowledge);
        assertThat(night.get("/admin").text())
                .contains("Undercentralen har börjat en ny journal")
                .doesNotContain(acknowledge);
        assertThat(night.post(acknowledge).status()).isEqualTo(403);

        assertThat(technician.post(acknowledge).words())
                .contains("Larmet är kvitterat")
                .contains("Inga larm");
        assertThat(night.get("/admin").words()).doesNotContain("ny journal");
        raise();
        assertThat(technician.get("/admin").words()).contains("ny journal").contains("antal 2");
    }

    @Test
    void anAlarmSaysWhatItIsAbout() {
        ControllerId c1 = new ControllerId("c1");
        site.database().write(transaction -> {
            Alarms.raise(transaction, Alarms.Kind.CERTIFICATE_ENDING, c1, "", "2026-12-02T11:00:00Z", site.now());
            return Alarms.raise(
                    transaction, Alarms.Kind.MESSAGES_REJECTED, c1, "", "UNSIGNED on [<state>]", site.now());
        });

        assertThat(technician.get("/admin").words()).contains("Certifikatet gäller till 2026-12-02 12:00");
        assertThat(technician.get("/admin").text())
                .contains("<p class=\"small\" lang=\"en\">UNSIGNED on [&lt;state&gt;]</p>")
                .doesNotContain("2026-12-02T11:00:00Z");
        assertThat(technician.get("/admin?lang=en").words())
                .contains("The certificate ends 2026-12-02 12:00")
                .contains("UNSIGNED on");
    }

    @Test
    void doorsThatHaveNotConfirmedTheNewestRulesAreNamed() {
        assertThat(technician.get("/admin").words()).contains("Allt är som det ska");

        new ExampleSite(site).partner("Polisen");

        assertThat(technician.get("/admin").words())
                .contains("Dörrar som inte har bekräftat de senaste ändringarna")
                .contains("Torgdörren: väntar på bekräftelse")
                .doesNotContain("Allt är som det ska");
    }

    @Test
    void theOwnerIsRemindedOfTheDecisionWithoutWhichNothingIsForgotten() {
        var closed = new Event.Closed(new DoorId("square"));
        try (Surfer owner = staff.signedIn(Role.OWNER, Optional.empty())) {
            site.tell(closed, site.now().minus(Duration.ofDays(13)));
            site.awaitLogged();
            assertThat(owner.get("/admin").words()).doesNotContain("gallringsbeslut");

            site.tell(closed, site.now().minus(Duration.ofDays(15)));
            site.awaitLogged();

            assertThat(owner.get("/admin").words()).contains("gallringsbeslut");
            assertThat(technician.get("/admin").words()).doesNotContain("gallringsbeslut");
        }
    }

    private static String words(Staff of, Role role) {
        try (Surfer surfer = of.signedIn(role, Optional.empty())) {
            return surfer.get("/admin").words();
        }
    }

    @Test
    void aRestoreIsToldToWhoeverReadsTheAuditUntilEveryDoorIsOnTheNewListAndTwoWeeksAreOver() throws IOException {
        Path data = Files.createDirectory(folder.resolve("restored"));
        Path backup = folder.resolve("backup.db");
        var now = new AtomicReference<>(site.now());
        RunningSite.open(data, now::get).close();
        Backups.make(data.resolve("site.db"), backup, now::get);
        Backups.restore(backup, data.resolve("site.db"), now::get);

        try (RunningSite restored = RunningSite.open(data, now::get)) {
            var people = new Staff(restored);
            now.set(site.now().plus(Duration.ofDays(15)));
            assertThat(words(people, Role.OWNER))
                    .contains("Tjänsten återställdes från en säkerhetskopia från 2026-11-22 13:00")
                    .contains("1 undercentraler har inte bekräftat den nya listan");
            assertThat(words(people, Role.NIGHT_DESK)).doesNotContain("säkerhetskopia");

            restored.database()
                    .write(transaction -> transaction.update(
                            "UPDATE controller SET confirmed_epoch = 9, confirmed_number = 1, confirmed_since = 0"));
            assertThat(words(people, Role.OWNER)).doesNotContain("säkerhetskopia");
            now.set(site.now().plus(Duration.ofDays(13)));
            assertThat(words(people, Role.OWNER)).contains("0 undercentraler har inte bekräftat den nya listan");
        }
    }

    @Test
    void aDoorThatIsNotHeardFromSaysSinceWhen() {
        site.database().write(transaction -> transaction.update("UPDATE controller SET offline_since = ?", site.now()));

        for (Surfer surfer : List.of(technician, night)) {
            assertThat(surfer.get("/admin").words()).contains("Frånkopplad").contains("2026-11-22 13:00");
        }
    }
}

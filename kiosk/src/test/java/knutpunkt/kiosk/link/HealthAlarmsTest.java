package knutpunkt.kiosk.link;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.log.Alarms;
import knutpunkt.wire.BootId;
import knutpunkt.wire.message.Health;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.record.Storage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HealthAlarmsTest {
    private static final BootId BOOT = new BootId("boot-1");

    @TempDir
    Path folder;

    private final FakeClock clock = new FakeClock();
    private final FakeController controller = new FakeController("c1");
    private Lists lists;
    private HealthAlarms alarms;

    @BeforeEach
    void open() {
        lists = new Lists(folder, clock);
        lists.enrol(controller.id);
        alarms = new HealthAlarms(controller.id, lists.database, clock, clock);
    }

    @AfterEach
    void close() {
        lists.close();
    }

    @Test
    void aDiskThatFillsUpIsAnAlarmOnceForEachTurnToTheWorse() {
        for (Storage each : List.of(
                Storage.ENOUGH,
                Storage.LOW,
                Storage.LOW,
                Storage.RESERVE,
                Storage.FULL,
                Storage.FULL,
                Storage.ENOUGH)) {
            beat(BOOT, new Health(each, 0, false));
        }

        assertThat(raised()).containsExactlyInAnyOrder("STORAGE_LOW 1", "STORAGE_SPENT 1");
    }

    @Test
    void aDiskThatGetsBetterAndIsStillLowIsNoNewAlarm() {
        for (Storage each : List.of(Storage.FULL, Storage.RESERVE, Storage.LOW, Storage.LOW)) {
            beat(BOOT, new Health(each, 0, false));
        }
        assertThat(raised()).containsExactly("STORAGE_SPENT 1");

        clock.pass(HealthAlarms.EACH_EVERY);
        beat(BOOT, new Health(Storage.RESERVE, 0, false));
        assertThat(raised()).containsExactly("STORAGE_SPENT 2");

        beat(BOOT, new Health(Storage.ENOUGH, 0, false));
        beat(BOOT, new Health(Storage.LOW, 0, false));
        assertThat(raised()).containsExactlyInAnyOrder("STORAGE_SPENT 2", "STORAGE_LOW 1");
    }

    @Test
    void aDiskThatComesAndGoesIsWrittenDownEveryTenMinutesAtMost() {
        for (int i = 0; i < 2 * 120; i++) {
            beat(BOOT, new Health(i % 2 == 0 ? Storage.FAILING : Storage.ENOUGH, 0, false));
        }

        assertThat(raised()).containsExactly("STORAGE_SPENT 2");
    }

    @Test
    void aSlowDiskIsAnAlarmAgainWhenItWasSlowAgain() {
        beat(BOOT, new Health(Storage.ENOUGH, 1, false));
        beat(BOOT, new Health(Storage.ENOUGH, 1, false));
        assertThat(raised()).containsExactly("STORAGE_SLOW 1");

        clock.pass(HealthAlarms.EACH_EVERY);
        beat(BOOT, new Health(Storage.ENOUGH, 2, false));
        assertThat(raised()).containsExactly("STORAGE_SLOW 2");

        clock.pass(HealthAlarms.EACH_EVERY);
        beat(new BootId("boot-2"), new Health(Storage.ENOUGH, 1, false));
        assertThat(raised()).containsExactly("STORAGE_SLOW 3");
    }

    @Test
    void aLowLeaseIsAnAlarmOnceTheControllerCouldHaveHadItRenewed() {
        var low = new Health(Storage.ENOUGH, 0, true);
        beat(BOOT, low);
        beat(BOOT, new Health(Storage.ENOUGH, 0, false));
        beat(BOOT, low);
        assertThat(raised()).isEmpty();

        beat(BOOT, low);
        beat(BOOT, low);
        assertThat(raised()).containsExactly("LEASE_LOW 1");
    }

    @Test
    void whoTellsNothingOfItsHealthRaisesNothing() {
        alarms.heard(controller.heartbeat());

        assertThat(raised()).isEmpty();
    }

    private void beat(BootId boot, Health health) {
        clock.pass(Duration.ofSeconds(5));
        alarms.heard(new Heartbeat(
                boot, 5_000, controller.challenge(), Revision.NONE, 0, 0, 0, Optional.of(health), Optional.empty()));
    }

    private List<String> raised() {
        return lists.database.read(Alarms::list).stream()
                .map(alarm -> alarm.kind() + " " + alarm.occurrences())
                .toList();
    }
}

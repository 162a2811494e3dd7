package knutpunkt.kiosk.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.InstantSource;
import knutpunkt.kiosk.RunningSite;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class DoorPageTest {
    @TempDir
    Path folder;

    @Test
    void theReadersOfADoorAndOfACheckInPointSayWhichWayTheyLead() {
        try (var site = RunningSite.open(folder, InstantSource.system());
                var owner = new Staff(site).owner()) {
            site.database().write(transaction -> {
                Plan.addCheckIn(transaction, new DoorId("desk"), new ControllerId("c1"), "Disken");
                return 0;
            });

            var door = owner.get("/admin/doors/square");
            var checkIn = owner.get("/admin/doors/desk");

            assertThat(door.status()).isEqualTo(200);
            assertThat(door.text()).contains(">Inpassering<", ">Utpassering<");
            assertThat(checkIn.status()).isEqualTo(200);
            assertThat(checkIn.text()).contains("Disken", ">Incheckning:");
        }
    }
}

package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service goes back to a backup, with its door there and with its door away. */
class RestoreIT {
    private static final String FIRST = "0F00E1B2C3";
    private static final String SECOND = "0F00E1B2C4";
    private static final String UNTOUCHED = "0F00E1B2C5";

    @TempDir
    Path folder;

    @Test
    void aBadgeBlockedAfterTheBackupOpensNothingAfterTheRestoreWhetherTheDoorWasThereOrAway() throws Exception {
        try (var site = RunningSite.started(folder, Broker.EMBEDDED)) {
            Somebody first = site.enrolled("Ett", FIRST, "square");
            Somebody second = site.enrolled("Två", SECOND, "square");
            site.enrolled("Tre", UNTOUCHED, "square");
            Path backup = folder.resolve("backup.db");
            run(site, "backup", "--to", backup.toString());
            block(site, first);

            site.service().stop();
            run(site, "restore", "--from", backup.toString());
            site.startService();
            awaitConfirmed(site, "2.");
            assertThat(site.panel().tap("square", FIRST, "entry")).isEqualTo("refused");

            block(site, second);
            site.controller().kill();
            site.service().stop();
            run(site, "restore", "--from", backup.toString());
            site.startService();
            site.startController();
            awaitConfirmed(site, "3.");

            assertThat(site.panel().tap("square", FIRST, "entry")).isEqualTo("refused");
            assertThat(site.panel().tap("square", SECOND, "entry")).isEqualTo("refused");
            assertThat(site.panel().tap("square", UNTOUCHED, "entry")).isEqualTo("granted");
        }
    }

    private static void block(RunningSite site, Somebody somebody) {
        JsonNode blocked =
                site.api().post("badges/" + somebody.badgeId() + "/block").expect(200);
        site.awaitConfirmed(blocked.path("change").asText());
    }

    private static void run(RunningSite site, String command, String option, String value) throws InterruptedException {
        try (var program = Program.kiosk(
                site.log(command), command, "--config", site.kioskConfig().toString(), option, value)) {
            assertThat(program.end()).as(program.output()).isZero();
        }
    }

    private static void awaitConfirmed(RunningSite site, String epoch) {
        Awaitility.await("the doors have a list of epoch " + epoch)
                .atMost(RunningSite.PATIENCE)
                .until(() -> {
                    List<String> confirmed = site.api().get("doors").expect(200).findValuesAsText("confirmed");
                    return !confirmed.isEmpty() && confirmed.stream().allMatch(revision -> revision.startsWith(epoch));
                });
    }
}

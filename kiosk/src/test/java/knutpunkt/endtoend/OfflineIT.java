package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.files.Folders;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A door alone: what it does while nobody else is there, and what it says when they are back. */
class OfflineIT {
    private static final String BADGE = "0F00E1B2C3";

    /** The behaviour's deadline, from the start of the process. */
    private static final Duration DEADLINE = Duration.ofSeconds(2);

    @TempDir
    Path folder;

    @Test
    void aControllerAloneOpensWithinTwoSecondsOfItsStartAndDeliversWhenTheOthersReturn() throws Exception {
        try (var site = RunningSite.started(folder, Broker.MOSQUITTO)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            site.controller().stop();
            site.service().kill();
            site.mosquitto().kill();

            long start = System.nanoTime();
            site.startController();
            Awaitility.await("the door alone opens for a known badge")
                    .pollInterval(Duration.ofMillis(20))
                    .atMost(DEADLINE)
                    .until(() -> site.panel().isUp()
                            && site.panel().tap("square", BADGE, "entry").equals("granted"));
            System.out.printf(
                    "start of the controller's process to a granted badge: %d ms%n",
                    (System.nanoTime() - start) / 1_000_000);
            site.panel().open("square");
            site.panel().close("square");

            site.startBroker();
            site.startService();

            Awaitility.await("the passage is delivered")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.countOf(guard.partner()), count -> count == 1);
        }
    }

    @Test
    void aControllerThatLostItsStorageRefusesReportsTheGapAndRecoversByItself() throws Exception {
        try (var site = RunningSite.started(folder, Broker.MOSQUITTO)) {
            site.enrolled("Väktare", BADGE, "square");
            site.panel().tap("square", BADGE, "entry");
            Awaitility.await("the tap is in the log")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> kinds(site).contains("granted"));
            site.controller().kill();
            site.mosquitto().kill();
            Folders.empty(site.controllerData());

            site.startController();
            Awaitility.await("the controller answers")
                    .atMost(RunningSite.PATIENCE)
                    .until(site.panel()::isUp);
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");

            site.startBroker();
            Awaitility.await("the door has its list again")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.panel().tap("square", BADGE, "entry").equals("granted"));
            Awaitility.await("the log tells of the gap")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> kinds(site).contains("gap"));
        }
    }

    private static List<String> kinds(RunningSite site) {
        return site.api().everyEvent().stream()
                .map((JsonNode event) -> event.path("kind").asText())
                .toList();
    }
}

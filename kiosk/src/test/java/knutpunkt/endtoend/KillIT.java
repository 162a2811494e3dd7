package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.LogProof;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Service, broker and controller are killed in turn while people pass: nothing is lost, doubled or out of order. */
class KillIT {
    private static final int PASSAGES = 200;
    private static final int PEOPLE = 4;

    /** One of the three is killed after so many passages, and started again after half as many more. */
    private static final int KILL_EVERY = 22;

    @TempDir
    Path folder;

    @Test
    void everyPassageIsInTheLogOnceInOrderWhileEachProcessIsKilledInTurn() throws Exception {
        try (var site = RunningSite.started(folder, Broker.MOSQUITTO)) {
            var people = new ArrayList<Somebody>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(site.enrolled("Person " + i, "0F00E1B2C" + i, "square"));
            }
            var answers = new ArrayList<String>();
            for (int passage = 0; passage < PASSAGES; passage++) {
                disturb(site, passage);
                Somebody who = people.get(passage % PEOPLE);
                String reader = (passage / PEOPLE) % 2 == 0 ? "entry" : "exit";
                passed(site, who, reader, answers);
            }
            repairAll(site);
            // A last entry each, undisturbed: whatever a kill left open, now everybody is in.
            for (Somebody who : people) {
                passed(site, who, "entry", answers);
            }

            assertThat(answers).hasSize(PASSAGES + PEOPLE).containsOnly("granted");
            Awaitility.await("all that the door kept is in the log")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> isAllInLog(site));
            for (Somebody who : people) {
                assertThat(site.countOf(who.partner()))
                        .as("presence of %s", who.partner())
                        .isEqualTo(1);
            }
            assertEveryRecordOnceAndInOrder(site, answers.size());
            site.service().stop();
            assertEveryChainVerifies(site);
        }
    }

    private static void assertEveryChainVerifies(RunningSite site) {
        try (var database = Database.open(site.data().resolve("site.db"))) {
            LogProof.Result proof = database.read(LogProof::of);

            assertThat(proof.journals()).isNotEmpty();
            assertThat(proof.isWhole()).as("%s", proof).isTrue();
        }
    }

    private static void assertEveryRecordOnceAndInOrder(RunningSite site, int taps) {
        Map<String, List<Long>> sequences = new TreeMap<>();
        Set<String> passagesOf = new HashSet<>();
        long granted = 0;
        long passages = 0;
        for (JsonNode event : site.api().everyEvent()) {
            String journal = event.path("journal").asText();
            sequences
                    .computeIfAbsent(journal, _ -> new ArrayList<>())
                    .add(event.path("sequence").asLong());
            switch (event.path("kind").asText()) {
                case "granted", "exit-read" -> granted++;
                case "passage" -> {
                    passages++;
                    assertThat(passagesOf.add(journal + "/"
                                    + event.path("details").path("of").asLong()))
                            .as("one passage for a reading: %s", event)
                            .isTrue();
                }
                default -> {
                    // the doors', the list's and the process's own records are counted by their sequence
                }
            }
        }
        sequences.forEach((journal, inLog) -> assertThat(inLog)
                .as("records of journal %s", journal)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, inLog.size()).boxed().toList()));
        // A tap whose answer was lost with a killed controller is kept too, so there may be more; never fewer.
        assertThat(granted).isGreaterThanOrEqualTo(taps);
        assertThat(passages).isBetween(granted - 2L * PASSAGES / KILL_EVERY, granted);
    }

    /** Kills and starts again, in turn: service, broker, controller. */
    private static void disturb(RunningSite site, int passage) throws InterruptedException {
        int turn = (passage / KILL_EVERY) % 3;
        if (passage % KILL_EVERY == KILL_EVERY / 4) {
            switch (turn) {
                case 0 -> site.service().kill();
                case 1 -> site.mosquitto().kill();
                default -> site.controller().kill();
            }
        }
        if (turn == 2 && !site.controller().isAlive()) {
            site.startController();
            Awaitility.await("the controller is back")
                    .atMost(RunningSite.PATIENCE)
                    .until(site.panel()::isUp);
        }
        if (passage % KILL_EVERY == KILL_EVERY * 3 / 4) {
            repairAll(site);
        }
    }

    private static void repairAll(RunningSite site) {
        if (!site.mosquitto().isAlive()) {
            site.startBroker();
        }
        if (!site.service().isAlive()) {
            site.startService();
        }
        Awaitility.await("the controller is there").atMost(RunningSite.PATIENCE).until(site.panel()::isUp);
    }

    private static void passed(RunningSite site, Somebody who, String reader, List<String> answers) {
        while (true) {
            try {
                String outcome = site.panel().tap("square", who.badge(), reader);
                site.panel().open("square");
                site.panel().close("square");
                answers.add(outcome);
                return;
            } catch (UncheckedIOException _) {
                // The controller was killed in the middle: the person tries again when it is back.
                Awaitility.await("the controller is back")
                        .atMost(RunningSite.PATIENCE)
                        .until(site.panel()::isUp);
            }
        }
    }

    /** Whether the log has every record that is in the controller's journal file. */
    private static boolean isAllInLog(RunningSite site) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        "jdbc:sqlite:" + site.controllerData().resolve("journal.db"));
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT max(sequence) FROM record")) {
            long newest = rows.getLong(1);
            return newest > 0
                    && site.api().everyEvent().stream()
                                    .mapToLong(event -> event.path("sequence").asLong())
                                    .max()
                                    .orElse(0)
                            >= newest;
        }
    }
}

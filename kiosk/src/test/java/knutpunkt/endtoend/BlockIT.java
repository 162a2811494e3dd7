package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BlockIT {
    private static final String BADGE = "0F00E1B2C3";

    /** From the click on, whatever is restarted meanwhile. */
    private static final Duration IN_FORCE_WITHIN = Duration.ofSeconds(5);

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Broker.class)
    void aBlockedBadgeIsRefusedOnceTheDoorConfirmsAndOpensAgainWhenUnblocked(Broker broker) throws Exception {
        try (var site = RunningSite.started(folder, broker)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");

            JsonNode blocked =
                    site.api().post("badges/" + guard.badgeId() + "/block").expect(200);
            JsonNode confirmed = site.awaitConfirmed(blocked.path("change").asText());

            assertThat(confirmed.findValuesAsText("confirmedAt")).isNotEmpty();
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");

            JsonNode unblocked =
                    site.api().post("badges/" + guard.badgeId() + "/unblock").expect(200);
            site.awaitConfirmed(unblocked.path("change").asText());

            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");
        }
    }

    @ParameterizedTest
    @EnumSource(Broker.class)
    void aBlockReachesADoorThatWasAwayWhenItComesBack(Broker broker) throws Exception {
        try (var site = RunningSite.started(folder, broker)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            site.controller().kill();

            JsonNode blocked =
                    site.api().post("badges/" + guard.badgeId() + "/block").expect(200);
            String change = blocked.path("change").asText();
            assertThat(site.api().get("changes/" + change).expect(200).findValuesAsText("state"))
                    .doesNotContain("confirmed");
            site.startController();
            site.awaitConfirmed(change);

            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");
        }
    }

    @Test
    void aBlockIsInForceWithinFiveSecondsThoughTheBrokerRestartsMeanwhile() throws Exception {
        try (var site = RunningSite.started(folder, Broker.MOSQUITTO)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            site.mosquitto().kill();

            long clicked = System.nanoTime();
            JsonNode blocked =
                    site.api().post("badges/" + guard.badgeId() + "/block").expect(200);
            site.startBroker();
            site.awaitConfirmed(blocked.path("change").asText());

            assertThat(Duration.ofNanos(System.nanoTime() - clicked)).isLessThan(IN_FORCE_WITHIN);
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");
        }
    }
}

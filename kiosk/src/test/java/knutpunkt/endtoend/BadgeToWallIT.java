package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The whole way, with nothing in it a stand-in except the metal: badge bytes on a serial line, the controller's process,
 * the broker, the service's process, and a browser that shows the wall.
 */
class BadgeToWallIT {
    private static final String BADGE = "0F00E1B2C3";

    @TempDir
    Path folder;

    @ParameterizedTest
    @EnumSource(Broker.class)
    void badgeBytesOpenTheDoorAndTheWallCountsThePartnerUp(Broker broker) throws Exception {
        try (var line = SerialLine.open(folder, "square");
                var site = RunningSite.laidOut(folder, broker)) {
            SerialDoor.configure(site, line);
            site.startAll();
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            try (var wall = Wall.open(site.wall())) {
                assertThat(wall.countOf(guard.partner())).isZero();

                line.badge(BADGE);
                Awaitility.await("the strike is released")
                        .atMost(Duration.ofSeconds(5))
                        .until(() -> site.panel().door("square").path("strike").asText(), "released"::equals);
                site.panel().open("square");

                Awaitility.await("the wall counts the partner up")
                        .atMost(Duration.ofSeconds(10))
                        .until(() -> wall.countOf(guard.partner()), count -> count == 1);
                assertThat(site.countOf(guard.partner())).isEqualTo(1);
                wall.screenshot("badge-to-wall-" + broker);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Broker.class)
    void noiseOnTheLineOpensNothingAndTheNextBadgeWorks(Broker broker) throws Exception {
        try (var line = SerialLine.open(folder, "square");
                var site = RunningSite.laidOut(folder, broker)) {
            SerialDoor.configure(site, line);
            site.startAll();
            site.enrolled("Väktare", BADGE, "square");

            // A false start, a frame whose checksum is wrong, a frame cut short.
            line.bytes(new byte[] {0x02, 'G', (byte) 0xFF, 0x00, 0x03});
            line.bytes("\u00020F00E1B2C300\r\n\u0003".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            line.bytes("\u00020F00".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            assertThat(site.panel().door("square").path("strike").asText()).isEqualTo("secured");
            assertThat(site.panel().door("square").path("lastOutcome").asText()).isEqualTo("none");

            Awaitility.await("a good badge after the noise is granted")
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> {
                        line.badge(BADGE);
                        return site.panel()
                                .door("square")
                                .path("lastOutcome")
                                .asText()
                                .equals("granted");
                    });
        }
    }
}

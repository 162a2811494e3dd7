package knutpunkt.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.session.Incoming;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A broker that lets everybody do everything, and a stranger on it: what it sends is refused, counted and told once, and
 * the next good message works. Nothing opens, and nothing is forged.
 */
class HostileIT {
    private static final String BADGE = "0F00E1B2C3";

    private static final SiteId SITE = new SiteId("demo");

    @TempDir
    Path folder;

    private ControllerKeys strangersKeys;

    @Test
    void forgeriesOnEveryTopicAreRefusedToldOnceAndHarmNothing() throws Exception {
        try (var site = openToAll();
                var stranger = stranger(site)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");

            for (Channel channel : Channel.values()) {
                Topic topic = stranger.topic(RunningSite.CONTROLLER, channel);
                byte[] garbage = "{\"not\": \"a message\"".getBytes(UTF_8);
                for (int times = 0; times < 3; times++) {
                    stranger.send(topic, garbage, Optional.empty(), false);
                    stranger.send(topic, garbage, Optional.of("nonsense..nonsense"), false);
                    stranger.send(topic, garbage, Optional.of(stranger.signedAsItself(topic, garbage)), false);
                    String owner = switch (channel.sender()) {
                        case CONTROLLER -> RunningSite.CONTROLLER;
                        case SERVICE -> "service";
                    };
                    stranger.send(topic, garbage, Optional.of(stranger.signedAs(owner, topic, garbage)), false);
                    stranger.send(topic, oversized(channel), Optional.empty(), false);
                }
            }

            Awaitility.await("both ends have told of what they refused")
                    .atMost(RunningSite.PATIENCE)
                    .untilAsserted(() -> {
                        for (Channel channel : Channel.values()) {
                            String log = receiver(site, channel).output();
                            for (String reason : new String[] {
                                "UNSIGNED", "MALFORMED_SIGNATURE", "WRONG_SENDER", "WRONG_SIGNATURE", "OVERSIZED"
                            }) {
                                assertThat(linesWith(log, channel, reason))
                                        .as("%s on %s, told once", reason, channel)
                                        .isEqualTo(1);
                            }
                        }
                    });
            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");
            site.panel().open("square");
            Awaitility.await("the next good message works")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.countOf(guard.partner()), count -> count == 1);
        }
    }

    @Test
    void whatWasRightOnceIsRefusedWhenItIsReplayed() throws Exception {
        try (var site = openToAll();
                var stranger = stranger(site)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            site.panel().tap("square", BADGE, "entry");
            site.panel().open("square");
            Awaitility.await().atMost(RunningSite.PATIENCE).until(() -> site.countOf(guard.partner()) == 1);
            site.awaitConfirmed(site.api()
                    .post("badges/" + guard.badgeId() + "/block")
                    .expect(200)
                    .path("change")
                    .asText());
            int events = site.api().everyEvent().size();

            // Every list, lease, batch, want, receipt and acknowledgement that ever went by, again.
            for (Channel channel : Channel.values()) {
                for (Incoming message : stranger.heardOn(stranger.topic(RunningSite.CONTROLLER, channel))) {
                    stranger.repeat(message);
                }
            }
            site.panel().close("square");

            assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");
            assertThat(site.countOf(guard.partner())).isEqualTo(1);
            Awaitility.await("the refused tap is in the log, and the replays are not")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> site.api().everyEvent().stream()
                            .skip(events)
                            .anyMatch(event -> event.path("kind").asText().equals("refused")));
            assertThat(site.api().everyEvent().stream()
                            .map(event -> event.path("journal").asText() + "/"
                                    + event.path("sequence").asLong())
                            .toList())
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void aCommandThatTheBrokerKeptOrThatComesAgainIsRefused() throws Exception {
        try (var site = openToAll();
                var stranger = stranger(site)) {
            Somebody guard = site.enrolled("Väktare", BADGE, "square");
            site.api()
                    .post(
                            "badges/learn",
                            Map.of(
                                    "person",
                                    guard.person(),
                                    "label",
                                    "P-NEW",
                                    "door",
                                    "square",
                                    "point",
                                    "square-entry"))
                    .expect(202);
            Topic commands = stranger.topic(RunningSite.CONTROLLER, Channel.COMMANDS);
            Awaitility.await("the command went by")
                    .atMost(RunningSite.PATIENCE)
                    .until(() -> !stranger.heardOn(commands).isEmpty());
            Incoming command = stranger.heardOn(commands).getFirst();

            stranger.repeatRetained(command);
            stranger.repeat(command);

            Awaitility.await("the controller tells of both")
                    .atMost(RunningSite.PATIENCE)
                    .untilAsserted(() -> {
                        String log = site.controller().output();
                        assertThat(linesWith(log, Channel.COMMANDS, "RETAINED")).isEqualTo(1);
                        assertThat(
                                        stranger
                                                .heardOn(
                                                        stranger.topic(RunningSite.CONTROLLER, Channel.COMMANDS_RESULT))
                                                .stream()
                                                .map(result -> new String(result.payload(), UTF_8)))
                                .anyMatch(result -> result.contains("REPEATED"));
                    });
        }
    }

    /** A site on a Mosquitto without any rules: as one that was taken over. */
    private RunningSite openToAll() throws Exception {
        var site = RunningSite.laidOut(folder, Broker.MOSQUITTO);
        strangersKeys = Stranger.enrol(site.siteKeys(), SITE, folder.resolve("stranger"));
        Stranger.openToAll(folder.resolve("mosquitto/mosquitto.conf"));
        site.startAll();
        return site;
    }

    private Stranger stranger(RunningSite site) {
        return Stranger.connected(SITE, strangersKeys, site);
    }

    private static byte[] oversized(Channel channel) {
        byte[] payload = new byte[channel.bytesMax() + 1];
        Arrays.fill(payload, (byte) ' ');
        return payload;
    }

    private static Program receiver(RunningSite site, Channel channel) {
        return switch (channel.sender()) {
            case CONTROLLER -> site.service();
            case SERVICE -> site.controller();
        };
    }

    private static long linesWith(String log, Channel channel, String reason) {
        return log.lines()
                .filter(line -> line.contains("[" + channel.path() + "] was rejected: " + reason + ","))
                .count();
    }
}

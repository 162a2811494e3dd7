package knutpunkt.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.admin.Needle;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.session.Incoming;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names never leave the service (invariants I6, I10): whatever goes over the wire is heard and searched, whatever a process writes is read. */
class HiddenNameIT {
    /** But for what only a restored service asks for, and the list that it is given: that names nobody by form. */
    private static final Set<Channel> AT_ANY_SITE =
            EnumSet.complementOf(EnumSet.of(Channel.ACCESS_RECALL, Channel.ACCESS_HELD));

    private static final String NAME = "Ingegärd Överskott";
    private static final Needle NEEDLE = new Needle(NAME, "Överskott", "Ingegärd");
    private static final String BADGE = "0F00E1B2C3";
    private static final SiteId SITE = new SiteId("demo");

    /** The service's own database is the one place where the name is. */
    private static final String ALLOWED = "site.db";

    @TempDir
    Path folder;

    @Test
    void aNameIsInNoMessageNoLogAndNoFileButTheServicesDatabase() throws Exception {
        try (var site = RunningSite.laidOut(folder, Broker.MOSQUITTO)) {
            var keys = Stranger.enrol(site.siteKeys(), SITE, folder.resolve("stranger"));
            Stranger.openToAll(folder.resolve("mosquitto/mosquitto.conf"));
            site.startBroker();
            try (var stranger = Stranger.connected(SITE, keys, site)) {
                site.startService();
                site.startController();
                site.awaitDoorsConfirmed();
                Somebody person = site.enrolled(NAME, BADGE, "square");
                goThrough(site, person, 1);
                learn(site, person);
                site.awaitConfirmed(site.api()
                        .post("badges/" + person.badgeId() + "/block")
                        .expect(200)
                        .path("change")
                        .asText());
                assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");

                Awaitility.await("every kind of message has been heard")
                        .atMost(RunningSite.PATIENCE)
                        .untilAsserted(
                                () -> assertThat(channels(stranger.heard())).containsAll(AT_ANY_SITE));
                for (Incoming message : stranger.heard()) {
                    NEEDLE.assertNowhere("the topic", message.topic());
                    NEEDLE.assertNowhere(message.topic(), message.payload());
                    NEEDLE.assertNowhere("the signature", message.jws().orElse(""));
                }
            }
        }
        assertOnlyInTheDatabase();
    }

    private static void goThrough(RunningSite site, Somebody person, int present) {
        assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");
        site.panel().open("square");
        Awaitility.await("the passage is in the log")
                .atMost(RunningSite.PATIENCE)
                .until(() -> site.countOf(person.partner()) == present);
        site.panel().close("square");
    }

    private static void learn(RunningSite site, Somebody person) {
        site.api()
                .post(
                        "badges/learn",
                        Map.of("person", person.person(), "label", "P-NEW", "door", "square", "point", "square-entry"))
                .expect(202);
        Awaitility.await("the reader has learnt it")
                .atMost(RunningSite.PATIENCE)
                .until(() -> {
                    site.panel().offer("square", "0F00E1B2C4", "entry");
                    return site.api().get("badges").expect(200).toString().contains("P-NEW");
                });
    }

    private static Set<Channel> channels(List<Incoming> heard) {
        return Stream.of(Channel.values())
                .filter(channel -> heard.stream()
                        .anyMatch(message ->
                                message.topic().endsWith("/" + RunningSite.CONTROLLER + "/" + channel.path())))
                .collect(Collectors.toSet());
    }

    private void assertOnlyInTheDatabase() throws IOException {
        boolean isInTheDatabase = false;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                byte[] bytes = Files.readAllBytes(file);
                if (file.getFileName().toString().startsWith(ALLOWED)) {
                    isInTheDatabase |= new String(bytes, UTF_8).contains(NAME);
                } else {
                    NEEDLE.assertNowhere(file.toString(), bytes);
                }
            }
        }
        assertThat(isInTheDatabase).as("the search would have found it").isTrue();
    }
}

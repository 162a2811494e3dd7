package knutpunkt.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import knutpunkt.asyncapi.WireContract;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.kiosk.watch.Watching;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Incoming;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All that really travels while a site lives through what it is for, held against the AsyncAPI document. */
class LiveMessagesIT {
    private static final SiteId SITE = new SiteId("demo");
    private static final String BADGE = "0F00E1B2C3";
    private static final String NEW_BADGE = "0F00E1B2C4";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private final WireContract contract = WireContract.committed();
    private final List<Incoming> heard = new ArrayList<>();

    @ParameterizedTest
    @EnumSource(Broker.class)
    void everyMessageThatTravelsIsAsTheDocumentSaysAndEveryChannelIsUsed(Broker broker) throws Exception {
        try (var site = RunningSite.laidOut(folder, broker)) {
            site.startBroker();
            site.startService();
            try (Onlooker onlooker = onlooker(site)) {
                site.startController();
                site.awaitDoorsConfirmed();
                passagesAndABlockAfterABackup(site);
                aBadgeIsLearnt(site, onlooker);
                theControllersKeysAreChanged(site, onlooker);
                aRestoreWhileTheDoorIsAway(site, onlooker);
                heard.addAll(onlooker.heard());
            }
            try (Onlooker onlooker = onlooker(site)) {
                onlooker.await("what the broker keeps", message -> message.retained() && isOn(message, Channel.STATE));
                heard.addAll(onlooker.heard());
            }
        }

        var seen = new TreeMap<String, Incoming>();
        for (Incoming message : heard) {
            seen.put(contract.check(message), message);
        }
        assertThat(seen.keySet()).as("every channel of the table was used").isEqualTo(contract.channels());
        assertThat(kept()).isEqualTo(Set.of("state"));
        seen.forEach((channel, message) -> assertThatThrownBy(() -> contract.check(withoutItsFirstField(message)))
                .as("a field is missing on [%s]", channel)
                .isInstanceOf(AssertionError.class));
    }

    private void passagesAndABlockAfterABackup(RunningSite site) throws InterruptedException {
        Somebody guard = site.enrolled("Väktare", BADGE, "square");
        run(site, "backup", "--to");
        assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("granted");
        site.panel().open("square");
        site.panel().close("square");
        JsonNode blocked =
                site.api().post("badges/" + guard.badgeId() + "/block").expect(200);
        site.awaitConfirmed(blocked.path("change").asText());
        assertThat(site.panel().tap("square", BADGE, "entry")).isEqualTo("refused");
        Map<String, Object> learning =
                Map.of("person", guard.person(), "label", "P-NEW", "door", "square", "point", "square-entry");
        site.api().post("badges/learn", learning).expect(202);
    }

    private void aBadgeIsLearnt(RunningSite site, Onlooker onlooker) {
        onlooker.await("the command", message -> isOn(message, Channel.COMMANDS));
        Awaitility.await("its result").atMost(RunningSite.PATIENCE).until(() -> {
            site.panel().offer("square", NEW_BADGE, "entry"); // the reader may not have been told yet
            return onlooker.heard().stream().anyMatch(message -> isOn(message, Channel.COMMANDS_RESULT));
        });
    }

    private void theControllersKeysAreChanged(RunningSite site, Onlooker onlooker) throws InterruptedException {
        Awaitility.await("the controller has said which keys it has")
                .atMost(RunningSite.PATIENCE)
                .until(() -> hasSaidItsKeys(site));
        try (var program = Program.kiosk(
                site.log("rotate-keys"),
                "rotate-keys",
                "--config",
                site.kioskConfig().toString(),
                "--of",
                "controller",
                "--id",
                RunningSite.CONTROLLER)) {
            assertThat(program.end()).as(program.output()).isZero();
        }
        onlooker.await(
                "its request",
                message -> isOn(message, Channel.KEYS_WANT) && text(message).contains("\"request\""));
        onlooker.await(
                "its certificate",
                message -> isOn(message, Channel.KEYS_UPDATE) && text(message).contains("\"certificate\":\""));
    }

    private static boolean hasSaidItsKeys(RunningSite site) {
        try (Database database = Database.open(site.data().resolve("site.db"))) {
            return !database.read(HeldKeys::all).isEmpty();
        }
    }

    /** The service lacks what the door holds, so it asks for it; the door's connection broke, so its will is sent. */
    private void aRestoreWhileTheDoorIsAway(RunningSite site, Onlooker onlooker) throws InterruptedException {
        site.controller().kill();
        onlooker.await("its will", message -> text(message).contains("\"offline\""));
        site.service().stop();
        run(site, "restore", "--from");
        site.startService();
        onlooker.awaitConnected();
        site.startController();
        onlooker.await("the recall's answer", message -> isOn(message, Channel.ACCESS_HELD));
        onlooker.await("a list of the new epoch", message -> text(message).contains("\"to\":\"2."));
        site.awaitDoorsConfirmed();
    }

    private void run(RunningSite site, String command, String option) throws InterruptedException {
        Path backup = folder.resolve("backup.db");
        try (var program = Program.kiosk(
                site.log(command), command, "--config", site.kioskConfig().toString(), option, backup.toString())) {
            assertThat(program.end()).as(program.output()).isZero();
        }
    }

    /** Somebody who looks on, with a certificate as the technician's. */
    private Onlooker onlooker(RunningSite site) {
        var keys = SiteKeys.openOrCreate(site.siteKeys(), SITE, InstantSource.system(), new SecureRandom());
        SSLContext tls = keys.watcher(folder.resolve("watch"));
        return new Onlooker(
                site,
                SiteKeys.WATCH,
                () -> tls,
                new Watching.Chosen(Optional.empty(), Optional.empty()).subscriptions(SITE));
    }

    private static boolean isOn(Incoming message, Channel channel) {
        return message.topic().equals(new Topic(SITE, new ControllerId(RunningSite.CONTROLLER), channel).text());
    }

    /** The channels of which something came that the broker keeps. */
    private Set<String> kept() {
        var kept = new TreeSet<String>();
        heard.stream().filter(Incoming::retained).map(contract::check).forEach(kept::add);
        return kept;
    }

    private static String text(Incoming message) {
        return new String(message.payload(), UTF_8);
    }

    private static Incoming withoutItsFirstField(Incoming message) {
        try {
            var payload = (ObjectNode) JSON.readTree(message.payload());
            payload.remove(payload.fieldNames().next());
            return new Incoming(message.topic(), JSON.writeValueAsBytes(payload), message.jws(), message.qos(), false);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

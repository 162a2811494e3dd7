package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.wire.Channel;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.message.Heartbeat;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.Mailbox;
import knutpunkt.wire.session.Rejections;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A controller's real process releases its strike by the service's command, once; the test is the service. */
class ReleaseIT {
    private static final SiteId SITE = new SiteId("demo");
    private static final Topic COMMANDS = new Topic(SITE, new ControllerId(RunningSite.CONTROLLER), Channel.COMMANDS);
    private static final DoorId SQUARE = new DoorId("square");

    @TempDir
    Path folder;

    private final List<Message> heard = new CopyOnWriteArrayList<>();

    @Test
    void theStrikeIsReleasedOnceByACommandAndSecuredWhenTheDoorOpens() throws Exception {
        try (var site = RunningSite.laidOut(folder, Broker.MOSQUITTO)) {
            site.startBroker();
            site.startController();
            try (Courier service = service(site)) {
                var release = new Command(
                        new CommandId("k-1"),
                        SQUARE,
                        Optional.empty(),
                        Command.Action.RELEASE_ONCE,
                        await(Heartbeat.class).getLast().challenge());

                service.send(COMMANDS, release);

                assertThat(await(CommandResult.class))
                        .containsExactly(new CommandResult(release.id(), CommandResult.Outcome.DONE, Optional.empty()));
                assertThat(strike(site)).isEqualTo("released");
                site.panel().open("square");
                Awaitility.await()
                        .atMost(RunningSite.PATIENCE)
                        .until(() -> strike(site).equals("secured"));
                site.panel().close("square");

                service.send(COMMANDS, release);

                Awaitility.await()
                        .atMost(RunningSite.PATIENCE)
                        .until(() -> of(CommandResult.class).size() == 2);
                assertThat(of(CommandResult.class).getLast().outcome()).isEqualTo(CommandResult.Outcome.REPEATED);
                assertThat(strike(site)).isEqualTo("secured");
            }
        }
    }

    private Courier service(RunningSite site) {
        var random = new SecureRandom();
        return Courier.forService(
                SiteKeys.openOrCreate(site.siteKeys(), SITE, InstantSource.system(), random),
                URI.create("ssl://localhost:" + site.mqttPort()),
                new Mailbox() {
                    @Override
                    public void received(Topic topic, Message message, boolean retained) {
                        heard.add(message);
                    }

                    @Override
                    public void connected(long number) {}

                    @Override
                    public void disconnected(String reason) {}
                },
                new Rejections((channel, reason, detail) -> {}),
                random,
                System::nanoTime);
    }

    private static String strike(RunningSite site) {
        return site.panel().door("square").path("strike").asText();
    }

    private <M extends Message> List<M> await(Class<M> kind) {
        return Awaitility.await().atMost(RunningSite.PATIENCE).until(() -> of(kind), all -> !all.isEmpty());
    }

    private <M extends Message> List<M> of(Class<M> kind) {
        return heard.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

package knutpunkt.wire.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.signature.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both ends as the applications open them, over a real broker with the rules we ship. */
class CourierOverMosquittoTest extends SessionFixture {
    private static final BootId BOOT = new BootId("b1");

    @TempDir
    Path folder;

    private final RecordingMailbox toService = new RecordingMailbox();
    private final RecordingMailbox toController = new RecordingMailbox();
    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Rejections rejections = new Rejections((channel, reason, detail) -> told.add(channel + " " + reason));
    private RunningMosquitto broker;

    @BeforeEach
    void startBroker() {
        broker = RunningMosquitto.start(folder, site);
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void everyMessageGoesWhereTheTableSays() {
        try (Courier service = service();
                Courier controller = controller(broker.uri())) {
            awaitConnected(service, controller);

            for (Channel channel : Channel.values()) {
                Courier sender = channel.sender() == Channel.Sender.SERVICE ? service : controller;
                sender.send(topic(channel), SampleMessages.of(channel));
            }

            await().atMost(PATIENCE)
                    .until(() -> toService.messages.size() + toController.messages.size() == Channel.values().length);
            assertThat(toService.messages).containsExactlyElementsOf(samples(Channel.Sender.CONTROLLER));
            assertThat(toController.messages).containsExactlyElementsOf(samples(Channel.Sender.SERVICE));
            assertThat(rejections.total()).isZero();
        }
    }

    @Test
    void theSignedWillOfABrokenConnectionReachesTheService() throws IOException {
        try (var line = new CuttableLine(broker.port());
                Courier service = service();
                Courier controller = controller(line.uri())) {
            awaitConnected(service, controller);

            line.breakDown();

            await().atMost(PATIENCE).until(() -> !toService.messages.isEmpty());
            assertThat(toService.messages)
                    .containsExactly(new ControllerState.Offline(BOOT, toController.connections.getFirst()));
            assertThat(rejections.total()).isZero();
        }
    }

    @Test
    void aServiceThatComesLaterHearsTheStateThatWasKept() {
        try (Courier controller = controller(broker.uri())) {
            awaitConnected(controller);
            controller.send(topic(Channel.STATE), SampleMessages.of(Channel.STATE));
            controller.send(topic(Channel.HEARTBEAT), SampleMessages.of(Channel.HEARTBEAT));

            try (Courier service = service()) {
                awaitConnected(service);

                await().atMost(PATIENCE).until(() -> !toService.messages.isEmpty());
                assertThat(toService.messages).containsExactly(SampleMessages.of(Channel.STATE));
            }
        }
    }

    @Test
    void aRetainedCommandIsRefusedWhenItComesAndIsNotReplayedLater() {
        Topic commands = topic(Channel.COMMANDS);
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.COMMANDS));
        String jws = new Signer("service", SITE, site.signingKey()).sign(commands.text(), payload);
        var kept = new Outgoing(commands.text(), payload, Optional.of(jws), 1, true, Optional.empty());
        try (MqttSession rogue = rogueService()) {
            await().atMost(PATIENCE).until(rogue::isConnected);
            try (Courier controller = controller(broker.uri())) {
                awaitConnected(controller);
                rogue.publish(kept);
                await().atMost(PATIENCE).until(() -> rejections.count(Channel.COMMANDS, Rejection.RETAINED) == 1);
            }
            try (Courier controller = controller(broker.uri())) {
                awaitConnected(controller);
                rogue.publish(new Outgoing(commands.text(), payload, Optional.of(jws), 1, false, Optional.empty()));

                await().atMost(PATIENCE).until(() -> !toController.messages.isEmpty());
                assertThat(toController.messages).containsExactly(SampleMessages.of(Channel.COMMANDS));
                assertThat(rejections.total()).isOne();
                assertThat(told).containsExactly("commands RETAINED");
            }
        }
    }

    private MqttSession rogueService() {
        var settings = new SessionSettings(
                SiteKeys.SERVICE, broker.uri(), Optional.of(site::tls), List.of(), SessionSettings.KEEP_ALIVE, true);
        return MqttSession.open(settings, new Random(3), new RecordingInbox());
    }

    private Courier service() {
        return Courier.forService(site, broker.uri(), toService, rejections, new Random(1), System::nanoTime);
    }

    private Courier controller(URI uri) {
        return Courier.forController(
                keys,
                List.of(uri),
                connection -> new ControllerState.Offline(BOOT, connection),
                toController,
                rejections,
                new Random(2),
                System::nanoTime);
    }

    private static void awaitConnected(Courier... couriers) {
        for (Courier courier : couriers) {
            await().atMost(PATIENCE).until(courier::isConnected);
        }
    }

    private static Topic topic(Channel channel) {
        return new Topic(SITE, C1, channel);
    }

    private static List<Message> samples(Channel.Sender sender) {
        return Arrays.stream(Channel.values())
                .filter(channel -> channel.sender() == sender)
                .map(SampleMessages::of)
                .toList();
    }
}

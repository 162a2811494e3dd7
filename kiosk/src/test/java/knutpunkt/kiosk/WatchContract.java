package knutpunkt.kiosk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.watch.Watching;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.NotDelivered;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.RawClient;
import knutpunkt.wire.session.RecordingInbox;
import knutpunkt.wire.session.SampleMessages;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.signature.Signer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What looking on shows, and what it cannot do, on a real broker. A test of one broker extends this and starts it. */
abstract class WatchContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int NOT_AUTHORISED = 135;
    private static final SiteId SITE = new SiteId("demo");
    private static final ControllerId C1 = new ControllerId("c1");

    @TempDir
    Path folder;

    private final List<AutoCloseable> opened = new ArrayList<>();
    private SiteKeys keys;
    private ControllerKeys controller;
    private URI broker;
    private Path config;

    /** Starts the broker on a port of its own, or on the one it had; tells where it is. */
    abstract URI start(SiteKeys keys);

    abstract void stop();

    /** Whether a message that is to be kept comes with that mark to whoever hears it live. */
    abstract boolean tellsWhatItWillKeep();

    @BeforeEach
    void startBroker() throws IOException {
        keys = SiteKeys.openOrCreate(folder.resolve("data/keys"), SITE, InstantSource.system(), new SecureRandom());
        keys.enrol(C1, folder.resolve("c1"));
        controller = ControllerKeys.open(folder.resolve("c1"));
        broker = start(keys);
        config = Files.writeString(folder.resolve("kiosk.yaml"), """
                site: demo
                data: data
                http:
                  port: 0
                mqtt:
                  outside: %s
                """.formatted(broker));
    }

    @AfterEach
    void stopBroker() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
        stop();
    }

    @Test
    void aMessageOfEachKindIsShownVerified() throws Exception {
        var watcher = watch("--whole", "yes");
        MqttSession service = session("service", keys.tls());
        MqttSession door = session("c1", controller.tls());

        for (Channel channel : Channel.values()) {
            byte[] payload = MessageCodec.encode(SampleMessages.of(channel));
            String jws = signer(channel).sign(text(channel), payload);
            publish(channel.sender() == Channel.Sender.SERVICE ? service : door, channel, payload, Optional.of(jws));
        }

        for (Channel channel : Channel.values()) {
            String content = new String(MessageCodec.encode(SampleMessages.of(channel)), UTF_8);
            String direction = channel.sender() == Channel.Sender.SERVICE ? "to" : "from";
            String how = "qos " + channel.qos() + (channel.retained() && tellsWhatItWillKeep() ? " retained" : "");
            assertThat(watcher.line(channel))
                    .contains(direction, " c1 ", content.getBytes(UTF_8).length + " B", how + "  verified")
                    .endsWith(content);
        }
    }

    @Test
    void whatNobodyOrAnotherSignedIsShownAsSuchAndMovesNothing() throws Exception {
        var watcher = watch("--controller", "c1", "--whole", "yes");
        MqttSession door = session("c1", controller.tls());
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.EVENTS));
        Signer own = signer(Channel.EVENTS);
        var forger = new Signer("c1", SITE, keys.signingKey());
        byte[] hostile = "\u001b[2J\u001b]0;mine\u0007\n23:59:59.000Z  to c1  commands  verified".getBytes(UTF_8);

        publish(door, Channel.EVENTS, payload, Optional.empty());
        publish(door, Channel.ACCESS_WANT, payload, Optional.of(forger.sign(text(Channel.ACCESS_WANT), payload)));
        publish(door, Channel.ACCESS_HELD, payload, Optional.of(own.sign(text(Channel.EVENTS), payload)));
        publish(door, Channel.COMMANDS_RESULT, hostile, Optional.of("x..y"));

        assertThat(watcher.line(Channel.EVENTS)).contains("  UNSIGNED  ");
        assertThat(watcher.line(Channel.ACCESS_WANT)).contains("  WRONG_SIGNATURE  ");
        assertThat(watcher.line(Channel.ACCESS_HELD)).contains("  WRONG_TOPIC  ");
        assertThat(watcher.line(Channel.COMMANDS_RESULT))
                .contains("  MALFORMED_SIGNATURE  \\u001b[2J\\u001b]0;mine\\u0007\\u000a23:59:59");
        assertThat(watcher.text()).matches("(?s)[ -~\\n]+");
    }

    @Test
    void onlyWhatIsChosenIsShown() throws Exception {
        keys.enrol(new ControllerId("c2"), folder.resolve("c2"));
        var watcher = watch("--controller", "c1", "--channel", "heartbeat");
        MqttSession door = session("c1", controller.tls());
        MqttSession other =
                session("c2", ControllerKeys.open(folder.resolve("c2")).tls());
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.HEARTBEAT));

        other.publish(new Outgoing(
                text(Channel.HEARTBEAT).replace("/c1/", "/c2/"),
                payload,
                Optional.empty(),
                1,
                false,
                Optional.empty()));
        publish(door, Channel.EVENTS, payload, Optional.empty());
        publish(door, Channel.HEARTBEAT, payload, Optional.empty());

        watcher.line(Channel.HEARTBEAT);
        assertThat(watcher.messages()).hasSize(1).allMatch(line -> line.contains("from c1       heartbeat"));
    }

    @Test
    void watchingThrowsNobodyOffAndSendsNothingAndLeavesNothing() throws Exception {
        var live = new RecordingInbox();
        MqttSession service = session("service", keys.tls(), live);
        MqttSession door = session("c1", controller.tls());
        SSLContext tls = keys.watcher(folder.resolve("watch"));
        MqttSession watch = session("watch", tls);

        for (Channel channel : Channel.values()) {
            // With an answer, which quality of service 0 has none of.
            var message = new Outgoing(
                    text(channel), new byte[] {1}, Optional.empty(), 1, channel.retained(), Optional.empty());
            assertThatThrownBy(() -> watch.publish(message))
                    .isInstanceOfSatisfying(
                            NotDelivered.class, e -> assertThat(e.code()).hasValue(NOT_AUTHORISED));
        }
        watch.close();
        var kept = new RecordingInbox();
        assertThat(RawClient.connect(broker, "watch", tls, Optional.of(text(Channel.STATE))))
                .satisfiesAnyOf(
                        refused -> assertThat(refused).isEmpty(),
                        let -> let.orElseThrow().close()); // cut off: a broker that took the will would send it now
        assertThat(RawClient.connect(broker, "service", tls, Optional.empty()))
                .satisfiesAnyOf(
                        refused -> assertThat(refused).isEmpty(),
                        let -> let.orElseThrow().close());

        assertThat(service.isConnected()).isTrue();
        assertThat(door.isConnected()).isTrue();
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.EVENTS));
        session("watch", tls, kept);
        publish(door, Channel.EVENTS, payload, Optional.empty());
        for (RecordingInbox ear : List.of(live, kept)) {
            await().atMost(PATIENCE).until(() -> !ear.messages.isEmpty());
            await().during(Duration.ofSeconds(1))
                    .atMost(PATIENCE)
                    .untilAsserted(() ->
                            assertThat(ear.messages).extracting(Incoming::topic).containsExactly(text(Channel.EVENTS)));
        }
    }

    @Test
    void aSecondWatcherTakesTheFirstOnesPlaceAndTheFirstOneSaysSo() throws Exception {
        var first = watch();
        first.awaitText("watching at");

        var second = watch();

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(first.code).as(first.text()).isCompletedWithValue(Watching.REPLACED));
        assertThat(first.text()).contains("another watcher took this one's place");
        second.awaitText("watching at");
        assertThat(second.code).isNotDone();
    }

    @Test
    void aBrokerThatGoesIsToldOfAndWaitedFor() throws Exception {
        var watcher = watch();
        watcher.awaitText("watching at");

        stop();
        watcher.awaitText("the broker is away, still trying");
        start(keys);

        await().atMost(PATIENCE).until(() -> watcher.text().split("watching at", -1).length == 3);
    }

    @Test
    void itEndsWhenItsTimeIsOver() throws Exception {
        var watcher = watch("--for", "PT1S");

        assertThat(watcher.code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Watching.DONE);
        assertThat(watcher.text()).contains("-- 0 messages were shown, 0 of them not verified");
    }

    @Test
    void thePrintedCommandShowsTheSameMessagesWithTheirSignatures() throws Exception {
        Path bundle = folder.resolve("their keys");
        var printed = watch("--keys-to", bundle.toString());
        assertThat(printed.code.get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(Watching.DONE);
        Path log = folder.resolve("mosquitto_sub.log");
        Process subscriber = new ProcessBuilder(
                        "sh", "-c", "exec " + printed.text().strip())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        opened.add(subscriber::destroyForcibly);
        MqttSession door = session("c1", controller.tls());
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.EVENTS));
        String jws = signer(Channel.EVENTS).sign(text(Channel.EVENTS), payload);

        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            publish(door, Channel.EVENTS, payload, Optional.of(jws)); // it says nowhere that it has subscribed
            assertThat(Files.readString(log))
                    .contains(" " + text(Channel.EVENTS) + " jws:" + jws + " " + new String(payload, UTF_8));
        });
    }

    @Test
    void noKeysAreLeftWhereNoneWereAskedFor() throws IOException {
        watch();

        try (Stream<Path> files = Files.list(folder.resolve("data"))) {
            assertThat(files).containsExactly(folder.resolve("data/keys"));
        }
    }

    @Test
    void whatComesFasterThanItCanBeShownIsLeftOutAndCounted() throws Exception {
        var terminal = new StoppableTerminal();
        var watcher = new Watcher(terminal);
        opened.add(watcher);
        MqttSession door = session("c1", controller.tls());
        byte[] payload = MessageCodec.encode(SampleMessages.of(Channel.EVENTS));

        terminal.stop();
        for (int i = 0; i < 400; i++) {
            publish(door, Channel.EVENTS, payload, Optional.empty());
        }
        publish(door, Channel.ACCESS_WANT, payload, Optional.empty());
        terminal.goOn();
        // Whatever waited is shown; until then the rest is only counted, so something has to come after it.
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).untilAsserted(() -> {
            publish(door, Channel.ACCESS_RECEIPT, payload, Optional.empty());
            assertThat(watcher.text()).containsPattern("-- [0-9]+ messages came faster than they could be shown");
        });

        watcher.line(Channel.ACCESS_RECEIPT);
        assertThat(watcher.messages()).hasSizeLessThan(400);
        assertThat(door.isConnected()).isTrue();
    }

    /** The command, as if given at a terminal that never ends a line. */
    private Watcher watch(String... options) {
        var watcher = new Watcher(new ByteArrayOutputStream(), options);
        opened.add(watcher);
        return watcher;
    }

    private final class Watcher implements AutoCloseable {
        private final ByteArrayOutputStream bytes;
        private final CompletableFuture<Integer> code = new CompletableFuture<>();
        private final Thread thread;

        Watcher(ByteArrayOutputStream bytes, String... options) {
            this.bytes = bytes;
            thread = Thread.ofVirtual().start(() -> {
                try {
                    var out = new PrintStream(bytes, true, UTF_8);
                    code.complete(WatchCommand.of(Arguments.of(options, 0))
                            .run(KioskConfig.read(config), out, 10_000, InstantSource.system(), System::nanoTime));
                } catch (InterruptedException e) {
                    code.completeExceptionally(e);
                } catch (RuntimeException e) {
                    code.completeExceptionally(e);
                    throw e;
                }
            });
            if (!List.of(options).contains("--keys-to") && !List.of(options).contains("--for")) {
                awaitText("watching at");
            }
        }

        String text() {
            return bytes.toString(UTF_8);
        }

        void awaitText(String text) {
            await().atMost(PATIENCE).until(() -> text().contains(text));
        }

        List<String> messages() {
            return text().lines().filter(line -> !line.startsWith("-- ")).toList();
        }

        /** The first line of a message on a channel. */
        String line(Channel channel) {
            return await().atMost(PATIENCE)
                    .until(
                            () -> messages().stream()
                                    .filter(line -> line.contains(" " + channel.path() + " "))
                                    .findFirst(),
                            Optional::isPresent)
                    .orElseThrow();
        }

        @Override
        public void close() throws InterruptedException {
            thread.interrupt();
            thread.join();
        }
    }

    /** A terminal that somebody stops, as with Ctrl-S. */
    private static final class StoppableTerminal extends ByteArrayOutputStream {
        private final Semaphore writing = new Semaphore(1);

        void stop() {
            writing.acquireUninterruptibly();
        }

        void goOn() {
            writing.release();
        }

        @Override
        public synchronized void write(byte[] bytes, int offset, int length) {
            writing.acquireUninterruptibly();
            try {
                super.write(bytes, offset, length);
            } finally {
                writing.release();
            }
        }
    }

    private Signer signer(Channel channel) {
        return channel.sender() == Channel.Sender.SERVICE
                ? new Signer("service", SITE, keys.signingKey())
                : new Signer("c1", SITE, controller.signingKey());
    }

    private static void publish(MqttSession session, Channel channel, byte[] payload, Optional<String> jws) {
        session.publish(new Outgoing(text(channel), payload, jws, channel.qos(), channel.retained(), Optional.empty()));
    }

    private static String text(Channel channel) {
        return new Topic(SITE, C1, channel).text();
    }

    private MqttSession session(String name, SSLContext tls) {
        return session(name, tls, new RecordingInbox());
    }

    private MqttSession session(String name, SSLContext tls, RecordingInbox ear) {
        var settings = new SessionSettings(
                name,
                broker,
                Optional.of(() -> tls),
                switch (name) {
                    case "watch" -> new Watching.Chosen(Optional.empty(), Optional.empty()).subscriptions(SITE);
                    case "service" -> new End.Service().subscriptions(SITE);
                    default -> List.of();
                },
                SessionSettings.KEEP_ALIVE,
                true);
        MqttSession session = MqttSession.open(settings, new SecureRandom(), ear);
        opened.add(session);
        await().atMost(PATIENCE).until(session::isConnected);
        return session;
    }
}

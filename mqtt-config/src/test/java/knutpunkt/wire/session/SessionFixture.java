package knutpunkt.wire.session;

import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** A site with one controller, and the sessions of both ends, for tests over real brokers. */
abstract class SessionFixture {
    static final SiteId SITE = new SiteId("demo");
    static final ControllerId C1 = new ControllerId("c1");
    static final String EVENTS = new Topic(SITE, C1, Channel.EVENTS).text();
    static final String STATE = new Topic(SITE, C1, Channel.STATE).text();
    static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path keyFolder;

    static SiteKeys site;
    static ControllerKeys keys;

    final RecordingInbox atController = new RecordingInbox();
    final RecordingInbox atService = new RecordingInbox();

    @BeforeAll
    static void makeKeys() {
        site = SiteKeys.openOrCreate(keyFolder.resolve("site"), SITE, InstantSource.system(), new SecureRandom());
        site.enrol(C1, keyFolder.resolve("c1"));
        keys = ControllerKeys.open(keyFolder.resolve("c1"));
    }

    static MqttSession service(URI broker, Inbox inbox) {
        var settings = new SessionSettings(
                SiteKeys.SERVICE,
                broker,
                Optional.of(site::tls),
                new End.Service().subscriptions(SITE),
                SessionSettings.KEEP_ALIVE,
                true);
        return MqttSession.open(settings, new Random(1), inbox);
    }

    /** The controller's, whose will is {@code offline} and the connection's number. */
    static MqttSession controller(List<URI> brokers, Duration keepAlive, Inbox inbox) {
        return MqttSession.open(
                settings(brokers, keepAlive),
                number ->
                        new Outgoing(STATE, bytes("offline " + number), Optional.of("a..b"), 1, true, Optional.empty()),
                new Random(2),
                inbox);
    }

    static SessionSettings settings(List<URI> brokers, Duration keepAlive) {
        return new SessionSettings(
                C1.text(),
                brokers,
                Optional.of(keys::tls),
                new End.Controller(C1).subscriptions(SITE),
                keepAlive,
                true);
    }

    static Outgoing message(String topic, String text) {
        return new Outgoing(topic, bytes(text), Optional.of("a..b"), 1, false, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static void awaitConnected(Transport... sessions) {
        for (Transport session : sessions) {
            await().atMost(PATIENCE).until(session::isConnected);
        }
    }
}

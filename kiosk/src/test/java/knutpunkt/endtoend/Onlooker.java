package knutpunkt.endtoend;

import java.net.URI;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Topic;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.RecordingInbox;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.session.Subscription;
import org.awaitility.Awaitility;

/** Somebody at the site's broker who keeps all that comes. */
final class Onlooker implements AutoCloseable {
    private final RecordingInbox inbox = new RecordingInbox();
    private final MqttSession session;

    /** Returns when it is connected. */
    Onlooker(RunningSite site, String clientId, Supplier<SSLContext> tls, List<Subscription> subscriptions) {
        this.session = MqttSession.open(
                new SessionSettings(
                        clientId,
                        URI.create("ssl://localhost:" + site.mqttPort()),
                        Optional.of(tls),
                        subscriptions,
                        SessionSettings.KEEP_ALIVE,
                        true),
                new SecureRandom(),
                inbox);
        awaitConnected();
    }

    void awaitConnected() {
        Awaitility.await("the onlooker is connected")
                .atMost(RunningSite.PATIENCE)
                .until(session::isConnected);
    }

    void publish(Outgoing message) {
        session.publish(message);
    }

    /** Everything heard on any topic so far, oldest first. */
    List<Incoming> heard() {
        return List.copyOf(inbox.messages);
    }

    /** Everything heard on a topic so far, oldest first. */
    List<Incoming> heardOn(Topic topic) {
        return heard().stream()
                .filter(message -> message.topic().equals(topic.text()))
                .toList();
    }

    /** Waits until such a message has been heard. */
    void await(String what, Predicate<Incoming> wanted) {
        Awaitility.await(what)
                .atMost(RunningSite.PATIENCE)
                .until(() -> heard().stream().anyMatch(wanted));
    }

    @Override
    public void close() {
        session.close();
    }
}

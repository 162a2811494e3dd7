package knutpunkt.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Inbox;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.MqttSession;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.SessionSettings;
import knutpunkt.wire.session.Subscription;
import knutpunkt.wire.signature.Signer;
import org.awaitility.Awaitility;

/**
 * Somebody on a broker that lets everybody do everything: hears all the site's messages, and sends whatever the test
 * wants on whatever topic. It has a certificate and a signing key of its own, as a controller that went over to them.
 */
final class Stranger implements AutoCloseable {
    private static final ControllerId NAME = new ControllerId("stranger");

    private final SiteId site;
    private final ControllerKeys keys;
    private final MqttSession session;
    private final List<Incoming> heard = new CopyOnWriteArrayList<>();

    private Stranger(SiteId site, ControllerKeys keys, int port) {
        this.site = site;
        this.keys = keys;
        var subscriptions = new ArrayList<Subscription>();
        for (Channel channel : Channel.values()) {
            subscriptions.add(new Subscription(Topic.filterOfAll(site, channel), 1, true));
        }
        this.session = MqttSession.open(
                new SessionSettings(
                        NAME.text(),
                        URI.create("ssl://localhost:" + port),
                        Optional.of(keys::tls),
                        subscriptions,
                        SessionSettings.KEEP_ALIVE,
                        true),
                new Random(1),
                new Inbox() {
                    @Override
                    public void received(Incoming message) {
                        heard.add(message);
                    }

                    @Override
                    public void connected(long connection) {}

                    @Override
                    public void disconnected(String reason) {}
                });
        Awaitility.await("the stranger is connected")
                .atMost(RunningSite.PATIENCE)
                .until(session::isConnected);
    }

    /** Enrols it as one of the site's own controllers, before the service starts. */
    static ControllerKeys enrol(Path siteKeys, SiteId site, Path bundle) {
        SiteKeys.openOrCreate(siteKeys, site, InstantSource.system(), new SecureRandom())
                .enrol(NAME, bundle);
        return ControllerKeys.open(bundle);
    }

    /** Takes every rule out of a broker's configuration, as whoever took it over would. */
    static void openToAll(Path mosquittoConfig) throws IOException {
        Files.write(
                mosquittoConfig,
                Files.readAllLines(mosquittoConfig).stream()
                        .filter(line -> !line.startsWith("acl_file") && !line.startsWith("use_username_as_clientid"))
                        .filter(line -> !line.startsWith("max_packet_size"))
                        .toList());
    }

    static Stranger connected(SiteId site, ControllerKeys keys, int port) {
        return new Stranger(site, keys, port);
    }

    Topic topic(String controller, Channel channel) {
        return new Topic(site, new ControllerId(controller), channel);
    }

    void send(Topic topic, byte[] payload, Optional<String> jws, boolean retained) {
        session.publish(new Outgoing(topic.text(), payload, jws, 1, retained, Optional.empty()));
    }

    /** Signs with its own key, in its own name: a right signature of the wrong one. */
    String signedAsItself(Topic topic, byte[] payload) {
        return new Signer(NAME.text(), site, keys.signingKey()).sign(topic.text(), payload);
    }

    /** Signs with its own key, in another's name. */
    String signedAs(String sender, Topic topic, byte[] payload) {
        return new Signer(sender, site, keys.signingKey()).sign(topic.text(), payload);
    }

    /** Everything heard on a topic so far, oldest first. */
    List<Incoming> heardOn(Topic topic) {
        return heard.stream()
                .filter(message -> message.topic().equals(topic.text()))
                .toList();
    }

    /** Everything heard on any topic so far, oldest first. */
    List<Incoming> heard() {
        return List.copyOf(heard);
    }

    void repeat(Incoming message) {
        session.publish(new Outgoing(message.topic(), message.payload(), message.jws(), 1, false, Optional.empty()));
    }

    void repeatRetained(Incoming message) {
        session.publish(new Outgoing(message.topic(), message.payload(), message.jws(), 1, true, Optional.empty()));
    }

    @Override
    public void close() {
        session.close();
    }
}

package knutpunkt.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.session.Incoming;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.session.Subscription;
import knutpunkt.wire.signature.Signer;

/**
 * Somebody on a broker that lets everybody do everything: hears all the site's messages, and sends whatever the test
 * wants on whatever topic. It has a certificate and a signing key of its own, as a controller that went over to them.
 */
final class Stranger implements AutoCloseable {
    private static final ControllerId NAME = new ControllerId("stranger");

    private final SiteId site;
    private final ControllerKeys keys;
    private final Onlooker onlooker;

    private Stranger(SiteId id, ControllerKeys keys, RunningSite site) {
        this.site = id;
        this.keys = keys;
        this.onlooker = new Onlooker(
                site,
                NAME.text(),
                keys::tls,
                Stream.of(Channel.values())
                        .map(channel -> new Subscription(Topic.filterOfAll(id, channel), 1, true))
                        .toList());
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

    static Stranger connected(SiteId id, ControllerKeys keys, RunningSite site) {
        return new Stranger(id, keys, site);
    }

    Topic topic(String controller, Channel channel) {
        return new Topic(site, new ControllerId(controller), channel);
    }

    void send(Topic topic, byte[] payload, Optional<String> jws, boolean retained) {
        onlooker.publish(new Outgoing(topic.text(), payload, jws, 1, retained, Optional.empty()));
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
        return onlooker.heardOn(topic);
    }

    /** Everything heard on any topic so far, oldest first. */
    List<Incoming> heard() {
        return onlooker.heard();
    }

    void repeat(Incoming message) {
        onlooker.publish(new Outgoing(message.topic(), message.payload(), message.jws(), 1, false, Optional.empty()));
    }

    void repeatRetained(Incoming message) {
        onlooker.publish(new Outgoing(message.topic(), message.payload(), message.jws(), 1, true, Optional.empty()));
    }

    @Override
    public void close() {
        onlooker.close();
    }
}

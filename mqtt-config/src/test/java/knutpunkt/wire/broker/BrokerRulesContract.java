package knutpunkt.wire.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.certificates.Tls;
import knutpunkt.wire.session.RawClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@link AccessRules} says, tried for real: every identity, every topic, both directions. A test of one broker
 * extends this and starts it.
 */
public abstract class BrokerRulesContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int ERROR_CODES_FROM = 128;
    private static final SiteId SITE = new SiteId("demo");
    private static final List<String> IDENTITIES = List.of("service", "watch", "c1", "c2");

    @TempDir
    static Path keyFolder;

    private static SiteKeys site;
    private static final Map<String, SSLContext> TLS = new LinkedHashMap<>();

    private final AccessRules rules = new AccessRules(SITE);
    private final Map<String, RawClient> clients = new LinkedHashMap<>();
    private URI broker;

    /** Starts the broker, and returns where clients reach it. */
    protected abstract URI start(SiteKeys keys) throws Exception;

    protected abstract void stop() throws Exception;

    @BeforeAll
    static void makeKeys() {
        site = SiteKeys.openOrCreate(keyFolder.resolve("site"), SITE, InstantSource.system(), new SecureRandom());
        TLS.put("service", site.tls());
        TLS.put("watch", site.watcher(keyFolder.resolve("watch")));
        for (String id : List.of("c1", "c2")) {
            site.enrol(new ControllerId(id), keyFolder.resolve(id));
            TLS.put(id, ControllerKeys.open(keyFolder.resolve(id)).tls());
        }
    }

    @BeforeEach
    void startBroker() throws Exception {
        broker = start(site);
    }

    @AfterEach
    void stopBroker() throws Exception {
        clients.values().forEach(RawClient::close);
        stop();
    }

    @Test
    void everyIdentityPublishesExactlyWhereTheRulesAllow() {
        for (String identity : IDENTITIES) {
            connect(identity);
            for (String topic : topics()) {
                int code = clients.get(identity).publish(topic, "x", false);

                assertThat(code < ERROR_CODES_FROM)
                        .as("[%s] publishes to [%s]: code %d", identity, topic, code)
                        .isEqualTo(rules.mayPublish(identity, topic));
            }
            assertThat(clients.get(identity).isConnected()).isTrue();
        }
    }

    @Test
    void everyIdentityReceivesExactlyWhatTheRulesAllowWhateverItSubscribesTo() {
        for (String identity : IDENTITIES) {
            connect(identity);
            for (String filter : filters()) {
                int code = clients.get(identity).subscribe(filter);
                if (rules.maySubscribe(identity, filter)) {
                    assertThat(code)
                            .as("[%s] subscribes to [%s]", identity, filter)
                            .isLessThan(ERROR_CODES_FROM);
                }
            }
        }

        publishEverywhere("1st");
        publishEverywhere("2nd"); // a client's messages come in order: when these are here, the first ones were

        for (String identity : IDENTITIES) {
            List<String> expected = topics().stream()
                    .filter(topic -> rules.mayReceive(identity, topic))
                    .toList();
            await().atMost(PATIENCE).until(() -> of(identity, "2nd").containsAll(expected));
            assertThat(of(identity, "1st")).as("[%s] receives", identity).containsExactlyInAnyOrderElementsOf(expected);
            assertThat(of(identity, "2nd")).as("[%s] receives", identity).containsExactlyInAnyOrderElementsOf(expected);
        }
    }

    @Test
    void nobodyLeavesAWillWhereItMayNotPublish() {
        String foreign = new Topic(SITE, new ControllerId("c1"), Channel.STATE).text();
        connect("service");
        clients.get("service").subscribe(Topic.filterOfAll(SITE, Channel.STATE));

        Optional<RawClient> rogue = RawClient.connect(broker, "c2", TLS.get("c2"), Optional.of(foreign));
        rogue.ifPresent(RawClient::close); // without a goodbye: a broker that took it would now send the will

        connect("c1");
        clients.get("c1").publish(foreign, "mine", true);
        await().atMost(PATIENCE).until(() -> !clients.get("service").received().isEmpty());
        assertThat(clients.get("service").received()).containsExactly(foreign + " mine");
    }

    @Test
    void nobodyThrowsAnotherOffByTakingItsClientId() {
        connect("c1");

        Optional<RawClient> rogue = RawClient.connect(broker, "c1", TLS.get("c2"), Optional.empty());

        String topic = new Topic(SITE, new ControllerId("c1"), Channel.EVENTS).text();
        rogue.ifPresent(
                client -> assertThat(client.publish(topic, "x", false)).isGreaterThanOrEqualTo(ERROR_CODES_FROM));
        assertThat(clients.get("c1").publish(topic, "x", false)).isLessThan(ERROR_CODES_FROM);
        rogue.ifPresent(RawClient::close);
    }

    @Test
    void aCertificateOfAnotherAuthorityIsRefused(@TempDir Path other) throws Exception {
        SiteKeys foreign = SiteKeys.openOrCreate(other, SITE, InstantSource.system(), new SecureRandom());
        SSLContext stranger = Tls.tls(site.caCertificate(), foreign.serviceCertificate(), foreign.serviceKey());

        assertThat(RawClient.connect(broker, "service", stranger, Optional.empty()))
                .isEmpty();
    }

    @Test
    void aClientWithoutCertificateIsRefused() throws Exception {
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(Tls.trustStore(site.caCertificate()));
        SSLContext nobody = SSLContext.getInstance("TLSv1.3");
        nobody.init(null, trust.getTrustManagers(), null);

        assertThat(RawClient.connect(broker, "c1", nobody, Optional.empty())).isEmpty();
    }

    private void connect(String identity) {
        clients.put(
                identity,
                RawClient.connect(broker, identity, TLS.get(identity), Optional.empty())
                        .orElseThrow());
    }

    private void publishEverywhere(String text) {
        for (String identity : IDENTITIES) {
            topics().stream()
                    .filter(topic -> rules.mayPublish(identity, topic))
                    .forEach(topic -> assertThat(clients.get(identity).publish(topic, text, false))
                            .isLessThan(ERROR_CODES_FROM));
        }
    }

    /** The topics of the messages with this text. */
    private Set<String> of(String identity, String text) {
        var topics = new TreeSet<String>();
        for (String message : clients.get(identity).received()) {
            if (message.endsWith(" " + text)) {
                topics.add(message.substring(0, message.length() - text.length() - 1));
            }
        }
        return topics;
    }

    /** Every topic of every party and some of nobody's. */
    private static List<String> topics() {
        var topics = new ArrayList<String>();
        for (Channel channel : Channel.values()) {
            for (String owner : IDENTITIES) {
                topics.add(new Topic(SITE, new ControllerId(owner), channel).text());
            }
            topics.add(new Topic(new SiteId("other"), new ControllerId("c1"), channel).text());
        }
        topics.addAll(List.of(
                "knutpunkt/v1/demo/controllers/c1",
                "knutpunkt/v1/demo/controllers/c1/events/ack/more",
                "knutpunkt/v1/demo",
                "knutpunkt/v2/demo/controllers/c1/events",
                "elsewhere"));
        return topics;
    }

    private static List<String> filters() {
        var filters = new ArrayList<String>(topics());
        for (Channel channel : Channel.values()) {
            filters.add(Topic.filterOfAll(SITE, channel));
        }
        filters.addAll(List.of(
                "#",
                "+/#",
                "knutpunkt/#",
                "knutpunkt/v1/demo/controllers/+/#",
                "knutpunkt/v1/+/controllers/c1/events",
                "$SYS/#",
                "$share/group/#",
                "$share/group/knutpunkt/v1/demo/controllers/+/commands"));
        return filters;
    }
}

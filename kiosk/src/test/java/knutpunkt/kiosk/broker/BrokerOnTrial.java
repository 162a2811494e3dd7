package knutpunkt.kiosk.broker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.Channel;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;

/** A running broker, and clients to try it with. */
interface BrokerOnTrial {
    /** How long nothing must come before a test believes that nothing will. */
    Duration QUIET = Duration.ofMillis(700);

    /** A will waits out its delay of 1 s, and a broker looks for such wills now and then. */
    Duration AFTER_WILLS = Duration.ofSeconds(4);

    TestSite site();

    int port();

    /**
     * Whether it refuses at once what is not allowed. Mosquitto only does not act upon some of that: it accepts a denied
     * subscription and delivers nothing, takes a certificate's name for whatever client id was given, keeps messages
     * where none are to be kept, and speaks older versions of MQTT by the same rules.
     */
    boolean hasGate();

    /** Tells it that the site's keys are others, as it is told at a site, and returns once it goes by them. */
    void keysChanged() throws Exception;

    /** How often it says that it has refused somebody for such keys; not less often than it said so before. */
    long refused(BadKeys bad);

    default RawClient service() throws IOException {
        return RawClient.connected(site().tls(SiteKeys.SERVICE), port(), Connect.as(SiteKeys.SERVICE));
    }

    default RawClient controller(String name) throws IOException {
        return RawClient.connected(site().tls(name), port(), Connect.as(name));
    }

    static String filter(Channel channel) {
        return Topic.filterOfAll(new SiteId("test"), channel);
    }

    /**
     * What has come, without its order and its repetitions.
     *
     * @param awaited how many there must be; what comes besides is among the answer
     */
    static Set<String> texts(RawClient client, int awaited) throws IOException {
        return texts(client.received(packets -> texts(packets).size() >= awaited, QUIET));
    }

    private static Set<String> texts(List<Packet> packets) {
        return packets.stream().map(Packet::payload).collect(Collectors.toCollection(TreeSet::new));
    }
}

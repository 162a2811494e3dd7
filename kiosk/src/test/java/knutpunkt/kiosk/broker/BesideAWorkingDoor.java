package knutpunkt.kiosk.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.SiteKeys;

/** A broker with a working door on it, and somebody hostile: with the keys of another controller, or with none. */
interface BesideAWorkingDoor extends BrokerOnTrial {
    /** The controller of the working door. */
    String VICTIM = RunningSite.CONTROLLER;

    /** How long to wait for an answer to something that may have none. */
    Duration SHORTLY = Duration.ofMillis(20);

    /** What somebody hostile says in another's name, and by its own at the end. */
    String FORGED = "forged";

    String LAST = "last";

    WorkingDoor door();

    @Override
    default TestSite site() {
        return door().site();
    }

    @Override
    default int port() {
        return door().port();
    }

    /** TLS is open, and not a word said. */
    default RawClient arrived(String name) throws IOException {
        return arrived(door().tls(name));
    }

    default RawClient arrived(SSLContext tls) throws IOException {
        return RawClient.open(tls, port(), door().elsewhere());
    }

    /** Connected as whom the certificate names. */
    default RawClient hostile() throws IOException {
        String name = WorkingDoor.HOSTILE;
        return RawClient.connected(door().tls(name), port(), door().elsewhere(), Connect.as(name));
    }

    /** Hears what goes over these channels for everybody, as who looks on may; it is there before anything is sent. */
    default RawClient ear(Channel... channels) throws IOException {
        RawClient ear =
                RawClient.connected(door().tls(SiteKeys.WATCH), port(), door().elsewhere(), Connect.as(SiteKeys.WATCH));
        for (Channel channel : channels) {
            assertThat(ear.subscribe(Topic.filterOfAll(site().keys().site(), channel)))
                    .containsExactly(1);
        }
        return ear;
    }

    /** A controller's topic at the working site. */
    default String at(String controller, Channel channel) {
        return new Topic(site().keys().site(), new ControllerId(controller), channel).text();
    }
}

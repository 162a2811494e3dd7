package knutpunkt.kiosk.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import knutpunkt.kiosk.broker.RawClient.Connect;
import knutpunkt.kiosk.broker.RawClient.Packet;
import knutpunkt.wire.broker.BrokerLimits;
import knutpunkt.wire.broker.RunningMosquitto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Holds Debian's Mosquitto, with the configuration we ship, to the same. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MosquittoContractTest implements BrokerContract {
    private TestSite site;
    private RunningMosquitto broker;

    @BeforeAll
    void startBroker(@TempDir Path folder) throws IOException {
        site = TestSite.in(folder);
        broker = RunningMosquitto.start(Files.createDirectories(folder.resolve("mosquitto")), site.keys());
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    @Override
    public TestSite site() {
        return site;
    }

    @Override
    public int port() {
        return broker.port();
    }

    /** Its rules are asked when a message is delivered, not when it is subscribed to. */
    @Override
    public boolean hasGate() {
        return false;
    }

    /** It reads its keys at a start only, so its supervisor starts it anew. */
    @Override
    public void keysChanged() {
        broker.kill();
        broker.restart();
    }

    @Override
    public long refused(BadKeys bad) {
        return bad.countIn(broker.log());
    }

    /** A machine whose backlog of connections was full for a moment may lose some of them. */
    private static final int MORE = 100;

    /** It counts sockets; the broker in the service lets an address have fewer that have not said who they are. */
    @Test
    void whoeverComesWhenItHasNoRoomIsTurnedAwayUntilOthersEnd() throws Exception {
        SSLContext tls = site.tls("one-more");
        List<Socket> places = new ArrayList<>();
        try {
            for (int i = 0; i < BrokerLimits.CONNECTIONS + MORE; i++) {
                places.add(new Socket(InetAddress.getLoopbackAddress(), port()));
            }
            await("it has taken as many as it has room for")
                    .atMost(RawClient.PATIENCE)
                    .until(() -> RawClient.unlessCutOff(() -> connect(tls)).isEmpty());

            for (Socket place : places.subList(0, places.size() / 2)) {
                place.close();
            }

            await("there is room again")
                    .atMost(RawClient.PATIENCE)
                    .until(() -> RawClient.unlessCutOff(() -> connect(tls)).isPresent());
        } finally {
            for (Socket place : places) {
                place.close();
            }
        }
    }

    private Optional<Packet> connect(SSLContext tls) throws IOException {
        try (RawClient client = RawClient.open(tls, port())) {
            return client.connect(Connect.as("one-more"));
        }
    }
}

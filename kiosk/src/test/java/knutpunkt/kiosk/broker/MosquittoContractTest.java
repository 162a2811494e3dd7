package knutpunkt.kiosk.broker;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import knutpunkt.wire.broker.RunningMosquitto;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
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
}

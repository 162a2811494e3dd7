package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The broker inside the service, without the service: one for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class OnEmbeddedBroker implements BrokerOnTrial {
    private TestSite site;
    private EmbeddedBroker broker;

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        site = TestSite.in(folder);
        broker = start(folder.resolve("scratch"), 0);
    }

    @AfterAll
    void stopBroker() {
        broker.close();
    }

    /** By which it measures how fast clients come and send. */
    long nanos() {
        return System.nanoTime();
    }

    /** One more for the same site. */
    EmbeddedBroker start(Path scratch, int port) {
        return EmbeddedBroker.start(site.keys(), site.rules(), "127.0.0.1", port, scratch, this::nanos);
    }

    EmbeddedBroker broker() {
        return broker;
    }

    @Override
    public TestSite site() {
        return site;
    }

    @Override
    public int port() {
        return broker.port();
    }

    @Override
    public boolean hasGate() {
        return true;
    }

    @Override
    public void keysChanged() {
        broker.keysChanged();
    }

    @Override
    public long refused(BadKeys bad) {
        return broker.refused(bad.why());
    }
}

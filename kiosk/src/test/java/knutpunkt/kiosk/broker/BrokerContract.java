package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every broker of ours does, embedded or Debian's Mosquitto. Each test has controllers of its own, so that one
 * broker serves them all.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrokerContract implements RulesContract, AdmissionContract, DeliveryContract, SessionContract {
    private TestSite site;

    /** Starts it for the site's keys. */
    abstract void start(TestSite site);

    abstract void stop();

    @BeforeAll
    void startBroker(@TempDir Path folder) {
        site = TestSite.in(folder);
        start(site);
    }

    @AfterAll
    void stopBroker() {
        stop();
    }

    @Override
    public TestSite site() {
        return site;
    }
}

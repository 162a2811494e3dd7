package knutpunkt.kiosk.broker;

import java.net.URI;
import java.nio.file.Path;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.BrokerRulesContract;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.io.TempDir;

/** Holds the embedded broker to the contract that the wire's own tests hold Mosquitto to. */
class EmbeddedBrokerRulesTest extends BrokerRulesContract {
    @TempDir
    Path scratch;

    private EmbeddedBroker broker;

    @Override
    protected URI start(SiteKeys keys) {
        broker = EmbeddedBroker.start(keys, new AccessRules(keys.site()), "127.0.0.1", 0, scratch, System::nanoTime);
        return URI.create("ssl://localhost:" + broker.port());
    }

    @Override
    protected void stop() {
        broker.close();
    }
}

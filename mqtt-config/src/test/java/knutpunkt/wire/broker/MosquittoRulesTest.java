package knutpunkt.wire.broker;

import java.net.URI;
import java.nio.file.Path;
import knutpunkt.wire.certificates.SiteKeys;
import org.junit.jupiter.api.io.TempDir;

/** The rules as Debian's Mosquitto keeps them with the configuration we write. */
class MosquittoRulesTest extends BrokerRulesContract {
    @TempDir
    Path folder;

    private RunningMosquitto broker;

    @Override
    protected URI start(SiteKeys keys) {
        broker = RunningMosquitto.start(folder, keys);
        return broker.uri();
    }

    @Override
    protected void stop() {
        broker.close();
    }
}

package knutpunkt.hostile;

import java.nio.file.Path;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.SiteKeys;

/** The broker that does the work behind the hostile one. */
interface RealBroker extends AutoCloseable {
    int port();

    @Override
    void close();

    /** The one that the service has in it, here without the service. */
    static RealBroker embedded(SiteKeys keys, Path folder) {
        var broker = EmbeddedBroker.start(keys, new AccessRules(keys.site()), "127.0.0.1", 0, folder, System::nanoTime);
        return new RealBroker() {
            @Override
            public int port() {
                return broker.port();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }

    /** Debian's, with the configuration we ship. */
    static RealBroker mosquitto(SiteKeys keys, Path folder) {
        var broker = RunningMosquitto.start(folder, keys);
        return new RealBroker() {
            @Override
            public int port() {
                return broker.port();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}

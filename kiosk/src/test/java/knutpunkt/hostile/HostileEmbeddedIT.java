package knutpunkt.hostile;

import java.nio.file.Path;
import knutpunkt.wire.certificates.SiteKeys;

/** The broker that the service has in it does the work behind the hostile one. */
class HostileEmbeddedIT extends HostileBrokerContract {
    @Override
    RealBroker realBroker(SiteKeys keys, Path folder) {
        return RealBroker.embedded(keys, folder);
    }
}

package knutpunkt.hostile;

import java.nio.file.Path;
import knutpunkt.wire.certificates.SiteKeys;

/** Debian's Mosquitto does the work behind the hostile broker. */
class HostileMosquittoIT extends HostileBrokerContract {
    @Override
    RealBroker realBroker(SiteKeys keys, Path folder) {
        return RealBroker.mosquitto(keys, folder);
    }
}

package knutpunkt.kiosk.link;

import java.nio.file.Path;
import java.util.Optional;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.FreePort;

class OverEmbeddedBrokerTest extends OverBrokersContract {
    @Override
    Running broker(WiredSite site, Path scratch) {
        int port = FreePort.next();
        return new Running() {
            private Optional<EmbeddedBroker> broker = Optional.empty();

            @Override
            public int port() {
                return port;
            }

            @Override
            public void start() {
                broker = Optional.of(EmbeddedBroker.start(
                        site.keys, new AccessRules(WiredSite.SITE), "127.0.0.1", port, scratch, WiredSite.NANOS));
            }

            @Override
            public void kill() {
                broker.ifPresent(EmbeddedBroker::close);
                broker = Optional.empty();
            }
        };
    }
}

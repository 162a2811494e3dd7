package knutpunkt.kiosk.link;

import java.net.URI;
import java.nio.file.Path;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.wire.broker.AccessRules;

class KeysOverEmbeddedBrokerTest extends KeysOverBrokersContract {
    @Override
    Running broker(WiredSite site, Path scratch) {
        var broker = EmbeddedBroker.start(
                site.keys, new AccessRules(WiredSite.SITE), "127.0.0.1", 0, scratch, WiredSite.NANOS);
        return new Running() {
            @Override
            public URI uri() {
                return URI.create("ssl://localhost:" + broker.port());
            }

            @Override
            public void keysChanged() {
                broker.keysChanged();
            }

            @Override
            public void close() {
                broker.close();
            }
        };
    }
}

package knutpunkt.kiosk;

import java.net.URI;
import java.util.Optional;
import knutpunkt.kiosk.broker.EmbeddedBroker;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.broker.FreePort;
import knutpunkt.wire.certificates.SiteKeys;

/** Looking on at the broker inside the service. */
class EmbeddedWatchTest extends WatchContract {
    private Optional<EmbeddedBroker> broker = Optional.empty();
    private final int port = FreePort.next();

    @Override
    URI start(SiteKeys keys) {
        broker = Optional.of(EmbeddedBroker.start(
                keys, new AccessRules(keys.site()), "127.0.0.1", port, folder.resolve("scratch"), System::nanoTime));
        return URI.create("ssl://localhost:" + port);
    }

    /** It tells of a live message that it is kept only whoever subscribed to that very topic. */
    @Override
    boolean tellsWhatItWillKeep() {
        return false;
    }

    @Override
    void stop() {
        broker.orElseThrow().close();
    }
}

package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.broker.AccessRules;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;

/** A site with keys of its own in a folder, and what its clients connect with. */
final class TestSite {
    /** Everybody with a certificate who is no controller. */
    static final List<String> NO_CONTROLLERS = List.of(SiteKeys.SERVICE, SiteKeys.WATCH);

    private final Path folder;
    private final SiteKeys keys;

    private TestSite(Path folder, SiteKeys keys) {
        this.folder = folder;
        this.keys = keys;
    }

    static TestSite in(Path folder) {
        return in(folder, InstantSource.system());
    }

    static TestSite in(Path folder, InstantSource clock) {
        return in(folder, new SiteId("test"), clock);
    }

    static TestSite in(Path folder, SiteId id, InstantSource clock) {
        return new TestSite(folder, SiteKeys.openOrCreate(folder.resolve("keys"), id, clock, new SecureRandom()));
    }

    SiteKeys keys() {
        return keys;
    }

    AccessRules rules() {
        return new AccessRules(keys.site());
    }

    ControllerKeys enrol(String controller) {
        Path bundle = folder.resolve("bundle-" + controller);
        keys.enrol(new ControllerId(controller), bundle);
        return ControllerKeys.open(bundle);
    }

    /** What a client of this name connects with: the service, or a controller enrolled here and now. */
    SSLContext tls(String client) {
        return switch (client) {
            case SiteKeys.SERVICE -> keys.tls();
            case SiteKeys.WATCH -> keys.watcher(folder.resolve("watch"));
            default -> enrol(client).tls();
        };
    }

    Path folder() {
        return folder;
    }

    static String topic(String controller, Channel channel) {
        return new Topic(new SiteId("test"), new ControllerId(controller), channel).text();
    }
}

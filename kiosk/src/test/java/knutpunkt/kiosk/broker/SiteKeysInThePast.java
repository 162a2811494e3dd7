package knutpunkt.kiosk.broker;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;

/** Enrols a controller as if it were long ago, so that its certificate has run out by now. */
final class SiteKeysInThePast {
    private SiteKeysInThePast() {}

    static ControllerKeys enrol(TestSite site, String controller, Instant then) {
        var keys = SiteKeys.openOrCreate(
                site.folder().resolve("keys"), site.keys().site(), InstantSource.fixed(then), new SecureRandom());
        Path bundle = site.folder().resolve("bundle-" + controller);
        keys.enrol(new ControllerId(controller), bundle);
        return ControllerKeys.open(bundle);
    }
}

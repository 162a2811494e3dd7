package knutpunkt.kiosk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.SiteKeys;

/** Looking on at Debian's Mosquitto with the configuration we write. */
class MosquittoWatchTest extends WatchContract {
    private Optional<RunningMosquitto> broker = Optional.empty();

    @Override
    URI start(SiteKeys keys) {
        broker.ifPresentOrElse(RunningMosquitto::restart, () -> broker = Optional.of(first(keys)));
        return broker.orElseThrow().uri();
    }

    private RunningMosquitto first(SiteKeys keys) {
        try {
            return RunningMosquitto.start(Files.createDirectories(folder.resolve("mosquitto")), keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    boolean tellsWhatItWillKeep() {
        return true;
    }

    @Override
    void stop() {
        broker.orElseThrow().kill();
    }
}

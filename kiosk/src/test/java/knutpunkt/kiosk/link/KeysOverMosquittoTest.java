package knutpunkt.kiosk.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import knutpunkt.wire.broker.RunningMosquitto;
import knutpunkt.wire.certificates.SiteKeys;

/** Mosquitto reads its files at a start only: a supervisor starts it anew when they change, as the unit we write does. */
class KeysOverMosquittoTest extends KeysOverBrokersContract {
    @Override
    Running broker(WiredSite site, Path scratch) {
        try {
            var mosquitto = RunningMosquitto.start(Files.createDirectories(scratch), site.keys);
            return new Supervised(mosquitto, site.keys);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class Supervised implements Running {
        private final RunningMosquitto mosquitto;
        private final SiteKeys keys;
        private final ScheduledExecutorService supervisor = Executors.newSingleThreadScheduledExecutor();
        private final AtomicReference<List<FileTime>> started;
        private final AtomicReference<Optional<RuntimeException>> failed = new AtomicReference<>(Optional.empty());

        Supervised(RunningMosquitto mosquitto, SiteKeys keys) {
            this.mosquitto = mosquitto;
            this.keys = keys;
            this.started = new AtomicReference<>(written());
            var _ = supervisor.scheduleWithFixedDelay(this::look, 100, 100, TimeUnit.MILLISECONDS);
        }

        private List<FileTime> written() {
            return List.of(written(keys.authorities()), written(keys.revoked()), written(keys.brokerCertificate()));
        }

        private static FileTime written(Path file) {
            try {
                return Files.getLastModifiedTime(file);
            } catch (IOException _) {
                return FileTime.fromMillis(0); // it is being replaced
            }
        }

        private void look() {
            List<FileTime> now = written();
            if (!now.equals(started.get())) {
                started.set(now);
                startAnew();
            }
        }

        /** As {@code systemctl try-restart} does. What fails here would end the looking without a word. */
        private void startAnew() {
            try {
                mosquitto.stop();
                mosquitto.restart();
            } catch (RuntimeException e) {
                failed.set(Optional.of(e));
            }
        }

        @Override
        public URI uri() {
            return mosquitto.uri();
        }

        @Override
        public void keysChanged() {
            // Its files tell it.
        }

        @Override
        public void close() {
            supervisor.shutdownNow();
            try {
                supervisor.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            mosquitto.close();
            failed.get().ifPresent(e -> {
                throw new IllegalStateException("Mosquitto was not started anew", e);
            });
        }
    }
}

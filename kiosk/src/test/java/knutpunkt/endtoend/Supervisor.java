package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.wire.certificates.SiteKeys;

/** Starts Mosquitto anew when the site's keys change, as the unit does that we write for systemd. */
public final class Supervisor implements AutoCloseable {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final RunningSite site;
    private final List<Path> files;
    private final AtomicInteger restarts = new AtomicInteger();
    private final AtomicReference<Optional<Throwable>> failure = new AtomicReference<>(Optional.empty());
    private final Optional<Thread> thread;
    private volatile boolean over;

    /** Works at once, where the broker is Mosquitto: the one in the service sees to itself. */
    public Supervisor(RunningSite site, SiteKeys keys, Broker broker) {
        this.site = site;
        this.files = List.of(keys.authorities(), keys.revoked(), keys.brokerCertificate());
        this.thread = broker == Broker.MOSQUITTO
                ? Optional.of(Thread.ofPlatform().name("supervisor").start(this::run))
                : Optional.empty();
    }

    private void run() {
        try {
            List<FileTime> seen = written();
            while (!over) {
                List<FileTime> now = written();
                if (!now.equals(seen)) {
                    seen = now;
                    site.restartMosquitto();
                    restarts.incrementAndGet();
                }
                LockSupport.parkNanos(LOOK_NANOS);
            }
        } catch (RuntimeException | InterruptedException e) {
            failure.set(Optional.of(e));
        }
    }

    private List<FileTime> written() {
        return files.stream().map(Supervisor::written).toList();
    }

    private static FileTime written(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException _) {
            return FileTime.fromMillis(0); // it is being replaced
        }
    }

    /** After keys have changed. */
    public void assertItWorked() {
        assertThat(failure.get()).isEmpty();
        thread.ifPresent(_ -> assertThat(restarts.get()).isPositive());
    }

    @Override
    public void close() throws InterruptedException {
        over = true;
        if (thread.isPresent()) {
            thread.get().join();
        }
    }
}

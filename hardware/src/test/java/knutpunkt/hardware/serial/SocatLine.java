package knutpunkt.hardware.serial;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** A real serial line of two pseudo terminals. Ending socat unplugs it; starting it again plugs it in. */
final class SocatLine implements AutoCloseable {
    private final Path near;
    private final Path far;
    private Process socat;

    SocatLine(Path directory) {
        near = directory.resolve("near");
        far = directory.resolve("far");
    }

    String device() {
        return near.toString();
    }

    void plug() throws IOException {
        socat = new ProcessBuilder("socat", "pty,raw,echo=0,link=" + near, "pty,raw,echo=0,link=" + far)
                .inheritIO()
                .start();
        await().until(() -> Files.exists(near) && Files.exists(far));
    }

    void unplug() throws InterruptedException {
        socat.destroy();
        if (!socat.waitFor(5, TimeUnit.SECONDS)) {
            throw new IllegalStateException("socat does not end");
        }
        await().until(() -> !Files.exists(near, LinkOption.NOFOLLOW_LINKS));
    }

    /** What the module says. */
    void send(byte[] bytes) {
        try (var out = Files.newOutputStream(far, StandardOpenOption.WRITE)) {
            out.write(bytes);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() {
        socat.destroy();
    }
}

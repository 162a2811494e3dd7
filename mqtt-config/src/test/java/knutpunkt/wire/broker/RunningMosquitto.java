package knutpunkt.wire.broker;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import knutpunkt.wire.certificates.SiteKeys;

/** Debian's Mosquitto with the configuration we ship, on a free port of the loopback, as a process of the test's. */
public final class RunningMosquitto implements AutoCloseable {
    private static final Path PROGRAM = Path.of("/usr/sbin/mosquitto");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Path log;
    private final Path config;
    private final int port;
    private Process process;

    private RunningMosquitto(Path folder, int port, Path config) {
        this.log = folder.resolve("mosquitto.log");
        this.config = config;
        this.port = port;
    }

    /** Starts it, and returns when it accepts connections. */
    public static RunningMosquitto start(Path folder, SiteKeys keys) {
        RunningMosquitto broker = prepare(folder, keys);
        broker.restart();
        return broker;
    }

    /** Writes its configuration without starting it: {@link #restart} does. */
    public static RunningMosquitto prepare(Path folder, SiteKeys keys) {
        try {
            int port = FreePort.next();
            return new RunningMosquitto(folder, port, MosquittoConfig.write(folder, port, keys));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where a client reaches it. */
    public URI uri() {
        return URI.create("ssl://localhost:" + port);
    }

    public int port() {
        return port;
    }

    /** What it wrote. */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it on the same port with an empty memory. */
    public void restart() {
        try {
            process = new ProcessBuilder(PROGRAM.toString(), "-c", config.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(PATIENCE).until(() -> {
            if (!process.isAlive()) {
                throw new IllegalStateException("Mosquitto ended at once: " + log());
            }
            return accepts();
        });
    }

    /** Kills it as a power cut would. */
    public void kill() {
        process.destroyForcibly();
        join();
    }

    /** Stops it as a supervisor does, and returns when it has ended. */
    public void stop() {
        process.destroy();
        join();
    }

    /** Stops it without closing a socket: to its clients it is a peer that went silent. */
    public void freeze() {
        signal("STOP");
    }

    /** Has it read its configuration again, which it does before it answers whoever asks something twice from now on. */
    public void reload() {
        signal("HUP");
    }

    public void thaw() {
        signal("CONT");
    }

    private void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    private boolean accepts() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    private void join() {
        try {
            process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }
}

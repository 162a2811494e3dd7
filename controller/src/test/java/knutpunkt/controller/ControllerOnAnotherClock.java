package knutpunkt.controller;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import knutpunkt.settings.UntilStopped;

/**
 * The controller as it ships, on a clock of its own, which a file sets while it runs: {@code CONFIG FILE}. The file holds how
 * much the clock is ahead of the machine's, such as {@code PT-48H}.
 */
public final class ControllerOnAnotherClock {
    private ControllerOnAnotherClock() {}

    public static void main(String[] arguments) throws InterruptedException {
        Logging.start();
        var config = ControllerConfig.read(Path.of(arguments[0]));
        Path ahead = Path.of(arguments[1]);
        long start = System.nanoTime();
        var clocks = new Clocks(() -> now(ahead), () -> System.nanoTime() - start, new SecureRandom());
        UntilStopped.run(() -> Controller.start(
                config, clocks, "on another clock", () -> Runtime.getRuntime().halt(1)));
    }

    private static Instant now(Path ahead) {
        try {
            return InstantSource.system()
                    .instant()
                    .plus(Duration.parse(Files.readString(ahead).strip()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

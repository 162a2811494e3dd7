package knutpunkt.controller;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.LongSupplier;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.UntilStopped;
import knutpunkt.wire.certificates.KeysUnusable;

/**
 * Starts a controller: {@code --config FILE}. It ends with 2 and one sentence when its configuration or keys do not let
 * it start, and otherwise runs until it is told to stop.
 */
public final class Main {
    private static final int BAD_START = 2;
    private static final int POWER_CUT = 137;

    private Main() {}

    /** Returns once the controller has stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        Logging.start();
        try {
            run(arguments);
        } catch (BadStart | KeysUnusable e) {
            System.err.println(
                    "knutpunkt-controller: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            System.exit(BAD_START);
        }
    }

    private static void run(String[] arguments) throws InterruptedException {
        if (arguments.length != 2 || !arguments[0].equals("--config")) {
            throw new BadStart("start it with --config FILE");
        }
        var config = ControllerConfig.read(Path.of(arguments[1]));
        long startNanos = System.nanoTime();
        LongSupplier uptimeNanos = () -> System.nanoTime() - startNanos;
        var clocks = new Clocks(InstantSource.system(), uptimeNanos, new SecureRandom());
        UntilStopped.run(() -> Controller.start(
                config, clocks, version(), () -> Runtime.getRuntime().halt(POWER_CUT)));
    }

    /** What the jar's manifest says; classes that run without a jar have none. */
    private static String version() {
        return Optional.ofNullable(Main.class.getPackage().getImplementationVersion())
                .orElse("development");
    }
}

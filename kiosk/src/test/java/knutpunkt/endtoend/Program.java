package knutpunkt.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One real process made from what the build made, its output in a file of its own. */
final class Program implements AutoCloseable {
    static final Path TOP = Path.of("").toAbsolutePath().getParent();
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    static Program kiosk(Path log, String... arguments) {
        return java(log, "256m", TOP.resolve("kiosk/target/knutpunkt-kiosk.jar"), List.of(arguments));
    }

    static Program controller(Path log, String... arguments) {
        return java(log, "96m", TOP.resolve("controller/target/knutpunkt-controller.jar"), List.of(arguments));
    }

    private static Program java(Path log, String heap, Path jar, List<String> arguments) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx" + heap,
                "-jar",
                jar.toString()));
        command.addAll(arguments);
        return start(log, command);
    }

    static Program start(Path log, List<String> command) {
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                    .start();
            return new Program(process, log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for a program that ends by itself, and gives its exit code. */
    int end() throws InterruptedException {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            throw new IllegalStateException("a program that should end by itself still runs:\n" + output());
        }
        return process.exitValue();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut for the process: nothing in it runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop, and says how it ended. */
    int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
            String said = output();
            kill();
            throw new IllegalStateException("asked to stop, still running after " + STOP_SECONDS + " s:\n" + said);
        }
        return process.exitValue();
    }

    long pid() {
        return process.pid();
    }

    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process.isAlive()) {
            stop();
        }
    }
}

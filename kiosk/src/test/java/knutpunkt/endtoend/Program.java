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
        return java(
                log,
                List.of("-Xmx256m", "--sun-misc-unsafe-memory-access=allow"),
                TOP.resolve("kiosk/target/knutpunkt-kiosk.jar"),
                List.of(arguments));
    }

    /**
     * A controller as {@code bin/demo} starts it: with the quick compiler only, and from the archive of its classes that
     * the first one leaves behind when it is stopped.
     */
    static Program controller(Path log, String... arguments) {
        Path jar = TOP.resolve("controller/target/knutpunkt-controller.jar");
        Path archive = TOP.resolve("controller/target/knutpunkt-controller.jsa");
        String classes = isNewer(archive, jar) ? "-XX:SharedArchiveFile=" : "-XX:ArchiveClassesAtExit=";
        List<String> options =
                List.of("-Xmx96m", "-XX:TieredStopAtLevel=1", "-Xlog:cds*=off", "-Xlog:aot*=off", classes + archive);
        return java(log, options, jar, List.of(arguments));
    }

    private static boolean isNewer(Path file, Path than) {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Program java(Path log, List<String> options, Path jar, List<String> arguments) {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:+UseSerialGC");
        command.addAll(options);
        command.addAll(List.of("-jar", jar.toString()));
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

package knutpunkt.endtoend;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** One real process made from what the build made, its output in a file of its own. */
public final class Program implements AutoCloseable {
    static final Path TOP = Path.of("").toAbsolutePath().getParent();

    /** Set by {@code bin/bench}. */
    private static final boolean IS_MEASURED = Boolean.getBoolean("knutpunkt.measured");

    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();

    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** A command of the service's. */
    public static Program kiosk(Path log, String... arguments) {
        return java(
                log,
                List.of("-Xmx256m", "--sun-misc-unsafe-memory-access=allow"),
                TOP.resolve("kiosk/target/knutpunkt-kiosk"),
                List.of(arguments));
    }

    public static Program controller(Path log, String... arguments) {
        return java(log, List.of("-Xmx96m"), TOP.resolve("controller/target/knutpunkt-controller"), List.of(arguments));
    }

    /** A controller on a clock of its own: its configuration, and the file that says how much it is ahead. */
    static Program controllerOnAnotherClock(Path log, String... arguments) {
        String program = TOP.resolve("controller/target/knutpunkt-controller").toString();
        var command = new ArrayList<>(List.of(
                JAVA,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx96m",
                "-cp",
                program + ".jar" + File.pathSeparator + program + "-tests.jar",
                "knutpunkt.controller.ControllerOnAnotherClock"));
        command.addAll(List.of(arguments));
        return start(log, command);
    }

    /** Whether it ends by itself: such a command knows few of the classes, and is no model for the others. */
    private static boolean isShort(List<String> arguments) {
        return !arguments.contains("serve") && !arguments.getFirst().startsWith("--");
    }

    private static boolean isNewer(Path file, Path than) {
        try {
            return Files.exists(file) && Files.getLastModifiedTime(file).compareTo(Files.getLastModifiedTime(than)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A program as {@code bin/demo} starts a controller: with the quick compiler only, and from the archive of its classes
     * that the first one leaves behind when it is stopped. A service that is young for all of its life takes a quarter of the
     * processor's time so; but one that is measured is not, and works with both compilers, as at a site.
     */
    private static Program java(Path log, List<String> options, Path program, List<String> arguments) {
        Path jar = program.resolveSibling(program.getFileName() + ".jar");
        Path archive = program.resolveSibling(program.getFileName() + ".jsa");
        var command = new ArrayList<String>();
        command.add(JAVA);
        command.add("-XX:+UseSerialGC");
        if (!IS_MEASURED) {
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xlog:cds*=off", "-Xlog:aot*=off"));
            if (isNewer(archive, jar)) {
                command.add("-XX:SharedArchiveFile=" + archive);
            } else if (!isShort(arguments)) {
                command.add("-XX:ArchiveClassesAtExit=" + archive);
            }
        }
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
    public int end() throws InterruptedException {
        if (!process.waitFor(RunningSite.PATIENCE)) {
            throw new IllegalStateException("a program that should end by itself still runs:\n" + output());
        }
        return process.exitValue();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** As a power cut for the process: nothing in it runs any more. */
    void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Asks it to stop, and says how it ended. */
    public int stop() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(RunningSite.PATIENCE)) {
            String said = output();
            kill();
            throw new IllegalStateException(
                    "asked to stop, still running after " + RunningSite.PATIENCE + ":\n" + said);
        }
        return process.exitValue();
    }

    public long pid() {
        return process.pid();
    }

    public String output() {
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

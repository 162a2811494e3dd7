package knutpunkt.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Signals reach processes, so these are some. */
class UntilStoppedTest {
    private static final int TERMINATED = 128 + 15;

    private Process process;

    @AfterEach
    void end() {
        process.destroyForcibly();
    }

    @Test
    void aSignalClosesWhatRuns() throws Exception {
        BufferedReader said = start(Slow.class);
        assertThat(said.readLine()).isEqualTo("starting");
        goOn();
        assertThat(said.readLine()).isEqualTo("started");

        terminate();

        assertEnds(said, TERMINATED, "closed");
    }

    @Test
    void aSignalDuringTheStartTakesEffectAtItsEnd() throws Exception {
        BufferedReader said = start(Slow.class);
        assertThat(said.readLine()).isEqualTo("starting");

        terminate();
        assertThat(process.waitFor(500, TimeUnit.MILLISECONDS)).isFalse();
        goOn();

        assertEnds(said, TERMINATED, "started", "closed");
    }

    @Test
    void nothingIsStartedWhenTheStopCameFirst() throws Exception {
        assertEnds(start(Late.class), 0, "returned");
    }

    private BufferedReader start(Class<?> program) throws IOException {
        process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        program.getName())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.inputReader();
    }

    /** Unlike {@link Process#destroy}, this leaves its output to be read. */
    private void terminate() {
        process.toHandle().destroy();
    }

    private void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    private void assertEnds(BufferedReader said, int code, String... lines) throws InterruptedException {
        assertThat(said.lines().toList()).isEqualTo(List.of(lines));
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(code);
    }

    /** Starts for as long as nobody says that it may go on. */
    static final class Slow {
        private Slow() {}

        public static void main(String[] arguments) throws InterruptedException {
            UntilStopped.run(() -> {
                System.out.println("starting");
                awaitLine();
                System.out.println("started");
                return () -> System.out.println("closed");
            });
        }

        private static void awaitLine() {
            try {
                if (System.in.read() < 0) {
                    throw new IllegalStateException("the test has gone");
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Is asked to run when the virtual machine stops already. */
    static final class Late {
        private Late() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime().addShutdownHook(new Thread(Late::run));
        }

        private static void run() {
            try {
                UntilStopped.run(() -> {
                    System.out.println("started");
                    return () -> {};
                });
                System.out.println("returned");
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}

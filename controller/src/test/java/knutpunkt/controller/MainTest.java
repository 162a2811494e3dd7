package knutpunkt.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller as the process that it is. No broker is ever there. */
class MainTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    @TempDir
    Path folder;

    private Enrolled enrolled;
    private int port;

    @BeforeEach
    void enrol() throws IOException {
        enrolled = new Enrolled(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        configure("", port);
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void doorsWorkWithServiceAndBrokerDown() throws Exception {
        enrolled.preload();

        start();

        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"granted\"", "\"strike\":\"released\"");
    }

    @Test
    void aControllerThatNeverMetTheServiceRefusesEveryBadge() throws Exception {
        start();

        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"refused\"", "\"strike\":\"secured\"");
    }

    @Test
    void damagedDataIsSetAsideAndTheDoorRefuses() throws Exception {
        enrolled.preload();
        Files.write(folder.resolve("data/list.db"), new byte[8192]);

        start();

        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"refused\"");
    }

    @Test
    void anUnknownKeyEndsTheStartWithOneSentence() throws Exception {
        configure("borker: here\n", port);

        assertThat(ends(start()))
                .isEqualTo("2 knutpunkt-controller: controller.yaml line 9: the key [borker] is not known here\n");
    }

    @Test
    void missingKeysEndTheStartWithOneSentence() throws Exception {
        Files.delete(folder.resolve("keys/signing.key"));

        assertThat(ends(start()))
                .startsWith("2 knutpunkt-controller: ")
                .contains("signing.key")
                .hasLineCount(1);
    }

    @Test
    void aStartWithoutConfigurationSaysHowToGiveIt() throws Exception {
        assertThat(ends(java())).isEqualTo("2 knutpunkt-controller: start it with --config FILE\n");
    }

    @Test
    void aDataFolderThatIsAFileEndsTheStartWithOneSentence() throws Exception {
        Files.writeString(folder.resolve("data"), "");

        assertThat(ends(start()))
                .startsWith("2 ")
                .contains("cannot be written to")
                .hasLineCount(1);
    }

    @Test
    void aPanelPortInUseEndsTheStartWithOneSentence() throws Exception {
        try (var taken = new ServerSocket(port, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            assertThat(ends(start()))
                    .isEqualTo("2 knutpunkt-controller: [panel.port] " + taken.getLocalPort()
                            + " on 127.0.0.1 cannot be had: is it in use?\n");
        }
    }

    @Test
    void badBadgesOfThePanelEndTheStartWithOneSentence() throws Exception {
        Files.writeString(folder.resolve("badges.json"), "[{]");

        assertThat(ends(start())).startsWith("2 ").contains("[panel.badges]").hasLineCount(1);
    }

    @Test
    void twoControllersCannotShareAFolder() throws Exception {
        start();
        tapUntilAnswered();
        configure("", 0);

        assertThat(ends(start()))
                .startsWith("2 ")
                .contains("in use by another process")
                .hasLineCount(1);
    }

    @Test
    void aStopIsGracefulAndQuick() throws Exception {
        enrolled.preload();
        Process process = start();
        tapUntilAnswered();

        process.destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(output(process)).doesNotContain("ERROR", "Exception");
    }

    @Test
    void aCutOfThePowerHaltsItAtOnceAndTheNextStartGoesOn() throws Exception {
        enrolled.preload();
        Process process = start();
        tapUntilAnswered();

        var answer = post("/power/cut", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        start();
        tapUntilGranted();
    }

    @Test
    void nothingOfABadgeIsInTheLog() throws Exception {
        enrolled.preload();
        Process process = start();
        tapUntilAnswered();
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(output(process).toUpperCase(java.util.Locale.ROOT))
                .contains("ARE READY")
                .doesNotContain("0F00A1B2C3", "A1B2C3", enrolled.token().text().substring(2));
    }

    private void configure(String more, int panelPort) throws IOException {
        enrolled.configure("""
                  - id: street
                    points: {entry: {reader: simulated}, exit: {reader: simulated}}
                panel: {port: %d, badges: badges.json}
                %s""".formatted(panelPort, more));
    }

    private Process start() throws IOException {
        return java("--config", folder.resolve("controller.yaml").toString());
    }

    /** As bin/demo starts it, from the classes that were just compiled. */
    private Process java(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-Xmx96m",
                "-cp",
                System.getProperty("java.class.path"),
                "knutpunkt.controller.Main"));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output-" + processes.size()).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String output(Process process) throws IOException {
        return Files.readString(folder.resolve("output-" + processes.indexOf(process)), StandardCharsets.UTF_8);
    }

    /** Its exit code and all it said; log lines of what started before are left out. */
    private String ends(Process process) throws IOException, InterruptedException {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        String said = output(process)
                .lines()
                .filter(line -> !line.matches("[0-9]{4}-[0-9]{2}-.*"))
                .map(line -> line + "\n")
                .reduce("", String::concat);
        return process.exitValue() + " " + said;
    }

    private String tapUntilAnswered() {
        String body = "{\"badge\":\"%s\",\"reader\":\"entry\"}".formatted(Enrolled.BADGE);
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> post("/doors/street/tap", body), answer -> answer.statusCode() == 200)
                .body();
    }

    /** A machine that is busy with much else may be too slow to grant the first: a reading is worth two seconds. */
    private void tapUntilGranted() {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(200))
                .until(this::tapUntilAnswered, answer -> answer.contains("\"lastOutcome\":\"granted\""));
    }

    private HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .timeout(Duration.ofSeconds(5))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }
}

package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demonstration as a person starts it: the script itself, with ports and a folder of the test's own. */
class DemoIT {
    /** From the start of the script until its line, for two processes on a slow machine. */
    private static final Duration PATIENCE = RunningSite.PATIENCE.multipliedBy(2);

    private static final Pattern LABEL =
            Pattern.compile("(Socialförvaltningen|Polisen|Ordningsvakterna|Pressbyrån Torget|Nattvandrarna) [1-9]");
    private static final String ALL_HOURS = "Polisen 1";

    /** No grant at the office at this hour or any other: ended, blocked, and two that only have the square's door. */
    private static final List<String> NEVER_AT_THE_OFFICE =
            List.of("Ordningsvakterna 4", "Ordningsvakterna 5", "Pressbyrån Torget 1", "Nattvandrarna 2");

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    /** The build that runs this has just made both programs; the script must not make them again within it. */
    @BeforeAll
    static void theProgramsAreNewerThanTheirSources() throws IOException {
        Files.setLastModifiedTime(
                Program.TOP.resolve("kiosk/target/knutpunkt-kiosk.jar"), FileTime.from(Instant.now()));
    }

    @Test
    void whatHappensAtItsDoorsOutlastsAPowerCutAndTheEndOfTheDemonstration() throws Exception {
        try (var demo = Demonstration.start(folder.resolve("data"), folder.resolve("first"))) {
            demo.awaitUp();
            List<ProcessHandle> processes = demo.processes();
            assertThat(processes).hasSize(2);
            assertEverythingAnswers(demo.line());
            try (Api api = api(demo.line())) {
                Panel panel = panel(demo.line());
                Map<String, String> badges = badges(panel);

                assertThat(total(api)).isZero();
                for (String label : NEVER_AT_THE_OFFICE) {
                    assertThat(panel.tap("office", badges.get(label), "entry"))
                            .as(label)
                            .isEqualTo("refused");
                }
                assertThat(panel.tap("office", badges.get(ALL_HOURS), "entry")).isEqualTo("granted");
                panel.open("office");
                panel.close("office");
                awaitTotal(api, 1);

                panel.cutPower();
                Awaitility.await("the controller has lost its power")
                        .atMost(PATIENCE)
                        .until(() -> processes.stream().anyMatch(process -> !process.isAlive()));
                Awaitility.await("the controller is back").atMost(PATIENCE).until(panel::isUp);
                awaitEveryDoorConfirmsAChange(api);
                assertThat(total(api)).isEqualTo(1);
            }
            List<ProcessHandle> last = demo.processes();

            assertThat(demo.interrupt()).as(demo.errors()).isZero();
            assertThat(last).hasSize(2).noneMatch(ProcessHandle::isAlive);
            assertThat(demo.output().lines()).hasSize(1);
        }
        try (var again = Demonstration.start(folder.resolve("data"), folder.resolve("second"))) {
            again.awaitUp();
            try (Api api = api(again.line())) {
                assertThat(total(api)).isEqualTo(1);
            }
            assertThat(again.interrupt()).as(again.errors()).isZero();
        }
    }

    @Test
    void aPortInUseIsOneSentence() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var demo = Demonstration.start(
                        folder.resolve("data"),
                        folder.resolve("refused"),
                        "--panel-port",
                        Integer.toString(taken.getLocalPort()))) {
            demo.assertRefused("--panel-port [" + taken.getLocalPort() + "]");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsOneSentence() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "a file");

        try (var demo = Demonstration.start(file.resolve("data"), folder.resolve("refused"))) {
            demo.assertRefused("[" + file.resolve("data") + "]");
        }
    }

    @Test
    void freshIsRefusedForAFolderOfSomebodyElseAndLeavesItAsItIs() throws Exception {
        Path theirs = Files.createDirectory(folder.resolve("theirs"));
        Files.writeString(theirs.resolve("kiosk.yaml"), "site: square\ndata: .\n");
        Files.writeString(theirs.resolve("site.db"), "all they have");

        try (var demo = Demonstration.start(theirs, folder.resolve("refused"), "--fresh")) {
            demo.assertRefused("[" + theirs.resolve("kiosk.yaml") + "]");
        }

        assertThat(theirs.resolve("site.db")).hasContent("all they have");
        assertThat(theirs.resolve("kiosk.yaml")).hasContent("site: square\ndata: .\n");
        assertThat(theirs.toFile().list()).containsExactlyInAnyOrder("kiosk.yaml", "site.db");
    }

    private static void assertEverythingAnswers(JsonNode line) throws Exception {
        assertThat(line.properties().stream().map(Map.Entry::getKey))
                .containsExactly("ready", "kiosk", "panel", "api", "apiToken", "admin");
        assertThat(line.path("ready").booleanValue()).isTrue();
        assertThat(status(line.path("admin").asText(), "")).isEqualTo(200);
        assertThat(status(line.path("kiosk").asText(), "")).isEqualTo(200);
        assertThat(status(line.path("panel").asText(), "")).isEqualTo(200);
        assertThat(status(
                        line.path("api").asText() + "/doors",
                        line.path("apiToken").asText()))
                .isEqualTo(200);
    }

    private static int status(String address, String token) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(10));
            if (!token.isEmpty()) {
                request.header("Authorization", "Bearer " + token);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.discarding())
                    .statusCode();
        }
    }

    private static Api api(JsonNode line) {
        return new Api(
                URI.create(line.path("api").asText()).getPort(),
                line.path("apiToken").asText());
    }

    private static Panel panel(JsonNode line) {
        return new Panel(URI.create(line.path("panel").asText()).getPort());
    }

    /** Every example badge by its label, which is a partner and a number and no name. */
    private static Map<String, String> badges(Panel panel) {
        var badges = new TreeMap<String, String>();
        for (JsonNode badge : panel.badges()) {
            assertThat(badge.path("label").asText()).matches(LABEL);
            badges.put(badge.path("label").asText(), badge.path("badge").asText());
        }
        assertThat(badges).hasSize(25);
        return badges;
    }

    private static int total(Api api) {
        return api.get("presence").expect(200).path("total").asInt();
    }

    private static void awaitTotal(Api api, int wanted) {
        Awaitility.await("the presence").atMost(PATIENCE).until(() -> total(api), total -> total == wanted);
    }

    /** A change that did not exist before: what a door said before its power was cut cannot confirm it. */
    private static void awaitEveryDoorConfirmsAChange(Api api) {
        String change = api.post("partners", Map.of("name", "Efter strömavbrottet"))
                .expect(201)
                .path("change")
                .asText();
        Awaitility.await("every door confirms change " + change)
                .atMost(PATIENCE)
                .until(
                        () -> api.get("changes/" + change).expect(200).findValuesAsText("state"),
                        states -> states.equals(List.of("confirmed", "confirmed")));
    }

    /** The script, from its start until it ends. */
    private static final class Demonstration implements AutoCloseable {
        private final Process script;
        private final Path output;
        private final Path errors;

        private Demonstration(Process script, Path output, Path errors) {
            this.script = script;
            this.output = output;
            this.errors = errors;
        }

        /**
         * Starts it with free ports.
         *
         * @param log where what it says goes, with an ending of its own each
         * @param more further options; the last word on a port counts
         */
        static Demonstration start(Path data, Path log, String... more) throws IOException {
            // Whoever runs the tests in the background leaves SIGINT ignored, and a shell cannot undo that for itself.
            var command = new ArrayList<>(List.of("env", "--default-signal=INT"));
            command.addAll(List.of(Program.TOP.resolve("bin/demo").toString(), "--data", data.toString()));
            for (String port : List.of("--http-port", "--mqtt-port", "--panel-port")) {
                command.addAll(List.of(port, Integer.toString(RunningSite.freePort())));
            }
            command.addAll(List.of(more));
            Path output = log.resolveSibling(log.getFileName() + ".out");
            Path errors = log.resolveSibling(log.getFileName() + ".err");
            var builder =
                    new ProcessBuilder(command).redirectOutput(output.toFile()).redirectError(errors.toFile());
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            return new Demonstration(builder.start(), output, errors);
        }

        void awaitUp() {
            Awaitility.await("the demonstration says that it is up")
                    .atMost(PATIENCE)
                    .until(() -> {
                        assertThat(script.isAlive()).as(errors()).isTrue();
                        return output().endsWith("\n");
                    });
        }

        JsonNode line() throws IOException {
            return JSON.readTree(output());
        }

        /** The service and the controller, without what the script asks in passing. */
        List<ProcessHandle> processes() {
            return script.descendants()
                    .filter(process -> process.info()
                            .command()
                            .filter(command -> command.endsWith("java"))
                            .isPresent())
                    .toList();
        }

        /** As Ctrl-C; says how it ended. */
        int interrupt() throws IOException, InterruptedException {
            new ProcessBuilder("kill", "-INT", Long.toString(script.pid()))
                    .start()
                    .waitFor();
            return end();
        }

        private int end() throws InterruptedException {
            if (!script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("the demonstration does not end:\n" + errors());
            }
            return script.exitValue();
        }

        void assertRefused(String about) throws InterruptedException {
            assertThat(end()).as(errors()).isEqualTo(2);
            assertThat(output()).isEmpty();
            assertThat(errors().lines())
                    .singleElement()
                    .asString()
                    .contains(about)
                    .doesNotContain("Exception");
        }

        String output() {
            return RunningSite.read(output);
        }

        String errors() {
            return RunningSite.read(errors);
        }

        /** After a test that failed in the middle, nothing of it may stay. */
        @Override
        public void close() throws InterruptedException {
            List<ProcessHandle> left = script.descendants().toList();
            script.destroy();
            if (!script.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                script.destroyForcibly().waitFor();
            }
            left.forEach(ProcessHandle::destroyForcibly);
        }
    }
}

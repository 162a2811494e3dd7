package knutpunkt.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.BootId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Event;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The whole controller within this process, moved through its panel: with parts in memory, and on Pi4J's mock pins. */
class ControllerTest {
    private static final String SIMULATED = """
              - id: street
                points: {entry: {reader: simulated}, exit: {reader: simulated}}
                unlock-time: PT20S
            """;
    private static final String MOCK_PINS = SIMULATED + """
                pins: pi4j-mock
                strike: {pin: 17}
                contact: {pin: 5}
                rex: {pin: 6}
            """;
    private static final Clocks CLOCKS = new Clocks(InstantSource.system(), sinceNow(), new SecureRandom());

    private final List<String> bodies = new ArrayList<>();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    private Enrolled enrolled;
    private int port;
    private Optional<Controller> running = Optional.empty();

    @BeforeEach
    void enrol() throws IOException {
        enrolled = new Enrolled(folder);
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() {
        running.ifPresent(Controller::close);
    }

    @ParameterizedTest
    @ValueSource(strings = {SIMULATED, MOCK_PINS})
    void aKnownBadgeReleasesTheStrikeAndItsEndSecuresIt(String door) throws Exception {
        enrolled.preload();
        start(door.replace("PT20S", "PT2S"));

        assertThat(tap(Enrolled.BADGE, "entry"))
                .isEqualTo(
                        "{\"door\":\"street\",\"strike\":\"released\",\"contact\":\"closed\",\"lastOutcome\":\"granted\"}");

        await().untilAsserted(() -> assertThat(get("/doors/street")).contains("\"strike\":\"secured\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {SIMULATED, MOCK_PINS})
    void anUnknownBadgeReleasesNothing(String door) throws Exception {
        enrolled.preload();
        start(door);

        assertThat(tap("0F00A1B2C4", "entry")).contains("\"strike\":\"secured\"", "\"lastOutcome\":\"refused\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {SIMULATED, MOCK_PINS})
    void aPassageInIsRecordedWholeAndInOrder(String door) throws Exception {
        enrolled.preload();
        start(door);

        tap(Enrolled.BADGE, "entry");
        post("/doors/street/open");
        await().untilAsserted(() -> assertThat(get("/doors/street")).contains("\"contact\":\"open\""));
        post("/doors/street/close");
        await().untilAsserted(() -> assertThat(get("/doors/street")).contains("\"contact\":\"closed\""));

        assertThat(recorded())
                .containsSubsequence("started", "granted", "opened", "passage", "closed")
                .doesNotContain("refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {SIMULATED, MOCK_PINS})
    void whoeverLeavesByTheButtonForcesNothing(String door) throws Exception {
        start(door);

        post("/doors/street/rex");
        post("/doors/street/open");
        await().untilAsserted(() -> assertThat(get("/doors/street")).contains("\"contact\":\"open\""));

        assertThat(recorded()).containsSubsequence("started", "exit-requested", "opened");
        assertThat(bodies).anyMatch(body -> body.contains("\"cause\":\"EXIT\""));
    }

    @Test
    void leavingByTheInsideReaderIsShownAsGrantedWithNoListAtAll() throws Exception {
        start(SIMULATED);

        assertThat(tap(Enrolled.BADGE, "exit")).contains("\"lastOutcome\":\"granted\"");
    }

    @Test
    void aStopSecuresAReleasedStrikeAndLetsTheFolderGo() throws Exception {
        enrolled.preload();
        start(SIMULATED);
        tap(Enrolled.BADGE, "entry");

        running.orElseThrow().close();

        assertThatExceptionOfType(IOException.class).isThrownBy(() -> get("/doors"));
        start(SIMULATED);
        assertThat(get("/doors/street")).contains("\"strike\":\"secured\"");
    }

    @Test
    void aFailedStartLeavesNothingOpen() throws Exception {
        Files.delete(folder.resolve("keys/badge.key"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> start(SIMULATED))
                .withMessageContaining("badge.key");

        new Enrolled(folder.resolve("again"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> start(SIMULATED))
                .withMessageContaining("badge.key");
    }

    @Test
    void realPinsThatAreNotThereEndTheStartWithOneSentence() throws Exception {
        var config = config("""
                  - id: street
                    points: {entry: {reader: serial, kind: id12la, port: /dev/none}}
                    pins: pi4j-gpiod
                    strike: {pin: 17}
                    contact: none
                    rex: none
                """, false);

        assertThatExceptionOfType(BadStart.class)
                .isThrownBy(() -> Controller.start(config, CLOCKS, "test", () -> {}))
                .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain("\n"));
    }

    private void start(String door) throws IOException {
        running = Optional.of(Controller.start(config(door, true), CLOCKS, "test", () -> {}));
    }

    private ControllerConfig config(String door, boolean panel) throws IOException {
        String rest = panel ? "panel: {port: " + port + "}\n" : "";
        return ControllerConfig.read(enrolled.configure(door + rest));
    }

    private String tap(String badge, String reader) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address("/doors/street/tap"))
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"badge\":\"" + badge + "\",\"reader\":\"" + reader + "\"}")));
    }

    private String post(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(path)).POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder(address(path)).GET());
    }

    private URI address(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString()).body();
    }

    /** The kinds of all records, and their bodies beside, read once the controller has stopped. */
    private List<String> recorded() {
        running.orElseThrow().close();
        running = Optional.empty();
        var kinds = new ArrayList<String>();
        try (var journal = SqliteJournal.open(
                folder.resolve("data/journal.db"),
                new BootId("reader"),
                InstantSource.system(),
                () -> knutpunkt.access.ClockTrust.TRUSTED,
                sinceNow(),
                RandomGenerator.getDefault())) {
            for (var one : journal.after(0, 1000)) {
                var kept = (Content.Kept) one.content();
                assertThat(EventCodec.read(one.header().kind(), kept.body())).containsInstanceOf(Event.class);
                kinds.add(one.header().kind());
                bodies.add(kept.body());
            }
        }
        return kinds;
    }

    private static java.util.function.LongSupplier sinceNow() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }
}

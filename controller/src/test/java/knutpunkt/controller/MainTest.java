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
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.access.Technology;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.Applied;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.AccessUpdate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The controller as the process that it is. No broker is ever there. */
class MainTest {
    private static final long KNOWN = 0x0F00A1B2C3L;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<Process> processes = new ArrayList<>();
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build();

    @TempDir
    Path folder;

    private SiteKeys siteKeys;
    private int port;

    @BeforeEach
    void enrol() throws IOException {
        siteKeys = SiteKeys.openOrCreate(
                folder.resolve("site"), new SiteId("test"), InstantSource.system(), new SecureRandom());
        siteKeys.enrol(new ControllerId("c1"), folder.resolve("keys"));
        try (var free = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            port = free.getLocalPort();
        }
        configure("");
    }

    @AfterEach
    void endAll() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void doorsWorkWithinTwoSecondsOfTheStartWithServiceAndBrokerDown() throws Exception {
        preload();
        long start = System.nanoTime();

        start();
        String door = tapUntilAnswered();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThanOrEqualTo(Duration.ofSeconds(2));
        assertThat(door).contains("\"lastOutcome\":\"granted\"", "\"strike\":\"released\"");
    }

    @Test
    void aControllerThatNeverMetTheServiceRefusesEveryBadge() throws Exception {
        start();

        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"refused\"", "\"strike\":\"secured\"");
    }

    @Test
    void damagedDataIsSetAsideAndTheDoorRefuses() throws Exception {
        preload();
        Files.write(folder.resolve("data/list.db"), new byte[8192]);

        start();

        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"refused\"");
    }

    @Test
    void anUnknownKeyEndsTheStartWithOneSentence() throws Exception {
        configure("borker: here\n");

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
                .contains("in use by another controller")
                .hasLineCount(1);
    }

    @Test
    void aStopIsGracefulAndQuick() throws Exception {
        preload();
        Process process = start();
        tapUntilAnswered();

        process.destroy();

        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(128 + 15);
        assertThat(output(process)).doesNotContain("ERROR", "Exception");
    }

    @Test
    void aCutOfThePowerHaltsItAtOnceAndTheNextStartGoesOn() throws Exception {
        preload();
        Process process = start();
        tapUntilAnswered();

        var answer = post("/power/cut", "");

        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isEqualTo(137);
        start();
        assertThat(tapUntilAnswered()).contains("\"lastOutcome\":\"granted\"");
    }

    @Test
    void nothingOfABadgeIsInTheLog() throws Exception {
        preload();
        Process process = start();
        tapUntilAnswered();
        process.destroy();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(output(process).toUpperCase(java.util.Locale.ROOT))
                .contains("ARE READY")
                .doesNotContain("0F00A1B2C3", "A1B2C3", token().text().substring(2));
    }

    private void configure(String more) throws IOException {
        configure(more, port);
    }

    private void configure(String more, int panelPort) throws IOException {
        Files.writeString(folder.resolve("badges.json"), "[]");
        Files.writeString(folder.resolve("controller.yaml"), """
                keys: keys
                data: data
                broker: ssl://127.0.0.1:1
                clock: trusted
                doors:
                  - id: street
                    points: {entry: {reader: simulated}, exit: {reader: simulated}}
                panel: {port: %d, badges: badges.json}
                %s""".formatted(panelPort, more));
    }

    /** What an earlier run with the service left behind: a list that grants one badge, and a lease. */
    private void preload() throws IOException {
        LongSupplier nanos = System::nanoTime;
        Files.createDirectories(folder.resolve("data"));
        var person = new PersonId("p-1");
        var grant = new Grant(
                new GrantId("g-1"),
                Set.of(new DoorId("street")),
                Optional.empty(),
                Instant.parse("2020-01-01T00:00:00Z"),
                Instant.parse("2100-01-01T00:00:00Z"));
        List<AccessItem> items = List.of(
                new AccessItem.Badge(token(), person, false),
                new AccessItem.Holder(person, false, false, false, false, List.of(grant)));
        var list = AccessList.empty().with(new Revision(1, 1), items, List.of());
        try (var store = AccessListStore.open(folder.resolve("data/list.db"), new SecureRandom())) {
            var update = new AccessUpdate(
                    store.want().nonce(), Optional.empty(), list.revision(), list.digest(), 1, 1, items, List.of());
            assertThat(store.apply(update)).isInstanceOf(Applied.InForce.class);
            var clock = new ClockKeeper(store.keepsakes(), () -> true, InstantSource.system(), nanos);
            var lease = new LeaseKeeper(store.keepsakes(), LeaseTimes.DEFAULTS, clock, nanos);
            lease.renewed();
            clock.keep(true);
            lease.keep(true);
        }
    }

    private knutpunkt.access.BadgeToken token() {
        byte[] bits = BadgeRead.em4100(KNOWN, 0).bits();
        return siteKeys.badgeKey().token(new BadgeBits(Technology.EM4100, 40, bits));
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
        String body = "{\"badge\":\"%010X\",\"reader\":\"entry\"}".formatted(KNOWN);
        return await().atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(10))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> post("/doors/street/tap", body), answer -> answer.statusCode() == 200)
                .body();
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

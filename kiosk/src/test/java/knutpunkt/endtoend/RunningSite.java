package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import knutpunkt.wire.broker.FreePort;
import org.awaitility.Awaitility;

/**
 * A whole site as real processes, from what the build made: the service, its broker (embedded or Mosquitto) and one
 * controller, with the example site in a folder of the test's own.
 */
public final class RunningSite implements AutoCloseable {
    /** Long enough for a slow machine, and more for one that is busy; nothing here is a promise about speed. */
    public static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("knutpunkt.patience", 60));

    public static final String CONTROLLER = "c1";

    /** Where the site's messages go through. */
    public enum Broker {
        EMBEDDED,
        MOSQUITTO
    }

    private final Path folder;
    private final Broker broker;
    private final int httpPort = freePort();
    private final int mqttPort = freePort();
    private final int panelPort = freePort();
    private final Api api;
    private final Panel panel;
    private Optional<Program> mosquitto = Optional.empty();
    private Optional<Program> service = Optional.empty();
    private Optional<Program> controller = Optional.empty();

    private RunningSite(Path folder, Broker broker) throws InterruptedException {
        this.folder = folder;
        this.broker = broker;
        try (var setup = Program.kiosk(
                log("setup"),
                "setup-demo",
                "--data",
                data().toString(),
                "--http-port",
                Integer.toString(httpPort),
                "--mqtt-port",
                Integer.toString(mqttPort),
                "--panel-port",
                Integer.toString(panelPort))) {
            assertThat(setup.end()).as(setup.output()).isZero();
        }
        api = new Api(httpPort, read(data().resolve("api-token")).strip());
        panel = new Panel(panelPort);
    }

    /** Lays the site out; nothing runs yet. */
    public static RunningSite laidOut(Path folder, Broker broker) throws InterruptedException {
        var site = new RunningSite(folder, broker);
        if (broker == Broker.MOSQUITTO) {
            site.useMosquitto();
        }
        return site;
    }

    /** Lays it out, starts everything and waits until the doors have the newest list. */
    static RunningSite started(Path folder, Broker broker) throws InterruptedException {
        var site = laidOut(folder, broker);
        site.startAll();
        return site;
    }

    public void startAll() {
        startBroker();
        startService();
        startController();
        awaitDoorsConfirmed();
    }

    private void useMosquitto() throws InterruptedException {
        try (var config = Program.kiosk(
                log("broker-config"),
                "broker-config",
                "mosquitto",
                "--config",
                kioskConfig().toString(),
                "--out",
                folder.resolve("mosquitto").toString(),
                "--port",
                Integer.toString(mqttPort))) {
            assertThat(config.end()).as(config.output()).isZero();
        }
        String changed = read(kioskConfig())
                .replaceFirst("(?s)mqtt:\\n(  .*?\\n)+", "mqtt:\n  outside: ssl://localhost:" + mqttPort + "\n");
        write(kioskConfig(), changed);
    }

    public void startBroker() {
        if (broker == Broker.MOSQUITTO) {
            mosquitto = Optional.of(Program.start(
                    log("mosquitto"),
                    List.of(
                            "/usr/sbin/mosquitto",
                            "-c",
                            folder.resolve("mosquitto/mosquitto.conf").toString())));
        }
    }

    /** Stops and starts it, as a supervisor does. */
    void restartMosquitto() throws InterruptedException {
        int _ = mosquitto().stop();
        startBroker();
    }

    public void startService() {
        startServiceWithoutWaiting();
        Awaitility.await("the service answers").atMost(PATIENCE).until(api::isUp);
    }

    public void startServiceWithoutWaiting() {
        service = Optional.of(
                Program.kiosk(log("service"), "serve", "--config", kioskConfig().toString()));
    }

    public void startController() {
        controller = Optional.of(Program.controller(
                log("controller"), "--config", controllerConfig().toString()));
    }

    /** The same on a clock that this file sets. */
    void startControllerOn(Path clock) {
        controller = Optional.of(Program.controllerOnAnotherClock(
                log("controller"), controllerConfig().toString(), clock.toString()));
    }

    public void awaitDoorsConfirmed() {
        Awaitility.await("the doors are heard from and have a list")
                .atMost(PATIENCE)
                .until(() -> panel.isUp() && haveList(api.get("doors").expect(200)));
    }

    private static boolean haveList(JsonNode answer) {
        JsonNode doors = answer.path("doors");
        for (JsonNode door : doors) {
            if (!door.path("liveness").asText().equals("online") || !door.has("confirmed")) {
                return false;
            }
        }
        return !doors.isEmpty();
    }

    public Api api() {
        return api;
    }

    public Panel panel() {
        return panel;
    }

    public Program service() {
        return service.orElseThrow();
    }

    public Program mosquitto() {
        return mosquitto.orElseThrow();
    }

    public Program controller() {
        return controller.orElseThrow();
    }

    public Path data() {
        return folder.resolve("data");
    }

    Path controllerData() {
        return data().resolve("controller").resolve("data");
    }

    public Path siteKeys() {
        return data().resolve("keys");
    }

    public Path kioskConfig() {
        return data().resolve("kiosk.yaml");
    }

    public Path controllerConfig() {
        return data().resolve("controller").resolve("controller.yaml");
    }

    public String wall() {
        return "http://127.0.0.1:" + httpPort + "/";
    }

    public int mqttPort() {
        return mqttPort;
    }

    /** A person of an own partner with an own badge that opens these doors from now on. */
    public Somebody enrolled(String name, String badge, String... doors) {
        return enrolledAt(partner("Prov " + name), name, badge, doors);
    }

    /** A new partner's id. */
    String partner(String name) {
        return api.post("partners", Map.of("name", name)).expect(201).path("id").asText();
    }

    /** A person of that partner with an own badge that opens these doors from now on. */
    Somebody enrolledAt(String partner, String name, String badge, String... doors) {
        String person = api.post("people", Map.of("partner", partner, "name", name))
                .expect(201)
                .path("id")
                .asText();
        String badgeId = api.post(
                        "badges", Map.of("person", person, "label", "P-" + badge.substring(6), "badge", badge))
                .expect(201)
                .path("id")
                .asText();
        awaitConfirmed(grant(person, doors));
        return new Somebody(partner, person, badgeId, badge);
    }

    /** Lets somebody open these doors from now on; answers the change. */
    String grant(String person, String... doors) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return api.post(
                        "grants",
                        Map.of(
                                "person",
                                person,
                                "doors",
                                List.of(doors),
                                "validFrom",
                                now.minus(1, ChronoUnit.DAYS).toString(),
                                "validUntil",
                                now.plus(30, ChronoUnit.DAYS).toString()))
                .expect(201)
                .path("change")
                .asText();
    }

    /** Somebody with a badge, as the service and the panel know them. */
    public record Somebody(String partner, String person, String badgeId, String badge) {}

    /** Waits until every door says that it decides by this change. */
    public JsonNode awaitConfirmed(String change) {
        return Awaitility.await("change " + change + " is confirmed")
                .atMost(PATIENCE)
                .until(() -> api.get("changes/" + change).expect(200), answer -> {
                    List<String> states = answer.findValuesAsText("state");
                    return !states.isEmpty() && states.stream().allMatch("confirmed"::equals);
                });
    }

    public int countOf(String partner) {
        for (JsonNode one : api.get("presence").expect(200).path("partners")) {
            if (one.path("id").asText().equals(partner)) {
                return one.path("count").asInt();
            }
        }
        return 0;
    }

    public Path log(String name) {
        return folder.resolve(name + ".log");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static int freePort() {
        return FreePort.next();
    }

    @Override
    public void close() throws InterruptedException {
        // All of them end, the controller first, even when one does not stop as it should.
        try (var _ = mosquitto.orElse(null);
                var _ = service.orElse(null);
                var _ = controller.orElse(null)) {
            api.close();
        }
    }
}

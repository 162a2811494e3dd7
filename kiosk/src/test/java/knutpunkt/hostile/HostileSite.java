package knutpunkt.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import knutpunkt.endtoend.Panel;
import knutpunkt.endtoend.Program;
import knutpunkt.endtoend.RunningSite;
import knutpunkt.kiosk.admin.Surfer;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.settings.Closing;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.broker.FreePort;
import knutpunkt.wire.certificates.ClientTrust;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import org.awaitility.Awaitility;

/** A service and two controllers as real processes, and between them the hostile broker with a real one behind it. */
final class HostileSite implements AutoCloseable {
    static final SiteId SITE = new SiteId("demo");
    static final ControllerId FIRST = new ControllerId(RunningSite.CONTROLLER);
    static final ControllerId SECOND = new ControllerId("c2");

    /** One door of the first controller, and the one of the second. */
    static final String SQUARE = "square";

    static final String YARD = "yard";

    private static final Pattern ACKNOWLEDGE = Pattern.compile("action=\"(/admin/alarms/[0-9]+/acknowledge)\"");
    private static final String REJECTED = "avvisades: någon kan ha ändrat eller förfalskat dem";
    private static final String LATE = "meddelanden kommer för sent";

    /** What is on its way when the broker begins to behave is looked at by then. */
    private static final Duration SETTLED = Duration.ofSeconds(1);

    private static final String PASSWORD = "en lagom lång mening";

    private final Closing closing;
    private final RunningSite site;
    private final SiteKeys keys;
    private final ControllerKeys secondKeys;
    private final HostileBroker broker;
    private final Map<String, Panel> panels;
    private final Surfer owner;
    private Program secondController;

    private HostileSite(Path folder, BiFunction<SiteKeys, Path, RealBroker> real, long seed, Closing closing)
            throws IOException, InterruptedException {
        this.closing = closing;
        site = RunningSite.laidOut(folder, RunningSite.Broker.EMBEDDED);
        keys = SiteKeys.openOrCreate(site.siteKeys(), SITE, InstantSource.system(), new SecureRandom());
        Path second = Files.createDirectories(site.data().resolve("second"));
        keys.enrol(SECOND, second.resolve("keys"));
        secondKeys = ControllerKeys.open(second.resolve("keys"));
        try (Database database = Database.open(site.data().resolve("site.db"))) {
            database.write(transaction -> {
                Plan.addController(transaction, SECOND, "Gården");
                Plan.addDoorWithPoints(transaction, new DoorId(YARD), SECOND, "Gårdsdörren");
                return true;
            });
        }
        int secondPanel = FreePort.next();
        Files.writeString(second.resolve("controller.yaml"), secondConfig(secondPanel));
        meetOutside();

        RealBroker behind = closing.add(real.apply(keys, Files.createDirectories(folder.resolve("broker"))));
        ControllerKeys firstKeys = ControllerKeys.open(site.controllerConfig().resolveSibling("keys"));
        broker = closing.add(HostileBroker.start(
                site.mqttPort(),
                keys.brokerTls(new ClientTrust(keys::clientCheck, _ -> {})),
                Map.of(SiteKeys.SERVICE, keys.tls(), FIRST.text(), firstKeys.tls(), SECOND.text(), secondKeys.tls()),
                behind.port(),
                seed));
        closing.add(() -> stop(site));
        site.startService();
        site.startController();
        secondController = startSecond();
        closing.add(() -> stop(secondController));
        panels = Map.of(SQUARE, site.panel(), YARD, new Panel(secondPanel));
        owner = closing.add(new Surfer(URI.create(site.wall())));
        Awaitility.await("both controllers answer")
                .atMost(RunningSite.PATIENCE)
                .until(() -> panels.values().stream().allMatch(Panel::isUp));
        site.awaitDoorsConfirmed();
        String link = URI.create(
                        Files.readString(site.data().resolve("admin-link")).strip())
                .getRawPath();
        owner.get(link);
        owner.post(link, "login", "ansvarig", "password", PASSWORD);
    }

    /**
     * Starts everything, with an honest broker as yet, and returns when the doors have their list.
     *
     * @param seed decides what the hostile broker does by chance
     */
    static HostileSite started(Path folder, BiFunction<SiteKeys, Path, RealBroker> real, long seed)
            throws IOException, InterruptedException {
        var closing = new Closing();
        boolean started = false;
        try {
            var site = new HostileSite(folder, real, seed, closing);
            started = true;
            return site;
        } finally {
            if (!started) {
                closing.close();
            }
        }
    }

    /** The service goes where the controllers go: to the hostile broker. */
    private void meetOutside() throws IOException {
        String config = Files.readString(site.kioskConfig());
        String changed = config.replaceFirst(
                "(?s)mqtt:\\n(  .*?\\n)+", "mqtt:\n  outside: ssl://localhost:" + site.mqttPort() + "\n");
        Files.writeString(site.kioskConfig(), changed);
    }

    private String secondConfig(int panelPort) {
        return """
                keys: keys
                data: data
                broker: ssl://localhost:%d
                clock: trusted
                doors:
                  - id: %s
                    name: Gårdsdörren
                    points:
                      entry:
                        reader: simulated
                      exit:
                        reader: simulated
                    pins: simulated
                panel:
                  port: %d
                """.formatted(site.mqttPort(), YARD, panelPort);
    }

    private Program startSecond() {
        return Program.controller(
                site.log("second"),
                "--config",
                site.data().resolve("second/controller.yaml").toString());
    }

    /** Both controllers, each with a new boot. */
    void restartControllers() throws InterruptedException {
        int _ = site.controller().stop();
        int _ = secondController.stop();
        site.startController();
        secondController = startSecond();
        Awaitility.await("both controllers answer")
                .atMost(RunningSite.PATIENCE)
                .until(() -> panels.values().stream().allMatch(Panel::isUp));
        site.awaitDoorsConfirmed();
    }

    /** The first page of the owner's, in words. */
    String overview() {
        return owner.get("/admin").words();
    }

    /**
     * Acknowledges every alarm. All begin anew: a controller tells of a kind of rejection once in its life, and the service
     * tells of a kind of alarm every ten minutes.
     */
    void forgetAlarms() throws InterruptedException {
        Awaitility.await("the broker has handed over what it had put off")
                .atMost(RunningSite.PATIENCE)
                .until(broker::hasHandedAll);
        int _ = site.service().stop();
        site.startService();
        restartControllers();
        Awaitility.await("nothing is told of any more")
                .during(SETTLED)
                .atMost(RunningSite.PATIENCE)
                .until(() -> {
                    String overview = overview();
                    acknowledgeAll();
                    return !overview.contains(REJECTED) && !overview.contains(LATE);
                });
    }

    private void acknowledgeAll() {
        Matcher alarms = ACKNOWLEDGE.matcher(owner.get("/admin").text());
        while (alarms.find()) {
            assertThat(owner.post(alarms.group(1)).status()).isEqualTo(200);
        }
    }

    boolean tellsOfRejections(ControllerId controller) {
        return tells(REJECTED, controller);
    }

    boolean tellsOfLateness(ControllerId controller) {
        return tells(LATE, controller);
    }

    private boolean tells(String what, ControllerId controller) {
        return overview().contains(what + " Undercentral " + controller + ",");
    }

    RunningSite site() {
        return site;
    }

    SiteKeys keys() {
        return keys;
    }

    /** What the second controller signs with. */
    ControllerKeys secondKeys() {
        return secondKeys;
    }

    HostileBroker broker() {
        return broker;
    }

    /** The owner's browser, signed in. */
    Surfer owner() {
        return owner;
    }

    /** By the door's id. */
    Map<String, Panel> panels() {
        return panels;
    }

    Panel panel(String door) {
        Panel panel = panels.get(door);
        if (panel == null) {
            throw new IllegalArgumentException("no panel moves door [" + door + "]");
        }
        return panel;
    }

    /** Where each controller keeps its journal. */
    Map<String, Path> journals() {
        return Map.of(
                FIRST.text(),
                site.controllerConfig().resolveSibling("data").resolve("journal.db"),
                SECOND.text(),
                site.data().resolve("second/data/journal.db"));
    }

    private static void stop(AutoCloseable process) {
        try {
            process.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            throw new IllegalStateException("a process did not stop as it should", e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }
}

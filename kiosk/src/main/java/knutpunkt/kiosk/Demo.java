package knutpunkt.kiosk;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import knutpunkt.kiosk.access.OpaqueIds;
import knutpunkt.kiosk.example.ExampleSite;
import knutpunkt.kiosk.example.ExampleSite.TableBadge;
import knutpunkt.kiosk.web.ApiToken;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.HeldFolder;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.WireJson;

/**
 * Lays out a site for a table: keys, an example site, one controller with simulated doors, and the configuration of both
 * programs. What is there already stays; the configurations are written anew, because ports may be others today.
 *
 * @param data the folder to lay it out in
 */
record Demo(Path data, int httpPort, int mqttPort, int panelPort) {
    private static final SiteId SITE = new SiteId("demo");
    private static final String CONFIG = "kiosk.yaml";
    private static final String CONTROLLER = "controller";
    private static final String CONTROLLER_CONFIG = "controller.yaml";
    private static final String BADGES = "badges.json";

    void lay(InstantSource clock, LongSupplier nanoClock, SecureRandom random) {
        try (HeldFolder folder = HeldFolder.hold(data)) {
            SiteKeys keys = SiteKeys.openOrCreate(folder.path(Service.KEYS), SITE, clock, random);
            ApiToken.readOrMake(folder.path(Service.TOKEN), random);
            Path controller = folder.path(CONTROLLER);
            Files.createDirectories(controller);
            Path bundle = controller.resolve("keys");
            if (!Files.exists(bundle)) {
                keys.enrol(ExampleSite.CONTROLLER, bundle);
            }
            fill(keys, controller.resolve(BADGES), clock, nanoClock, random);
            write(folder.path(CONFIG), kioskConfig());
            write(controller.resolve(CONTROLLER_CONFIG), controllerConfig());
        } catch (IOException e) {
            throw new BadStart("the example site cannot be laid out in [" + data + "]: " + e.getMessage(), e);
        }
    }

    private void fill(SiteKeys keys, Path badges, InstantSource clock, LongSupplier nanoClock, SecureRandom random)
            throws IOException {
        try (Site site = Site.open(data, keys.badgeKey(), clock, nanoClock, random)) {
            if (ExampleSite.isIn(site.database())) {
                return;
            }
            List<TableBadge> table = ExampleSite.fill(
                    site.database(), site.changes(), new OpaqueIds(random), keys.badgeKey(), clock, random);
            write(badges, json(table));
        }
    }

    private String kioskConfig() {
        return """
                # Written by the demonstration at each of its starts.
                site: %s
                data: .
                http:
                  port: %d
                mqtt:
                  embedded:
                    port: %d
                """.formatted(SITE, httpPort, mqttPort);
    }

    private String controllerConfig() {
        var doors = new StringBuilder();
        for (var door : ExampleSite.DOORS.entrySet()) {
            doors.append(door(door.getKey(), door.getValue()));
        }
        return """
                # Written by the demonstration at each of its starts.
                keys: keys
                data: data
                broker: ssl://localhost:%d
                # A table has a network clock or a person who looks at one.
                clock: trusted
                doors:
                %spanel:
                  port: %d
                  badges: %s
                """.formatted(mqttPort, doors, panelPort, BADGES);
    }

    private static String door(DoorId id, String name) {
        return """
                  - id: %s
                    name: %s
                    points:
                      entry:
                        reader: simulated
                      exit:
                        reader: simulated
                    pins: simulated
                """.formatted(id, name);
    }

    private static String json(List<TableBadge> badges) {
        try {
            return WireJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(badges) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of example badges must have a JSON form", e);
        }
    }

    /** Whole or not at all, so that a power cut leaves no half configuration. */
    private static void write(Path file, String text) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.writeString(beside, text);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}

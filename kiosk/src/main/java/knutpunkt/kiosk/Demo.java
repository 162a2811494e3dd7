package knutpunkt.kiosk;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import knutpunkt.kiosk.access.AccessListDamaged;
import knutpunkt.kiosk.example.ExampleSite;
import knutpunkt.kiosk.example.ExampleSite.TableBadge;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.web.ApiToken;
import knutpunkt.kiosk.web.ApiTokenUnusable;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.HeldFolder;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.WireJson;

/**
 * Lays out a site for a table: keys, an example site, one controller with simulated doors, and the configuration of both
 * programs. What is there already stays; the configurations are written anew, because ports may be others today. Whatever
 * a start that was cut short left behind, the next one mends.
 *
 * @param data the folder to lay it out in
 */
record Demo(Path data, int httpPort, int mqttPort, int panelPort) {
    static final String HTTP_PORT = "--http-port";
    static final String MQTT_PORT = "--mqtt-port";
    static final String PANEL_PORT = "--panel-port";

    private static final SiteId SITE = new SiteId("demo");
    private static final String MARK = "# Written by the demonstration";
    private static final int MARKED_LINES_MAX = 10;
    private static final String CONFIG = "kiosk.yaml";
    private static final String CONTROLLER = "controller";
    private static final String CONTROLLER_CONFIG = "controller.yaml";
    private static final String BADGES = "badges.json";

    /** What {@link HeldFolder} locks: whoever removed it would let a second process in. */
    private static final String LOCK = "in-use";

    Demo {
        var options = new HashMap<Integer, String>();
        ports(httpPort, mqttPort, panelPort).forEach((option, port) -> {
            String other = options.put(port, option);
            if (other != null) {
                throw new BadStart(option + " [" + port + "] is " + other + " too: choose another");
            }
        });
    }

    private static Map<String, Integer> ports(int httpPort, int mqttPort, int panelPort) {
        var ports = new LinkedHashMap<String, Integer>();
        ports.put(HTTP_PORT, httpPort);
        ports.put(MQTT_PORT, mqttPort);
        ports.put(PANEL_PORT, panelPort);
        return ports;
    }

    /**
     * Lays it out.
     *
     * @param fresh whether to empty the folder of an earlier demonstration first
     * @throws BadStart when the folder is not a demonstration's, is in use or cannot be written to, or a port is in use
     */
    void lay(boolean fresh, InstantSource clock, LongSupplier nanoClock, SecureRandom random) {
        try {
            // Before anything is put into a folder that is somebody else's.
            requireOurs(fresh);
            try (HeldFolder folder = HeldFolder.hold(data)) {
                ports(httpPort, mqttPort, panelPort).forEach(Demo::requireFree);
                if (fresh) {
                    requireOurs(true);
                    empty();
                }
                lay(folder, clock, nanoClock, random);
            }
        } catch (IOException | UncheckedIOException e) {
            throw new BadStart("the example site cannot be laid out in [" + data + "]: " + e.getMessage(), e);
        } catch (ApiTokenUnusable | AccessListDamaged e) {
            throw new BadStart(String.valueOf(e.getMessage()), e);
        }
    }

    private void lay(HeldFolder folder, InstantSource clock, LongSupplier nanoClock, SecureRandom random)
            throws IOException {
        SiteKeys keys = SiteKeys.openOrCreate(folder.path(Service.KEYS), SITE, clock, random);
        // From here on the folder is known as a demonstration's, also if this start is cut short.
        write(folder.path(CONFIG), kioskConfig());
        ApiToken.readOrMake(folder.path(Service.TOKEN), random);
        Path controller = folder.path(CONTROLLER);
        Files.createDirectories(controller);
        enrol(keys, controller.resolve("keys"));
        fill(keys, controller.resolve(BADGES), clock, nanoClock, random);
        write(controller.resolve(CONTROLLER_CONFIG), controllerConfig());
    }

    /** A folder whose configuration somebody else wrote is left alone; an empty one is anybody's. */
    private void requireOurs(boolean fresh) throws IOException {
        Path config = data.resolve(CONFIG);
        if (Files.exists(config)) {
            if (!isOurs(config)) {
                throw new BadStart("[" + config + "] is not of a demonstration: name another folder with --data");
            }
        } else if (fresh && Files.isDirectory(data) && !contents().isEmpty()) {
            throw new BadStart(
                    "--fresh empties [" + data + "], and that is no demonstration's folder: name another with --data");
        }
    }

    private static boolean isOurs(Path config) throws IOException {
        // Every byte is a letter in this one: a file that is no text is not ours, and no failure.
        try (Stream<String> lines = Files.lines(config, StandardCharsets.ISO_8859_1)) {
            List<String> first = lines.limit(MARKED_LINES_MAX).toList();
            return !first.isEmpty() && first.getFirst().startsWith(MARK) && first.contains("site: " + SITE);
        }
    }

    private List<Path> contents() throws IOException {
        try (Stream<Path> entries = Files.list(data)) {
            return entries.filter(entry -> !entry.endsWith(LOCK)).toList();
        }
    }

    /** The configuration goes last, so that a folder half emptied can be emptied again. */
    private void empty() throws IOException {
        Path config = data.resolve(CONFIG);
        for (Path entry : contents()) {
            if (!entry.equals(config)) {
                remove(entry);
            }
        }
        Files.deleteIfExists(config);
    }

    /** Removes a file, or a folder with all that is in it; a link goes, and what it points to stays. */
    private static void remove(Path path) throws IOException {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> paths = Files.walk(path)) {
            for (Path each : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        }
    }

    /** As a server would have the port, so that one whose last connections still linger is free. */
    private static void requireFree(String option, int port) {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        } catch (IOException e) {
            String why = String.valueOf(e.getMessage());
            String what =
                    why.contains("in use") ? "is in use on 127.0.0.1" : "cannot be had on 127.0.0.1 (" + why + ")";
            throw new BadStart(option + " [" + port + "] " + what + ": choose another", e);
        }
    }

    /** Whole or not at all: the controller does not start with some of its keys. */
    private static void enrol(SiteKeys keys, Path bundle) throws IOException {
        if (Files.exists(bundle)) {
            return;
        }
        Path beside = beside(bundle);
        remove(beside);
        keys.enrol(ExampleSite.CONTROLLER, beside);
        Files.move(beside, bundle, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * Fills a database beside the site's own and puts it in its place last. Until then the site is empty, and the next
     * start makes it and its badges anew: nobody could tap at a site whose badges' numbers are lost.
     */
    private void fill(SiteKeys keys, Path badges, InstantSource clock, LongSupplier nanoClock, SecureRandom random)
            throws IOException {
        Path place = data.resolve(Site.DATABASE);
        if (Files.exists(place) && isFilled(keys, clock, nanoClock, random)) {
            return;
        }
        Path beside = beside(place);
        remove(beside);
        Files.createDirectory(beside);
        List<TableBadge> table;
        try (Site site = Site.open(beside, keys.badgeKey(), Site.Told.NOTHING, clock, nanoClock, random)) {
            table = ExampleSite.fill(
                    site.database(), site.changes(), new OpaqueIds(random), keys.badgeKey(), clock, random);
        }
        write(badges, json(table));
        // An older database's log would be played back into this one.
        remove(data.resolve(Site.DATABASE + "-wal"));
        remove(data.resolve(Site.DATABASE + "-shm"));
        Files.move(
                beside.resolve(Site.DATABASE),
                place,
                StandardCopyOption.ATOMIC_MOVE,
                StandardCopyOption.REPLACE_EXISTING);
        remove(beside);
    }

    private boolean isFilled(SiteKeys keys, InstantSource clock, LongSupplier nanoClock, SecureRandom random) {
        try (Site site = Site.open(data, keys.badgeKey(), Site.Told.NOTHING, clock, nanoClock, random)) {
            return ExampleSite.isIn(site.database());
        }
    }

    private String kioskConfig() {
        return """
                %s at each of its starts.
                site: %s
                data: .
                http:
                  port: %d
                mqtt:
                  embedded:
                    port: %d
                # A table has one screen, and nobody who comes by to pair it.
                wall:
                  pairs-itself: yes
                """.formatted(MARK, SITE, httpPort, mqttPort);
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

    /** Whole or not at all, so that a power cut leaves no half file. */
    private static void write(Path file, String text) throws IOException {
        Path beside = beside(file);
        Files.writeString(
                beside,
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE,
                StandardOpenOption.SYNC);
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path beside(Path place) {
        return place.resolveSibling(place.getFileName() + ".new");
    }
}

package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.Section;
import knutpunkt.wire.SiteId;

/**
 * All that the service is told, read once at its start.
 *
 * @param data the folder of database, keys and token; made when it is not there
 * @param httpPort on loopback; 0 for any free one
 */
record KioskConfig(SiteId site, Path data, int httpPort, Broker broker) {
    private static final int PORT_MAX = 65_535;

    /** Where the site's messages go through. */
    sealed interface Broker {
        /**
         * In the service's own process.
         *
         * @param address to listen at; controllers on other machines need one they can reach
         */
        record Embedded(String address, int port) implements Broker {}

        /** A broker of its own, such as Mosquitto, at {@code ssl://host:port}. */
        record Outside(URI address) implements Broker {}
    }

    KioskConfig {
        requireNonNull(site, "site");
        requireNonNull(data, "data");
        requireNonNull(broker, "broker");
    }

    /**
     * Reads a file; relative paths in it start at its folder.
     *
     * @throws BadStart with one sentence, if it cannot be read or breaks a rule
     */
    static KioskConfig read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new BadStart("the configuration [" + file + "] cannot be read as text", e);
        }
        Path whole = file.toAbsolutePath();
        Path folder = Optional.ofNullable(whole.getParent()).orElse(whole);
        Section root = Section.parse(String.valueOf(whole.getFileName()), text);
        SiteId site = root.value("site", SiteId::new);
        Path data = root.value("data", path -> folder.resolve(filled(path)).normalize());
        int httpPort = root.section("http")
                .map(http -> {
                    int port = http.value("port", KioskConfig::portOrAny);
                    http.end();
                    return port;
                })
                .orElseThrow(() -> root.bad("http", "is missing"));
        Section mqtt = root.section("mqtt").orElseThrow(() -> root.bad("mqtt", "is missing"));
        Broker broker = broker(mqtt);
        mqtt.end();
        root.end();
        return new KioskConfig(site, data, httpPort, broker);
    }

    private static Broker broker(Section mqtt) {
        Optional<Broker> embedded = mqtt.section("embedded").map(section -> {
            String address = section.value("address", "127.0.0.1", KioskConfig::filled);
            int port = section.value("port", KioskConfig::port);
            section.end();
            return new Broker.Embedded(address, port);
        });
        Optional<Broker> outside = mqtt.value(
                "outside", Optional.empty(), text -> Optional.of(new Broker.Outside(KioskConfig.address(text))));
        List<Broker> said =
                List.of(embedded, outside).stream().flatMap(Optional::stream).toList();
        if (said.size() != 1) {
            throw mqtt.bad("embedded", "or [mqtt.outside] must be there, and not both");
        }
        return said.getFirst();
    }

    private static URI address(String text) {
        try {
            URI address = URI.create(text);
            if ("ssl".equals(address.getScheme()) && address.getHost() != null && address.getPort() > 0) {
                return address;
            }
        } catch (IllegalArgumentException _) {
            // Told below, in one way for everything that is no address.
        }
        throw new IllegalArgumentException("[" + text + "] must be ssl://host:port");
    }

    static int port(String text) {
        int port = portOrAny(text);
        if (port == 0) {
            throw new IllegalArgumentException("[0] must be a port, 1 to " + PORT_MAX);
        }
        return port;
    }

    private static int portOrAny(String text) {
        try {
            int port = Integer.parseInt(text);
            if (port >= 0 && port <= PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException _) {
            // Told below, in one way for everything that is no port.
        }
        throw new IllegalArgumentException("[" + text + "] must be a port, 0 to " + PORT_MAX);
    }

    private static String filled(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }
}

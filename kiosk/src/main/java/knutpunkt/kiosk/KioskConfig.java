package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import knutpunkt.kiosk.confirming.Rhythm;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.presence.PresenceRules;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.Section;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.session.SessionSettings;

/**
 * All that the service is told, read once at its start.
 *
 * @param data the folder of database, keys and token; made when it is not there
 * @param httpPort on loopback; 0 for any free one
 * @param brokerNames host names and addresses that controllers on other machines reach the broker by
 * @param wallPairsItself whether a browser at this machine shows the wall without being paired
 * @param stillRight how often partners are asked whether their people are right, and what follows
 * @param retention how long what records held is kept, and by whose decision it is forgotten
 * @param presence when people whom nobody saw leave stop counting
 * @param mail empty when no letters are sent
 */
record KioskConfig(
        SiteId site,
        Path data,
        int httpPort,
        Broker broker,
        List<String> brokerNames,
        boolean wallPairsItself,
        Rhythm stillRight,
        Retention retention,
        PresenceRules presence,
        Optional<MailConfig> mail) {
    private static final int PORT_MAX = 65_535;
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9][A-Za-z0-9.:-]{0,252}");
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::");

    /** Where the site's messages go through. */
    sealed interface Broker {
        /**
         * In the service's own process.
         *
         * @param address to listen at; controllers on other machines need one they can reach
         */
        record Embedded(String address, int port) implements Broker {
            /** Where the service itself reaches it. */
            URI reached() {
                String host = EVERYWHERE.contains(address) ? "localhost" : address;
                return URI.create("ssl://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port);
            }
        }

        /**
         * One of its own, such as Mosquitto, or several that need not know of each other.
         *
         * @param addresses each {@code ssl://host:port}; the service is at all of them at once
         */
        record Outside(List<URI> addresses) implements Broker {
            public Outside {
                addresses = List.copyOf(addresses);
            }
        }
    }

    KioskConfig {
        requireNonNull(site, "site");
        requireNonNull(data, "data");
        requireNonNull(broker, "broker");
        brokerNames = List.copyOf(brokerNames);
        requireNonNull(stillRight, "stillRight");
        requireNonNull(retention, "retention");
        requireNonNull(presence, "presence");
        requireNonNull(mail, "mail");
    }

    /** What the site itself is told. */
    Site.Told told() {
        return new Site.Told(wallPairsItself, stillRight, retention, presence);
    }

    /** All that the broker's certificate must be good for, besides this machine's own names. */
    List<String> certified() {
        Stream<String> own = switch (broker) {
            case Broker.Embedded(String address, int _) -> Stream.of(address);
            case Broker.Outside(List<URI> addresses) -> addresses.stream().map(URI::getHost);
        };
        return Stream.concat(brokerNames.stream(), own)
                .filter(name -> !EVERYWHERE.contains(name))
                .distinct()
                .toList();
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
        List<String> names = mqtt.value("names", List.of(), KioskConfig::names);
        mqtt.end();
        boolean wallPairsItself = root.section("wall")
                .map(wall -> {
                    boolean pairsItself = wall.value("pairs-itself", false, KioskConfig::yes);
                    wall.end();
                    return pairsItself;
                })
                .orElse(false);
        Rhythm stillRight = root.section("still-right").map(KioskConfig::rhythm).orElse(Rhythm.DEFAULT);
        Retention retention =
                root.section("disposal").map(KioskConfig::retention).orElse(Retention.DEFAULT);
        PresenceRules presence =
                root.section("presence").map(KioskConfig::presence).orElse(PresenceRules.DEFAULT);
        Optional<MailConfig> mail = root.section("mail").map(section -> MailConfig.read(section, folder));
        root.end();
        return new KioskConfig(
                site, data, httpPort, broker, names, wallPairsItself, stillRight, retention, presence, mail);
    }

    private static Rhythm rhythm(Section section) {
        Duration askEvery = section.value("ask-every", Rhythm.DEFAULT.askEvery(), KioskConfig::duration);
        Optional<Duration> suspendAfter = section.value(
                "suspend-after",
                Rhythm.DEFAULT.suspendAfter(),
                text -> text.equals("off") ? Optional.empty() : Optional.of(duration(text)));
        section.end();
        try {
            return new Rhythm(askEvery, suspendAfter);
        } catch (IllegalArgumentException e) {
            throw section.bad("suspend-after", String.valueOf(e.getMessage()));
        }
    }

    private static Retention retention(Section section) {
        // Each by itself, so that what is wrong is told under its own key.
        Retention none = Retention.DEFAULT;
        Optional<String> decision =
                section.value("decision", none.decision(), text -> Optional.of(Retention.decision(text)));
        Duration people = section.value(
                "people",
                none.people(),
                text -> new Retention(none.decision(), duration(text), none.machines()).people());
        Duration machines = section.value(
                "machines",
                none.machines(),
                text -> new Retention(none.decision(), none.people(), duration(text)).machines());
        section.end();
        return new Retention(decision, people, machines);
    }

    private static PresenceRules presence(Section section) {
        Optional<LocalTime> checkOutAt = section.value(
                "check-out-at",
                PresenceRules.DEFAULT.checkOutAt(),
                text -> text.equals("off") ? Optional.empty() : Optional.of(timeOfDay(text)));
        Duration justSeen = section.value("just-seen", PresenceRules.DEFAULT.justSeen(), KioskConfig::duration);
        Duration tooLong = section.value("too-long", PresenceRules.DEFAULT.tooLong(), KioskConfig::duration);
        section.end();
        try {
            return new PresenceRules(checkOutAt, justSeen, tooLong);
        } catch (IllegalArgumentException e) {
            throw section.bad("too-long", "or [presence.just-seen]: " + e.getMessage());
        }
    }

    private static LocalTime timeOfDay(String text) {
        try {
            return LocalTime.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("[" + text + "] must be a time of day such as 05:00, or off", e);
        }
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("[" + text + "] must be a duration such as P7D", e);
        }
    }

    private static Broker broker(Section mqtt) {
        Optional<Broker> embedded = mqtt.section("embedded").map(section -> {
            String address = section.value("address", "127.0.0.1", KioskConfig::filled);
            int port = section.value("port", KioskConfig::port);
            section.end();
            return new Broker.Embedded(address, port);
        });
        Optional<Broker> outside = mqtt.has("outside")
                ? Optional.of(new Broker.Outside(
                        mqtt.values("outside", SessionSettings.BROKERS_MAX, SessionSettings::address)))
                : Optional.empty();
        List<Broker> said =
                List.of(embedded, outside).stream().flatMap(Optional::stream).toList();
        if (said.size() != 1) {
            throw mqtt.bad("embedded", "or [mqtt.outside] must be there, and not both");
        }
        return said.getFirst();
    }

    private static List<String> names(String text) {
        List<String> names = List.of(text.strip().split("[,\\s]+"));
        names.forEach(KioskConfig::host);
        return names;
    }

    static String host(String name) {
        if (!HOST.matcher(name).matches()) {
            throw new IllegalArgumentException("[" + name + "] must be a host name or an address");
        }
        return name;
    }

    private static boolean yes(String text) {
        return switch (text) {
            case "yes", "true" -> true;
            case "no", "false" -> false;
            default -> throw new IllegalArgumentException("[" + text + "] must be yes or no");
        };
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

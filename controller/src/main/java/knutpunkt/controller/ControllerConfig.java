package knutpunkt.controller;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.settings.BadStart;

/**
 * All that one controller is told, read once at its start. Its site and its own id come with its keys.
 *
 * @param keys the folder that enrolment filled
 * @param data the folder of journal and list; made when it is not there
 * @param brokers each {@code ssl://host:port}; the first that works is used
 */
record ControllerConfig(
        Path keys,
        Path data,
        List<URI> brokers,
        ClockSource clock,
        List<DoorConfig> doors,
        List<CheckInConfig> checkIns,
        Optional<PanelConfig> panel) {
    static final int DOORS_MAX = 16;

    /** What the controller's clock is worth. */
    enum ClockSource {
        /** The machine says whether the network has set it. */
        SYSTEM,
        /** Somebody vouches for it: a machine with a battery clock, or a demonstration. */
        TRUSTED
    }

    /**
     * The browser panel, on loopback.
     *
     * @param port 0 for any free one
     * @param badges a file of example badges
     */
    record PanelConfig(int port, Optional<Path> badges) {}

    ControllerConfig {
        brokers = List.copyOf(brokers);
        doors = List.copyOf(doors);
        checkIns = List.copyOf(checkIns);
        int all = doors.size() + checkIns.size();
        if (all == 0 || all > DOORS_MAX) {
            throw new BadStart(
                    "a controller has 1 to " + DOORS_MAX + " doors, not [" + all + "]: check-in points count too");
        }
        requireDistinctIds(doors, checkIns);
        requireDistinctPins(doors);
        requireDistinctPorts(doors, checkIns);
        if (panel.isPresent()) {
            doors.stream().filter(DoorConfig::isOnRealPins).findFirst().ifPresent(door -> {
                throw new BadStart("[panel] is refused beside the real pins of door [" + door.id()
                        + "]: a browser must never move a real door");
            });
        }
    }

    /**
     * Reads a file; relative paths in it start at its folder.
     *
     * @throws BadStart with one sentence, if it cannot be read or breaks a rule
     */
    static ControllerConfig read(Path file) {
        String text;
        try {
            text = Files.readString(file);
        } catch (IOException e) {
            throw new BadStart("the configuration [" + file + "] cannot be read as text", e);
        }
        return ConfigFile.read(file, text);
    }

    private static void requireDistinctIds(List<DoorConfig> doors, List<CheckInConfig> checkIns) {
        long ids = Stream.concat(
                        doors.stream().map(DoorConfig::id), checkIns.stream().map(CheckInConfig::id))
                .distinct()
                .count();
        if (ids != doors.size() + checkIns.size()) {
            throw new BadStart("[doors] and [check-ins] must have different ids");
        }
    }

    private static void requireDistinctPins(List<DoorConfig> doors) {
        var uses = new HashMap<Integer, String>();
        for (DoorConfig door : doors) {
            if (door.parts() instanceof DoorConfig.Parts.Pins pins) {
                claim(uses, pins.strike(), "the strike of [" + door.id() + "]");
                pins.contact().ifPresent(one -> claim(uses, one.pin(), "the contact of [" + door.id() + "]"));
                pins.exitButton().ifPresent(one -> claim(uses, one.pin(), "the exit button of [" + door.id() + "]"));
            }
        }
    }

    private static void claim(Map<Integer, String> uses, int pin, String use) {
        String other = uses.putIfAbsent(pin, use);
        if (other != null) {
            throw new BadStart("GPIO [" + pin + "] cannot be both " + other + " and " + use);
        }
    }

    private static void requireDistinctPorts(List<DoorConfig> doors, List<CheckInConfig> checkIns) {
        Stream<String> ofDoors = doors.stream()
                .flatMap(door -> List.of(door.entry(), door.exit()).stream())
                .flatMap(Optional::stream)
                .filter(DoorConfig.Reader.Serial.class::isInstance)
                .map(reader -> ((DoorConfig.Reader.Serial) reader).port());
        var ports = Stream.concat(
                        ofDoors,
                        checkIns.stream().map(checkIn -> checkIn.reader().port()))
                .toList();
        if (ports.stream().distinct().count() != ports.size()) {
            throw new BadStart("two readers cannot share one serial port");
        }
    }
}

package knutpunkt.controller;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import knutpunkt.controller.ControllerConfig.ClockSource;
import knutpunkt.controller.ControllerConfig.PanelConfig;
import knutpunkt.controller.DoorConfig.ContactPin;
import knutpunkt.controller.DoorConfig.ExitButtonPin;
import knutpunkt.controller.DoorConfig.Parts;
import knutpunkt.controller.DoorConfig.Reader;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.hardware.gpio.GpioProvider;
import knutpunkt.hardware.gpio.GpioPull;
import knutpunkt.hardware.serial.SerialReaderKind;
import knutpunkt.settings.Section;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.session.SessionSettings;

/** From the file's keys to the configuration. Every key and its default stands here. */
final class ConfigFile {
    private static final int DOOR_ID_CHARACTERS_MAX = 26;
    private static final int CHECK_IN_ID_CHARACTERS_MAX = 23;
    private static final int NAME_CHARACTERS_MAX = 60;
    private static final Duration UNLOCK_TIME = Duration.ofSeconds(5);
    private static final Duration HELD_TIME = Duration.ofSeconds(30);
    private static final Duration UNLOCK_TIME_MAX = Duration.ofSeconds(60);
    private static final Duration HELD_TIME_MAX = DoorTimes.MAX;

    private final Path folder;

    private ConfigFile(Path folder) {
        this.folder = folder;
    }

    static ControllerConfig read(Path file, String text) {
        Path whole = file.toAbsolutePath();
        Path folder = Optional.ofNullable(whole.getParent()).orElse(whole);
        return new ConfigFile(folder).controller(Section.parse(String.valueOf(whole.getFileName()), text));
    }

    private ControllerConfig controller(Section file) {
        Path keys = file.value("keys", this::path);
        Path data = file.value("data", this::path);
        List<URI> brokers = file.values("broker", SessionSettings.BROKERS_MAX, SessionSettings::address);
        ClockSource clock = file.value("clock", ClockSource.SYSTEM, oneOf(ClockSource.class));
        List<DoorConfig> doors =
                file.list("doors").stream().map(ConfigFile::door).toList();
        List<CheckInConfig> checkIns =
                file.listIfAny("check-ins").stream().map(ConfigFile::checkIn).toList();
        Optional<PanelConfig> panel = file.section("panel").map(this::panel);
        file.end();
        return new ControllerConfig(keys, data, brokers, clock, doors, checkIns, panel);
    }

    private PanelConfig panel(Section panel) {
        int port = panel.value("port", number(0, 65_535));
        Optional<Path> badges = panel.value("badges", Optional.empty(), text -> Optional.of(path(text)));
        panel.end();
        return new PanelConfig(port, badges);
    }

    private static DoorConfig door(Section door) {
        DoorId id = door.value("id", ConfigFile::doorId);
        String name = door.value("name", id.text(), ConfigFile::name);
        Section points = door.section("points").orElseThrow(() -> door.bad("points", "is missing"));
        Optional<Reader> entry = points.section("entry").map(ConfigFile::reader);
        Optional<Reader> exit = points.section("exit").map(ConfigFile::reader);
        points.end();
        if (entry.isEmpty() && exit.isEmpty()) {
            throw door.bad("points", "must have entry or exit, or both");
        }
        Parts parts = parts(door);
        Duration unlock = door.value("unlock-time", UNLOCK_TIME, time(UNLOCK_TIME_MAX));
        Duration held = door.value("held-time", HELD_TIME, time(HELD_TIME_MAX));
        boolean highRisk = door.value("high-risk", false, ConfigFile::claim);
        door.end();
        return new DoorConfig(id, name, entry, exit, parts, unlock, held, highRisk);
    }

    private static CheckInConfig checkIn(Section checkIn) {
        DoorId id = checkIn.value("id", text -> shortId(text, CHECK_IN_ID_CHARACTERS_MAX));
        Section section = checkIn.section("reader").orElseThrow(() -> checkIn.bad("reader", "is missing"));
        if (!(reader(section) instanceof Reader.Serial serial)) {
            throw checkIn.bad("reader", "must be a serial one: a panel has doors only");
        }
        checkIn.end();
        return new CheckInConfig(id, serial);
    }

    private static Reader reader(Section reader) {
        Reader read = switch (reader.value("reader", oneOf(ReaderWord.class))) {
            case SIMULATED -> new Reader.Simulated();
            case SERIAL ->
                new Reader.Serial(
                        reader.value("kind", oneOf(SerialReaderKind.class)), reader.value("port", ConfigFile::filled));
        };
        reader.end();
        return read;
    }

    private static Parts parts(Section door) {
        return switch (door.value("pins", PinsWord.SIMULATED, oneOf(PinsWord.class))) {
            case SIMULATED -> new Parts.Simulated(simulated(door, "contact"), simulated(door, "rex"));
            case PI4J_MOCK -> pins(door, GpioProvider.MOCK);
            case PI4J_GPIOD -> pins(door, GpioProvider.GPIOD);
        };
    }

    /** A simulated part has no pin: it is there, unless it is said not to be. */
    private static boolean simulated(Section door, String part) {
        if (door.section(part).isPresent()) {
            throw door.bad(part, "has no settings while pins is simulated: leave it out, or say none");
        }
        return !door.saysNone(part);
    }

    private static Parts pins(Section door, GpioProvider provider) {
        Section strike = door.section("strike").orElseThrow(() -> door.bad("strike", "needs its pin"));
        int strikePin = strike.value("pin", ConfigFile::strikePin);
        strike.end();
        return new Parts.Pins(
                provider,
                strikePin,
                pinnedOrNone(door, "contact").map(ConfigFile::contact),
                pinnedOrNone(door, "rex").map(ConfigFile::exitButton));
    }

    /** Real wires are never guessed at: a part that is not there is said to be {@code none}. */
    private static Optional<Section> pinnedOrNone(Section door, String part) {
        Optional<Section> found = door.section(part);
        if (found.isEmpty() && !door.saysNone(part)) {
            throw door.bad(part, "needs its pin, or none");
        }
        return found;
    }

    private static ContactPin contact(Section contact) {
        int pin = contact.value("pin", number(0, 27));
        GpioPull pull = contact.value("pull", GpioPull.UP, oneOf(GpioPull.class));
        boolean normallyClosed = contact.value("normally-closed", true, ConfigFile::claim);
        contact.end();
        return new ContactPin(pin, pull, normallyClosed);
    }

    private static ExitButtonPin exitButton(Section button) {
        int pin = button.value("pin", number(0, 27));
        GpioPull pull = button.value("pull", GpioPull.UP, oneOf(GpioPull.class));
        button.end();
        return new ExitButtonPin(pin, pull);
    }

    private enum ReaderWord {
        SIMULATED,
        SERIAL
    }

    private enum PinsWord {
        SIMULATED,
        PI4J_MOCK,
        PI4J_GPIOD
    }

    private Path path(String text) {
        return folder.resolve(filled(text)).normalize();
    }

    private static DoorId doorId(String text) {
        return shortId(text, DOOR_ID_CHARACTERS_MAX);
    }

    private static DoorId shortId(String text, int charactersMax) {
        var id = new DoorId(text);
        if (text.length() > charactersMax) {
            throw new IllegalArgumentException("[" + text + "] must have at most " + charactersMax
                    + " characters, so that its readers can be named after it");
        }
        return id;
    }

    private static String name(String text) {
        if (text.isBlank() || text.length() > NAME_CHARACTERS_MAX) {
            throw new IllegalArgumentException("must have 1 to " + NAME_CHARACTERS_MAX + " characters");
        }
        return text;
    }

    private static String filled(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("must not be empty");
        }
        return text;
    }

    private static int strikePin(String text) {
        int pin = number(0, 27).apply(text);
        if (pin < 9) {
            throw new IllegalArgumentException(
                    "[" + pin + "] must be 9 to 27: GPIO 0 to 8 boot pulled up and would release the lock");
        }
        return pin;
    }

    private static boolean claim(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("[" + text + "] must be true or false");
        };
    }

    private static Function<String, Integer> number(int min, int max) {
        return text -> {
            String rule = "[" + text + "] must be a whole number, " + min + " to " + max;
            try {
                int number = Integer.parseInt(text);
                if (number < min || number > max) {
                    throw new IllegalArgumentException(rule);
                }
                return number;
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(rule, e);
            }
        };
    }

    private static Function<String, Duration> time(Duration max) {
        return text -> {
            String rule = "[" + text + "] must be a duration such as PT5S, PT1S to " + max;
            try {
                Duration time = Duration.parse(text);
                if (time.compareTo(Duration.ofSeconds(1)) < 0 || time.compareTo(max) > 0) {
                    throw new IllegalArgumentException(rule);
                }
                return time;
            } catch (DateTimeParseException e) {
                throw new IllegalArgumentException(rule, e);
            }
        };
    }

    private static <E extends Enum<E>> Function<String, E> oneOf(Class<E> words) {
        return text -> Arrays.stream(words.getEnumConstants())
                .filter(one -> word(one).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("[" + text + "] must be one of "
                        + Arrays.stream(words.getEnumConstants())
                                .map(ConfigFile::word)
                                .toList()));
    }

    private static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

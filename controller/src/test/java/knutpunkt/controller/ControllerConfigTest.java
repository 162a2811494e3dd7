package knutpunkt.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import knutpunkt.controller.ControllerConfig.ClockSource;
import knutpunkt.controller.ControllerConfig.PanelConfig;
import knutpunkt.controller.DoorConfig.ContactPin;
import knutpunkt.controller.DoorConfig.ExitButtonPin;
import knutpunkt.controller.DoorConfig.Parts;
import knutpunkt.controller.DoorConfig.Reader;
import knutpunkt.hardware.gpio.GpioProvider;
import knutpunkt.hardware.gpio.GpioPull;
import knutpunkt.hardware.serial.SerialReaderKind;
import knutpunkt.settings.BadStart;
import knutpunkt.wire.DoorId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ControllerConfigTest {
    private static final String HEAD = "keys: keys\ndata: data\nbroker: ssl://10.0.0.2:8883\n";
    private static final String POINTS = "    points: {entry: {reader: simulated}}\n";
    private static final String DOOR = "doors:\n  - id: street\n" + POINTS;
    private static final String PINS = HEAD + DOOR + "    pins: pi4j-gpiod\n";

    @TempDir
    Path folder;

    @Test
    void whatIsLeftOutHasItsDefault() throws IOException {
        var config = read(HEAD + DOOR);

        assertThat(config)
                .isEqualTo(new ControllerConfig(
                        folder.resolve("keys"),
                        folder.resolve("data"),
                        List.of(URI.create("ssl://10.0.0.2:8883")),
                        ClockSource.SYSTEM,
                        List.of(new DoorConfig(
                                new DoorId("street"),
                                "street",
                                Optional.of(new Reader.Simulated()),
                                Optional.empty(),
                                new Parts.Simulated(true, true),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(30),
                                false)),
                        List.of(),
                        Optional.empty()));
    }

    @Test
    void aListOfBrokersIsTakenInItsOrder() throws IOException {
        var config = read("keys: k\ndata: d\nbroker: [ssl://b:1, ssl://a:1]\n" + DOOR);

        assertThat(config.brokers()).containsExactly(URI.create("ssl://b:1"), URI.create("ssl://a:1"));
    }

    @Test
    void everyKeyIsTaken() throws IOException {
        var config = read("""
                keys: /etc/knutpunkt/keys
                data: /var/lib/knutpunkt
                broker: ssl://broker.example:8883
                clock: trusted
                doors:
                  - id: street
                    name: Dörren mot torget
                    points:
                      entry: {reader: serial, kind: id12la, port: /dev/ttyUSB0}
                      exit: {reader: simulated}
                    pins: pi4j-mock
                    strike: {pin: 17}
                    contact: {pin: 5, pull: external-up, normally-closed: false}
                    rex: {pin: 6, pull: down}
                    unlock-time: PT7S
                    held-time: PT1M
                    high-risk: true
                  - id: yard
                    points:
                      exit: {reader: serial, kind: rdm6300, port: /dev/ttyUSB1}
                    pins: simulated
                    contact: none
                    rex: none
                check-ins:
                  - id: coffee
                    reader: {reader: serial, kind: id12la, port: /dev/ttyUSB7}
                panel: {port: 8090, badges: badges.json}
                """);

        var street = new DoorConfig(
                new DoorId("street"),
                "Dörren mot torget",
                Optional.of(new Reader.Serial(SerialReaderKind.ID12LA, "/dev/ttyUSB0")),
                Optional.of(new Reader.Simulated()),
                new Parts.Pins(
                        GpioProvider.MOCK,
                        17,
                        Optional.of(new ContactPin(5, GpioPull.EXTERNAL_UP, false)),
                        Optional.of(new ExitButtonPin(6, GpioPull.DOWN))),
                Duration.ofSeconds(7),
                Duration.ofMinutes(1),
                true);
        var yard = new DoorConfig(
                new DoorId("yard"),
                "yard",
                Optional.empty(),
                Optional.of(new Reader.Serial(SerialReaderKind.RDM6300, "/dev/ttyUSB1")),
                new Parts.Simulated(false, false),
                Duration.ofSeconds(5),
                Duration.ofSeconds(30),
                false);
        assertThat(config)
                .isEqualTo(new ControllerConfig(
                        Path.of("/etc/knutpunkt/keys"),
                        Path.of("/var/lib/knutpunkt"),
                        List.of(URI.create("ssl://broker.example:8883")),
                        ClockSource.TRUSTED,
                        List.of(street, yard),
                        List.of(new CheckInConfig(
                                new DoorId("coffee"), new Reader.Serial(SerialReaderKind.ID12LA, "/dev/ttyUSB7"))),
                        Optional.of(new PanelConfig(8090, Optional.of(folder.resolve("badges.json"))))));
    }

    @Test
    void realPinsAreTakenWithoutAPanel() throws IOException {
        var config = read(PINS + "    strike: {pin: 27}\n    contact: {pin: 0}\n    rex: none\n");

        assertThat(config.doors().getFirst().parts())
                .isEqualTo(new Parts.Pins(
                        GpioProvider.GPIOD, 27, Optional.of(new ContactPin(0, GpioPull.UP, true)), Optional.empty()));
    }

    @Test
    void aReadersNameIsItsDoorsAndItsSide() throws IOException {
        var door = read(HEAD + DOOR).doors().getFirst();

        assertThat(door.point(knutpunkt.controller.panel.Side.ENTRY).text()).isEqualTo("street-entry");
        assertThat(door.point(knutpunkt.controller.panel.Side.EXIT).text()).isEqualTo("street-exit");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badFiles")
    void aBadFileIsRefusedInOneSentence(String what, String text, String sentence) throws IOException {
        Path file = Files.writeString(folder.resolve("controller.yaml"), text);

        assertThatExceptionOfType(BadStart.class)
                .isThrownBy(() -> ControllerConfig.read(file))
                .satisfies(refused -> assertThat(refused.getMessage())
                        .contains(sentence)
                        .doesNotContain("\n")
                        .doesNotContain("Exception"));
    }

    static Stream<Arguments> badFiles() {
        String strike = "    strike: {pin: 17}\n";
        return Stream.of(
                arguments("an empty file", "", "the file is empty"),
                arguments("not a mapping", "- a\n- b\n", "must hold keys and values"),
                arguments("not YAML", "keys: [", "this is not YAML"),
                arguments("a control character", "keys: \u0007\n", "this is not YAML"),
                arguments("an unknown key", HEAD + "borker: x\n" + DOOR, "line 4: the key [borker] is not known here"),
                arguments("an unknown key of a door", HEAD + DOOR + "    pin: 4\n", "line 7: the key [doors[0].pin]"),
                arguments(
                        "an unknown key of a point",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: simulated}, side: {}}\n",
                        "the key [doors[0].points.side] is not known here"),
                arguments(
                        "a simulated reader with a port",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: simulated, port: x}}\n",
                        "the key [doors[0].points.entry.port] is not known here"),
                arguments(
                        "a check-in point without a reader",
                        HEAD + DOOR + "check-ins:\n  - id: coffee\n",
                        "[check-ins[0].reader] is missing"),
                arguments(
                        "a check-in point that opens something",
                        HEAD + DOOR
                                + "check-ins:\n  - id: coffee\n    reader: {reader: serial, kind: id12la, port: p}\n"
                                + "    strike: {pin: 9}\n",
                        "the key [check-ins[0].strike] is not known here"),
                arguments(
                        "a check-in point that nobody can tap",
                        HEAD + DOOR + "check-ins:\n  - id: coffee\n    reader: {reader: simulated}\n",
                        "[check-ins[0].reader] must be a serial one"),
                arguments(
                        "a check-in point by a door's id",
                        HEAD + DOOR
                                + "check-ins:\n  - id: street\n    reader: {reader: serial, kind: id12la, port: p}\n",
                        "[doors] and [check-ins] must have different ids"),
                arguments("an unknown key of the panel", HEAD + DOOR + "panel: {port: 1, host: x}\n", "[panel.host]"),
                arguments("a key twice", HEAD + "data: b\n" + DOOR, "line 4: the key [data] stands here twice"),
                arguments("a key that is a list", HEAD + "[a]: b\n" + DOOR, "a key must be a plain word"),
                arguments("no keys", "data: d\nbroker: ssl://a:1\n" + DOOR, "[keys] is missing"),
                arguments("no data", "keys: d\nbroker: ssl://a:1\n" + DOOR, "[data] is missing"),
                arguments("an empty path", "keys: ''\ndata: d\n" + DOOR, "line 1: [keys]: must not be empty"),
                arguments("a path that is a list", "keys: [a]\ndata: d\n" + DOOR, "[keys] must be a single value"),
                arguments("no broker", "keys: d\ndata: d\n" + DOOR, "[broker] is missing"),
                arguments("a broker in the clear", "keys: d\ndata: d\nbroker: tcp://a:1\n", "must be ssl://host:port"),
                arguments("a broker without port", "keys: d\ndata: d\nbroker: ssl://a\n", "must be ssl://host:port"),
                arguments(
                        "a broker twice",
                        "keys: d\ndata: d\nbroker: [ssl://a:1, ssl://a:1]\n" + DOOR,
                        "[broker] must not say the same twice"),
                arguments(
                        "too many brokers",
                        "keys: d\ndata: d\nbroker: [ssl://a:1, ssl://a:2, ssl://a:3, ssl://a:4, ssl://a:5]\n" + DOOR,
                        "[broker] must be one value or a list of 1 to 4"),
                arguments(
                        "no broker in the list",
                        "keys: d\ndata: d\nbroker: []\n" + DOOR,
                        "[broker] must be one value or a list of 1 to 4"),
                arguments(
                        "one of the brokers in the clear",
                        "keys: d\ndata: d\nbroker: [ssl://a:1, tcp://a:2]\n" + DOOR,
                        "[broker]: [tcp://a:2] must be ssl://host:port"),
                arguments("a broker that is no address", "keys: d\ndata: d\nbroker: a b\n", "must be ssl://host:port"),
                arguments("an unknown clock", HEAD + "clock: sundial\n" + DOOR, "must be one of [system, trusted]"),
                arguments("no doors", HEAD, "[doors] is missing"),
                arguments("an empty list of doors", HEAD + "doors: []\n", "must be a list with at least one entry"),
                arguments("doors that are one", HEAD + "doors: {id: a}\n", "must be a list with at least one entry"),
                arguments("a door that is a word", HEAD + "doors: [a]\n", "[doors[0]] must hold keys and values"),
                arguments("a door without id", HEAD + "doors:\n  -\n" + POINTS, "[doors[0].id] is missing"),
                arguments(
                        "a door id that is none",
                        HEAD + "doors:\n  - id: A/B\n" + POINTS,
                        "must match [a-z0-9-]{1,32}"),
                arguments(
                        "a door id too long for its readers",
                        HEAD + "doors:\n  - id: " + "a".repeat(27) + "\n" + POINTS,
                        "at most 26 characters"),
                arguments("two doors of one id", HEAD + DOOR + "  - id: street\n" + POINTS, "must have different ids"),
                arguments("too many doors", HEAD + "doors:\n" + many(17), "1 to 16 doors, not [17]"),
                arguments("an empty name", HEAD + DOOR + "    name: ' '\n", "must have 1 to 60 characters"),
                arguments("no points", HEAD + "doors:\n  - id: a\n", "[doors[0].points] is missing"),
                arguments(
                        "no reader", HEAD + "doors:\n  - id: a\n    points: {}\n", "must have entry or exit, or both"),
                arguments(
                        "an unknown reader",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: nfc}}\n",
                        "[nfc] must be one of [simulated, serial]"),
                arguments(
                        "a serial reader without kind",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: serial, port: x}}\n",
                        "[doors[0].points.entry.kind] is missing"),
                arguments(
                        "an unknown serial reader",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: serial, kind: x, port: x}}\n",
                        "must be one of [id12la, rdm6300]"),
                arguments(
                        "a serial reader without port",
                        HEAD + "doors:\n  - id: a\n    points: {entry: {reader: serial, kind: id12la}}\n",
                        "[doors[0].points.entry.port] is missing"),
                arguments(
                        "two readers on one port",
                        HEAD + "doors:\n  - id: a\n    points:\n"
                                + "      entry: {reader: serial, kind: id12la, port: x}\n"
                                + "      exit: {reader: serial, kind: id12la, port: x}\n",
                        "two readers cannot share one serial port"),
                arguments("unknown pins", HEAD + DOOR + "    pins: wiringpi\n", "[simulated, pi4j-mock, pi4j-gpiod]"),
                arguments(
                        "settings of a simulated contact",
                        HEAD + DOOR + "    contact: {pin: 4}\n",
                        "has no settings while pins is simulated"),
                arguments(
                        "a strike of a simulated door", HEAD + DOOR + strike, "the key [doors[0].strike] is not known"),
                arguments("pins without a strike", PINS + "    contact: none\n    rex: none\n", "needs its pin"),
                arguments(
                        "pins without a contact", PINS + strike + "    rex: none\n", "contact] needs its pin, or none"),
                arguments(
                        "pins without a button", PINS + strike + "    contact: none\n", "rex] needs its pin, or none"),
                arguments("a strike on a pin pulled up", PINS + "    strike: {pin: 8}\n", "[8] must be 9 to 27"),
                arguments(
                        "a strike on no pin", PINS + "    strike: {pin: 28}\n", "[28] must be a whole number, 0 to 27"),
                arguments("a pin that is a word", PINS + "    strike: {pin: x}\n", "[x] must be a whole number"),
                arguments("a contact on no pin", PINS + strike + "    contact: {pin: -1}\n", "[-1] must be"),
                arguments(
                        "an unknown pull",
                        PINS + strike + "    contact: {pin: 1, pull: side}\n",
                        "[up, down, external-up]"),
                arguments(
                        "a word for a claim",
                        PINS + strike + "    contact: {pin: 1, normally-closed: yes}\n",
                        "[yes] must be true or false"),
                arguments(
                        "a pin used twice",
                        PINS + strike + "    contact: {pin: 17}\n    rex: none\n",
                        "GPIO [17] cannot be both the strike of [street] and the contact of [street]"),
                arguments(
                        "a time that is none", HEAD + DOOR + "    unlock-time: 5\n", "must be a duration such as PT5S"),
                arguments("too short a time", HEAD + DOOR + "    unlock-time: PT0S\n", "PT1S to PT1M"),
                arguments("too long a time", HEAD + DOOR + "    held-time: PT2H\n", "must be a duration"),
                arguments("a high risk of perhaps", HEAD + DOOR + "    high-risk: perhaps\n", "must be true or false"),
                arguments("a panel without port", HEAD + DOOR + "panel: {}\n", "[panel.port] is missing"),
                arguments("a panel on no port", HEAD + DOOR + "panel: {port: 70000}\n", "0 to 65535"),
                arguments(
                        "a panel beside real pins",
                        PINS + strike + "    contact: none\n    rex: none\npanel: {port: 8090}\n",
                        "[panel] is refused beside the real pins of door [street]"));
    }

    @Test
    void aFileThatIsNotThereIsRefusedInOneSentence() {
        assertThatExceptionOfType(BadStart.class)
                .isThrownBy(() -> ControllerConfig.read(folder.resolve("none.yaml")))
                .withMessageContaining("cannot be read as text");
    }

    private ControllerConfig read(String text) throws IOException {
        return ControllerConfig.read(Files.writeString(folder.resolve("controller.yaml"), text));
    }

    private static String many(int doors) {
        var text = new StringBuilder();
        for (int i = 0; i < doors; i++) {
            text.append("  - id: d").append(i).append('\n').append(POINTS);
        }
        return text.toString();
    }
}

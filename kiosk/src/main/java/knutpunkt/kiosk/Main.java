package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import knutpunkt.kiosk.audit.Purpose;
import knutpunkt.kiosk.database.Carriers;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.log.LogExport;
import knutpunkt.kiosk.restore.Backups;
import knutpunkt.kiosk.web.Front;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.HeldFolder;
import knutpunkt.settings.UntilStopped;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.JournalId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.asyncapi.AsyncApiDocument;
import knutpunkt.wire.broker.MosquittoConfig;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.certificates.SiteKeys;

/**
 * Starts the service, or does one thing and ends. It ends with 2 and one sentence when it cannot do what it is asked.
 *
 * <pre>
 *   serve --config FILE
 *   setup-demo --data DIR --http-port N --mqtt-port N --panel-port N [--fresh yes]
 *   enrol-controller --config FILE --id ID --name NAME --door ID=NAME [--door ID=NAME …] [--check-in ID=NAME …]
 *     --out DIR
 *   admin-link --config FILE
 *   backup --config FILE --to FILE
 *   restore --config FILE [--from FILE]
 *   broker-config mosquitto --config FILE --port N [--address ADDRESS] --out DIR
 *   keys --config FILE
 *   rotate-keys --config FILE --of authority|signing|controller [--id ID]
 *   revoke-controller --config FILE --id ID
 *   verify-log --config FILE
 *   export-log --config FILE --to FILE --contents all|none --purpose PURPOSE [--journal ID]
 *   forget-person --config FILE --person ID --decision NUMBER
 *   hold-log --config FILE --from TIME --until TIME [--person ID]
 *   lift-hold --config FILE --id ID
 *   watch --config FILE [--controller ID] [--channel PATH] [--for DURATION] [--whole yes] [--keys-to DIR]
 *   asyncapi [--to FILE]
 * </pre>
 *
 * {@code verify-log} and {@code export-log} end with 1 where the log is not as it was signed, {@code watch} where another
 * watcher took its place.
 */
public final class Main {
    private static final int BAD_START = 2;
    private static final Duration READERS_PATIENCE = Duration.ofSeconds(30);
    private static final String USAGE =
            "say serve, setup-demo, enrol-controller, admin-link, backup, restore, broker-config mosquitto, keys, rotate-keys,"
                    + " revoke-controller, verify-log, export-log, forget-person, hold-log, lift-hold, watch or asyncapi";

    private Main() {}

    /** Returns once the command is done, or the service has stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        Logs.gather();
        try {
            int code = run(arguments);
            if (code != 0) {
                System.exit(code);
            }
        } catch (BadStart | KeysUnusable | DatabaseUnusable e) {
            System.err.println(
                    "knutpunkt-kiosk: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            System.exit(BAD_START);
        }
    }

    private static int run(String[] arguments) throws InterruptedException {
        if (arguments.length == 0) {
            throw new BadStart(USAGE);
        }
        int code = 0;
        switch (arguments[0]) {
            case "verify-log" -> code = verifyLog(Arguments.of(arguments, 1));
            case "export-log" -> code = exportLog(Arguments.of(arguments, 1));
            case "forget-person" -> code = forgetPerson(Arguments.of(arguments, 1));
            case "hold-log" -> code = holdLog(Arguments.of(arguments, 1));
            case "lift-hold" -> code = liftHold(Arguments.of(arguments, 1));
            case "asyncapi" -> asyncApi(Arguments.of(arguments, 1));
            case "watch" -> code = watch(Arguments.of(arguments, 1));
            case "serve" -> serve(Arguments.of(arguments, 1));
            case "setup-demo" -> setUpDemo(Arguments.of(arguments, 1));
            case "enrol-controller" -> enrolController(Arguments.of(arguments, 1));
            case "admin-link" -> adminLink(Arguments.of(arguments, 1));
            case "backup" -> backUp(Arguments.of(arguments, 1));
            case "restore" -> restore(Arguments.of(arguments, 1));
            case "keys" -> showKeys(Arguments.of(arguments, 1));
            case "rotate-keys" -> rotateKeys(Arguments.of(arguments, 1));
            case "revoke-controller" -> revokeController(Arguments.of(arguments, 1));
            case "broker-config" -> {
                if (arguments.length < 2 || !arguments[1].equals("mosquitto")) {
                    throw new BadStart("broker-config is there for mosquitto only");
                }
                configureMosquitto(Arguments.of(arguments, 2));
            }
            default -> throw new BadStart("[" + arguments[0] + "] is no command: " + USAGE);
        }
        return code;
    }

    private static void serve(Arguments arguments) throws InterruptedException {
        var config = KioskConfig.read(arguments.path("--config"));
        arguments.end();
        Carriers.provide();
        UntilStopped.run(() -> Service.start(config, InstantSource.system(), System::nanoTime, new SecureRandom()));
    }

    private static void setUpDemo(Arguments arguments) {
        var demo = new Demo(
                arguments.path("--data"),
                arguments.port(Demo.HTTP_PORT),
                arguments.port(Demo.MQTT_PORT),
                arguments.port(Demo.PANEL_PORT));
        boolean fresh = arguments.saysYes("--fresh");
        arguments.end();
        demo.lay(fresh, InstantSource.system(), System::nanoTime, new SecureRandom());
    }

    private static void enrolController(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        var enrolment = new Enrolment(
                arguments.value("--id", ControllerId::new),
                arguments.value("--name", Enrolment::name),
                Stream.concat(
                                arguments.valuesIfAny("--door", Enrolment.Door::parse).stream(),
                                arguments.valuesIfAny("--check-in", Enrolment.Door::parseCheckIn).stream())
                        .toList());
        Path out = arguments.path("--out");
        arguments.end();
        SiteKeys keys = keys(config);
        try (Database database = Database.open(config.data().resolve(Site.DATABASE))) {
            enrolment.perform(database, keys, out);
        }
    }

    /** For an owner who has lost the password; whoever can run this can read the database anyway. */
    private static void adminLink(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        arguments.end();
        try (Site site = site(config)) {
            System.out.println(FirstLink.address(config.httpPort(), site.admin().rescueLink()));
        }
    }

    private static void backUp(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        Path to = arguments.path("--to");
        arguments.end();
        Backups.make(config.data().resolve(Site.DATABASE), to, InstantSource.system());
        System.out.println("the backup is at [" + to + "]: keep the folder [" + Service.KEYS + "] with it");
    }

    /** Only while no service runs: the folder is held meanwhile. */
    private static void restore(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        Optional<Path> from = arguments.find("--from", Path::of);
        arguments.end();
        try (HeldFolder folder = HeldFolder.hold(config.data())) {
            Path database = folder.path(Site.DATABASE);
            if (from.isPresent()) {
                Backups.restore(from.get(), database, InstantSource.system());
            } else {
                Backups.declare(database, InstantSource.system());
            }
        }
        System.out.println("restored: start the service, which first takes over what controllers have revoked since");
    }

    private static void configureMosquitto(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        int port = arguments.port("--port");
        String address = arguments.find("--address", text -> text).orElse("127.0.0.1");
        Path out = arguments.path("--out");
        arguments.end();
        try {
            MosquittoConfig.write(out, address, port, keys(config));
        } catch (IOException e) {
            throw new BadStart("the broker's configuration cannot be written to [" + out + "]", e);
        }
    }

    private static void showKeys(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        arguments.end();
        withKeys(config, KeyCommands::show);
    }

    private static void rotateKeys(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        Optional<KeyKind> kind = arguments.value("--of", Main::keyKind);
        Optional<ControllerId> controller = arguments.find("--id", ControllerId::new);
        arguments.end();
        if (kind.isPresent() == controller.isPresent()) {
            throw new BadStart("rotate-keys needs --id with --of controller, and has none with the others");
        }
        withKeys(config, commands -> {
            kind.ifPresent(commands::change);
            controller.ifPresent(commands::change);
        });
    }

    /** Empty for a controller's. */
    private static Optional<KeyKind> keyKind(String text) {
        return text.equals("controller") ? Optional.empty() : Optional.of(KeyKind.parse(text));
    }

    private static void revokeController(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        ControllerId controller = arguments.value("--id", ControllerId::new);
        arguments.end();
        withKeys(config, commands -> commands.revoke(controller));
    }

    /** For a site that was started before: a folder given by mistake is not made one. */
    static void withKeys(KioskConfig config, Consumer<KeyCommands> command) {
        Path _ = Service.madeKeys(config);
        SiteKeys keys = keys(config);
        try (Database database = Database.open(config.data().resolve(Site.DATABASE))) {
            command.accept(new KeyCommands(keys, database, InstantSource.system(), System.out));
        }
    }

    private static int verifyLog(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        arguments.end();
        return log(config).verify();
    }

    private static int exportLog(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        Path to = arguments.path("--to");
        LogExport.Contents contents = arguments.value("--contents", LogExport.Contents::parse);
        Purpose purpose = arguments.value("--purpose", Purpose::parse);
        Optional<JournalId> only = arguments.find("--journal", JournalId::new);
        arguments.end();
        return log(config).export(keys(config), to, contents, only, purpose);
    }

    private static int forgetPerson(Arguments arguments) throws InterruptedException {
        var config = KioskConfig.read(arguments.path("--config"));
        PersonId person = arguments.value("--person", PersonId::new);
        String decision = arguments.value("--decision", Retention::decision);
        arguments.end();
        try (Site site = site(config)) {
            return log(config).forget(site, person, decision);
        }
    }

    private static int holdLog(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        Instant from = arguments.value("--from", Main::time);
        Instant until = arguments.value("--until", Main::time);
        Optional<PersonId> person = arguments.find("--person", PersonId::new);
        arguments.end();
        if (!from.isBefore(until)) {
            throw new BadStart("--until must be later than --from");
        }
        try (Database database = Database.open(config.data().resolve(Site.DATABASE))) {
            return log(config).hold(database, person, from, until, new SecureRandom());
        }
    }

    private static int liftHold(Arguments arguments) {
        var config = KioskConfig.read(arguments.path("--config"));
        String id = arguments.value("--id", text -> text);
        arguments.end();
        try (Database database = Database.open(config.data().resolve(Site.DATABASE))) {
            return log(config).lift(database, id);
        }
    }

    private static int watch(Arguments arguments) throws InterruptedException {
        var config = KioskConfig.read(arguments.path("--config"));
        var command = WatchCommand.of(arguments);
        arguments.end();
        return command.run(config, System.out, Terminal.columns(), InstantSource.system(), System::nanoTime);
    }

    /** What travels over MQTT, for whoever writes or tests the other end. */
    private static void asyncApi(Arguments arguments) {
        Optional<Path> to = arguments.find("--to", Path::of);
        arguments.end();
        byte[] document = AsyncApiDocument.text().getBytes(StandardCharsets.UTF_8);
        if (to.isEmpty()) {
            System.out.writeBytes(document);
            return;
        }
        try {
            Files.write(to.get(), document);
        } catch (IOException e) {
            throw new BadStart("the document cannot be written to [" + to.get() + "]", e);
        }
    }

    private static LogCommands log(KioskConfig config) {
        return new LogCommands(config, InstantSource.system(), System.out, READERS_PATIENCE);
    }

    private static Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("[" + text + "] must be a time such as 2026-11-23T04:00:00Z", e);
        }
    }

    private static Site site(KioskConfig config) {
        return Site.open(
                config.data(),
                keys(config).badgeKey(),
                config.told(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom());
    }

    private static SiteKeys keys(KioskConfig config) {
        return SiteKeys.openOrCreate(
                config.data().resolve(Service.KEYS),
                config.site(),
                config.certified(),
                InstantSource.system(),
                new SecureRandom());
    }

    /** What ships, for tests to mount. */
    static HttpRouting.Builder routing(Front front, Site site) {
        HttpRouting.Builder routing = HttpRouting.builder();
        front.mount(routing, site.api(), site.open());
        return routing;
    }
}

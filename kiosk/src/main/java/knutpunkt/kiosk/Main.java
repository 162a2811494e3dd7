package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpRouting;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import knutpunkt.kiosk.database.Carriers;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.DatabaseUnusable;
import knutpunkt.kiosk.web.Front;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.UntilStopped;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.broker.MosquittoConfig;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.certificates.SiteKeys;

/**
 * Starts the service, or does one thing and ends. It ends with 2 and one sentence when it cannot do what it is asked.
 *
 * <pre>
 *   serve --config FILE
 *   setup-demo --data DIR --http-port N --mqtt-port N --panel-port N [--fresh yes]
 *   enrol-controller --config FILE --id ID --name NAME --door ID=NAME [--door ID=NAME …] --out DIR
 *   admin-link --config FILE
 *   broker-config mosquitto --config FILE --port N [--address ADDRESS] --out DIR
 * </pre>
 */
public final class Main {
    private static final int BAD_START = 2;
    private static final String USAGE =
            "say serve, setup-demo, enrol-controller, admin-link or broker-config mosquitto";

    private Main() {}

    /** Returns once the command is done, or the service has stopped. */
    public static void main(String[] arguments) throws InterruptedException {
        Logs.gather();
        try {
            run(arguments);
        } catch (BadStart | KeysUnusable | DatabaseUnusable e) {
            System.err.println(
                    "knutpunkt-kiosk: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
            System.exit(BAD_START);
        }
    }

    private static void run(String[] arguments) throws InterruptedException {
        if (arguments.length == 0) {
            throw new BadStart(USAGE);
        }
        switch (arguments[0]) {
            case "serve" -> serve(Arguments.of(arguments, 1));
            case "setup-demo" -> setUpDemo(Arguments.of(arguments, 1));
            case "enrol-controller" -> enrolController(Arguments.of(arguments, 1));
            case "admin-link" -> adminLink(Arguments.of(arguments, 1));
            case "broker-config" -> {
                if (arguments.length < 2 || !arguments[1].equals("mosquitto")) {
                    throw new BadStart("broker-config is there for mosquitto only");
                }
                configureMosquitto(Arguments.of(arguments, 2));
            }
            default -> throw new BadStart("[" + arguments[0] + "] is no command: " + USAGE);
        }
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
                arguments.values("--door", Enrolment.Door::parse));
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
        SiteKeys keys = keys(config);
        try (Site site = Site.open(
                config.data(),
                keys.badgeKey(),
                config.told(),
                InstantSource.system(),
                System::nanoTime,
                new SecureRandom())) {
            System.out.println(FirstLink.address(config.httpPort(), site.admin().rescueLink()));
        }
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

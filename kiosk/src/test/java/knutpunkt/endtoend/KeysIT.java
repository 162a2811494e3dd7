package knutpunkt.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.keys.HeldKeys;
import knutpunkt.settings.Closing;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.KeyKind;
import knutpunkt.wire.certificates.KeyStage;
import knutpunkt.wire.certificates.SiteKeys;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Keys change by the commands an administrator has, a stolen controller is taken back, and a controller's clock jumps, all
 * while people come and go through its door: nobody waits, and in the end everybody is in the log once, and in order.
 */
class KeysIT {
    /** Longer than a clock may jump without the doors noticing. */
    private static final String YEARS_BEHIND = "P-1200D";

    private static final String DAYS_AHEAD = "P40D";
    private static final String RIGHT = "PT0S";

    /** For a session to be cut off at a broker that is started anew by its supervisor, on a busy machine. */
    private static final Duration CUT_OFF = Duration.ofSeconds(15);

    @TempDir
    Path folder;

    /** A site with each broker, both at once: most of what takes time is waiting. */
    @Test
    void keysChangeAndClocksJumpWhilePeopleComeAndGoAndNobodyIsLost() throws Exception {
        try (var both = Executors.newCachedThreadPool()) {
            var sites = new EnumMap<Broker, Future<Broker>>(Broker.class);
            for (Broker broker : Broker.values()) {
                Path own = Files.createDirectory(folder.resolve(broker.name()));
                sites.put(broker, both.submit(() -> tellStory(own, broker)));
            }
            sites.forEach(
                    (broker, site) -> assertThatCode(site::get).as("%s", broker).doesNotThrowAnyException());
        }
    }

    private static Broker tellStory(Path folder, Broker broker) throws Exception {
        try (var closing = new Closing();
                var site = RunningSite.laidOut(folder, broker)) {
            LinkedController.enrol(site, folder, 0);
            site.startBroker();
            site.startService();
            site.startController();
            var stolen = new LinkedController(site, folder, 0, 1, List.of(), closing);
            stolen.connect();
            site.awaitDoorsConfirmed();
            SiteKeys keys = keys(site);
            try (var supervisor = new Supervisor(site, keys, broker);
                    var people = People.at(site)) {
                everyKeyIsChanged(site, keys, people);
                aStolenControllerIsTakenBack(site, stolen, people);
                supervisor.assertItWorked();
                clocksJump(site, folder.resolve("clock"), people);
                people.assertNothingIsLost();
            }
        }
        return broker;
    }

    private static SiteKeys keys(RunningSite site) {
        var id = new SiteId(RunningSite.read(site.siteKeys().resolve("site")).strip());
        return SiteKeys.openOrCreate(site.siteKeys(), id, InstantSource.system(), new SecureRandom());
    }

    private static void command(RunningSite site, String... arguments) throws InterruptedException {
        var whole = new ArrayList<>(List.of(arguments));
        whole.addAll(1, List.of("--config", site.kioskConfig().toString()));
        try (var program = Program.kiosk(site.log(arguments[0]), whole.toArray(String[]::new))) {
            assertThat(program.end()).as(program.output()).isZero();
        }
    }

    private static Hash signer(RunningSite site) {
        try (Database database = Database.open(site.data().resolve("site.db"))) {
            return database.read(HeldKeys::all).stream()
                    .filter(held -> held.controller().equals(new ControllerId(RunningSite.CONTROLLER)))
                    .map(HeldKeys::signer)
                    .findFirst()
                    .orElse(Hash.ZERO);
        }
    }

    /** All at once: the controller's certificate and signing key, the service's signing key, and the authority. */
    private static void everyKeyIsChanged(RunningSite site, SiteKeys keys, People people) throws InterruptedException {
        Awaitility.await("the controller has said which keys it has")
                .atMost(RunningSite.PATIENCE)
                .until(() -> !signer(site).equals(Hash.ZERO));
        Hash controllers = signer(site);
        PublicKey services = keys.signingPublicKey();
        Hash authority = keys.authority();

        command(site, "rotate-keys", "--of", "controller", "--id", RunningSite.CONTROLLER);
        command(site, "rotate-keys", "--of", "signing");
        command(site, "rotate-keys", "--of", "authority");

        people.during("the controller signs by another key", () -> !signer(site).equals(controllers));
        people.during(
                "the service signs by another key, and the one before is gone",
                () -> isOver(keys, KeyKind.SIGNING) && !keys.signingPublicKey().equals(services));
        people.during(
                "the authority is another, and the one before is gone",
                () -> isOver(keys, KeyKind.AUTHORITY) && !keys.authority().equals(authority));
    }

    private static boolean isOver(SiteKeys keys, KeyKind kind) {
        boolean _ = keys.refresh();
        return keys.stage(kind) == KeyStage.STEADY;
    }

    private static void aStolenControllerIsTakenBack(RunningSite site, LinkedController stolen, People people)
            throws InterruptedException {
        command(site, "revoke-controller", "--id", LinkedController.name(0));

        Awaitility.await("it is thrown out").atMost(CUT_OFF).until(() -> !stolen.isConnected());
        long connection = stolen.carried().connections();
        people.during("it tries again and again", () -> {
            assertThat(stolen.isConnected()).isFalse();
            return true;
        });
        assertThat(stolen.carried().connections()).isEqualTo(connection);
    }

    private static void clocksJump(RunningSite site, Path ahead, People people) throws Exception {
        Files.writeString(ahead, YEARS_BEHIND);
        people.rest();
        site.controller().kill();

        site.startControllerOn(ahead);
        Awaitility.await("the controller works again")
                .atMost(RunningSite.PATIENCE)
                .until(() -> site.panel().isUp());
        people.goOn();
        people.during("the service hears a controller that is years behind", () -> isOnline(site));

        for (String jump : List.of(RIGHT, DAYS_AHEAD, YEARS_BEHIND, RIGHT)) {
            Files.writeString(ahead, jump);
            people.during("the clock has jumped by " + jump, () -> isOnline(site));
        }
    }

    private static boolean isOnline(RunningSite site) {
        return site.api().get("doors").expect(200).findValuesAsText("liveness").contains("online");
    }
}

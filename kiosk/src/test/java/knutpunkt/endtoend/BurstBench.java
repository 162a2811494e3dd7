package knutpunkt.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.run.Doors;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.settings.Closing;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.record.Cause;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.signature.Sealer;

/**
 * Ten controllers that were away deliver 20,000 events at once: each with its own keys, journal, link and connection, all
 * in this process; broker and service in theirs. The clock runs from the first controller's attempt to connect until every
 * journal has its last event acknowledged, so that TLS handshakes and births are within it.
 */
final class BurstBench {
    private static final int CONTROLLERS = 10;
    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 5;

    private BurstBench() {}

    public static void main(String[] arguments) throws Exception {
        for (Broker broker : Broker.values()) {
            Path folder = Files.createTempDirectory("knutpunkt-bench");
            try (var site = RunningSite.laidOut(folder, broker)) {
                enrol(site, folder);
                site.startBroker();
                site.startService();
                for (int round = 1; round <= ROUNDS; round++) {
                    run(site, folder, broker, round);
                }
            }
        }
    }

    private static void enrol(RunningSite site, Path folder) throws InterruptedException {
        for (int c = 0; c < CONTROLLERS; c++) {
            try (var enrolment = Program.kiosk(
                    site.log("enrol"),
                    "enrol-controller",
                    "--config",
                    site.kioskConfig().toString(),
                    "--id",
                    "burst-" + c,
                    "--name",
                    "Burst " + c,
                    "--door",
                    "door-" + c + "=Door " + c,
                    "--out",
                    folder.resolve("burst-" + c).toString())) {
                if (enrolment.end() != 0) {
                    throw new IllegalStateException(enrolment.output());
                }
            }
        }
    }

    private static void run(RunningSite site, Path folder, Broker broker, int round) throws Exception {
        List<Away> away = new ArrayList<>();
        try (var closing = new Closing()) {
            for (int c = 0; c < CONTROLLERS; c++) {
                away.add(new Away(site, folder.resolve("burst-" + c), c, round, closing));
            }
            long start = System.nanoTime();
            away.forEach(Away::connect);
            for (Away one : away) {
                one.awaitAcknowledged();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| burst of %,d events from %d controllers, %s, round %d | %.2f s | %,.0f events/s |%n",
                    EVENTS,
                    CONTROLLERS,
                    broker,
                    round,
                    seconds,
                    EVENTS / seconds);
        }
    }

    /** A controller whose journal is full of what happened while it was away. */
    private static final class Away {
        private final SqliteJournal journal;
        private final ControllerKeys keys;
        private final URI broker;
        private final Link link;
        private final BootId boot;
        private final Closing closing;

        Away(RunningSite site, Path keyFolder, int number, int round, Closing closing) throws IOException {
            this.keys = ControllerKeys.open(keyFolder);
            this.broker = URI.create("ssl://localhost:" + site.mqttPort());
            this.boot = new BootId("burst-" + number + "-" + round);
            this.closing = closing;
            Path data = Files.createTempDirectory(keyFolder, "data");
            var random = new SecureRandom();
            journal = closing.add(SqliteJournal.open(
                    data.resolve("journal.db"),
                    boot,
                    () -> Instant.now().truncatedTo(ChronoUnit.MILLIS),
                    () -> ClockTrust.TRUSTED,
                    System::nanoTime,
                    random));
            var lists = closing.add(AccessListStore.open(data.resolve("list.db"), random));
            var clock = new ClockKeeper(lists.keepsakes(), () -> true, InstantSource.system(), System::nanoTime);
            var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, System::nanoTime);
            journal.append(happened(number, round));
            link = new Link(
                    new Identity(boot, "bench", System::nanoTime),
                    new Link.Parts(
                            journal, lists, lease, clock, new Doors(List.of()), new Sealer(keys.serviceSealingKey())),
                    random);
        }

        void connect() {
            var courier = closing.add(Courier.forController(
                    keys,
                    broker,
                    number -> new ControllerState.Offline(boot, number),
                    link,
                    link.rejections(),
                    new SecureRandom()));
            link.start(message -> courier.send(new Topic(keys.site(), keys.id(), message.channel()), message));
            closing.add(link);
        }

        void awaitAcknowledged() throws InterruptedException {
            while (journal.acknowledged() < EVENTS / CONTROLLERS) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }

        /** As a door makes them: an exit button, an opening, a passage, a closing. */
        private static List<Event> happened(int number, int round) {
            var random = new Random(number * 100L + round);
            var door = new DoorId("door-" + number);
            var events = new ArrayList<Event>();
            while (events.size() < EVENTS / CONTROLLERS) {
                events.add(
                        switch (events.size() % 4) {
                            case 0 -> new Event.ExitRequested(door);
                            case 1 -> new Event.Opened(door, Cause.GRANT);
                            case 2 ->
                                new Event.Passage(
                                        door,
                                        random.nextBoolean() ? Direction.IN : Direction.OUT,
                                        new PersonId("p-" + random.nextInt(200)),
                                        1,
                                        Confidence.CONFIRMED);
                            default -> new Event.Closed(door);
                        });
            }
            return events;
        }
    }
}

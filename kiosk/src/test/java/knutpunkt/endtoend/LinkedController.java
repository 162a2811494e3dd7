package knutpunkt.endtoend;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.AccessList;
import knutpunkt.access.ClockTrust;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.KeyFiles;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.link.Outbox;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.run.Doors;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.loop.Threads;
import knutpunkt.settings.Closing;
import knutpunkt.wire.BootId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.signature.Sealer;

/**
 * A controller without doors of its own, in this process: with its own keys, journal, access list, link and connection, as
 * the real one has them. Many of them fit where many real processes would not.
 */
public final class LinkedController {
    private final SqliteJournal journal;
    private final AccessListStore lists;
    private final ControllerKeys keys;
    private final URI broker;
    private final Link link;
    private final BootId boot;
    private final Closing closing;
    private final Carried carried = new Carried();
    private Optional<Courier> courier = Optional.empty();

    /** Gives the site's controller of this number its keys; the service must not run yet, or be told of it. */
    public static void enrol(RunningSite site, Path folder, int number) throws InterruptedException {
        try (var enrolment = Program.kiosk(
                site.log("enrol"),
                "enrol-controller",
                "--config",
                site.kioskConfig().toString(),
                "--id",
                name(number),
                "--name",
                "Linked " + number,
                "--door",
                "door-" + number + "=Door " + number,
                "--out",
                folder.resolve(name(number)).toString())) {
            if (enrolment.end() != 0) {
                throw new IllegalStateException(enrolment.output());
            }
        }
    }

    static String name(int number) {
        return "linked-" + number;
    }

    /** Gives all controllers from 0 on their keys, without a program for each; the service must not run. */
    static void enrolAll(RunningSite site, Path folder, int count) {
        var id = new SiteId(RunningSite.read(site.siteKeys().resolve("site")).strip());
        SiteKeys keys = SiteKeys.openOrCreate(site.siteKeys(), id, InstantSource.system(), new SecureRandom());
        try (Database database = Database.open(site.data().resolve("site.db"))) {
            database.write(transaction -> {
                for (int number = 0; number < count; number++) {
                    var controller = new ControllerId(name(number));
                    Plan.addController(transaction, controller, "Linked " + number);
                    Plan.addDoorWithPoints(transaction, door(number), controller, "Door " + number);
                }
                return count;
            });
        }
        for (int number = 0; number < count; number++) {
            keys.enrol(new ControllerId(name(number)), folder.resolve(name(number)));
        }
    }

    static DoorId door(int number) {
        return new DoorId("door-" + number);
    }

    /** One that has been enrolled, with these events in its journal; {@code closing} closes what it opened. */
    LinkedController(RunningSite site, Path folder, int number, int boot, List<Event> happened, Closing closing)
            throws IOException {
        this(site, folder, number, boot, Files.createTempDirectory(folder.resolve(name(number)), "data"), closing);
        if (!happened.isEmpty()) {
            journal.append(happened);
        }
    }

    /** One that has been enrolled and goes on with what is in a folder. */
    LinkedController(RunningSite site, Path folder, int number, int boot, Path data, Closing closing) {
        Path keyFolder = folder.resolve(name(number));
        this.keys = ControllerKeys.open(keyFolder);
        this.broker = URI.create("ssl://localhost:" + site.mqttPort());
        this.boot = new BootId(name(number) + "-" + boot);
        this.closing = closing;
        var random = new SecureRandom();
        journal = closing.add(SqliteJournal.open(
                data.resolve("journal.db"),
                this.boot,
                () -> Instant.now().truncatedTo(ChronoUnit.MILLIS),
                () -> ClockTrust.TRUSTED,
                System::nanoTime,
                random));
        lists = closing.add(AccessListStore.open(data.resolve("list.db"), random, () -> false));
        var clock = new ClockKeeper(lists.keepsakes(), () -> true, InstantSource.system(), System::nanoTime);
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, System::nanoTime);
        link = new Link(
                new Identity(this.boot, "bench", System::nanoTime),
                new Link.Parts(
                        journal,
                        lists,
                        lease,
                        clock,
                        new Doors(List.of()),
                        new Sealer(keys.serviceSealingKey()),
                        new KeyFiles(keys, random)),
                random,
                Threads.THREADS);
    }

    void connect() {
        Courier connecting = closing.add(Courier.forController(
                keys,
                List.of(broker),
                number -> new ControllerState.Offline(boot, number),
                carried.received(link),
                link.rejections(),
                new SecureRandom(),
                System::nanoTime));
        courier = Optional.of(connecting);
        link.start(carried.sent(Outbox.over(keys.site(), keys.id(), connecting)));
        closing.add(link);
    }

    /** Whether it is connected and subscribed at this moment. */
    boolean isConnected() {
        return courier.map(Courier::isConnected).orElse(false);
    }

    /** What went through its connections so far. */
    Carried carried() {
        return carried;
    }

    ControllerKeys keys() {
        return keys;
    }

    Journal journal() {
        return journal;
    }

    /** The list in force. */
    AccessList list() {
        return lists.current();
    }

    /** Waits until the service has acknowledged that many of its records. */
    void awaitAcknowledged(int records) throws InterruptedException {
        while (journal.acknowledged() < records) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}

package knutpunkt.controller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Posture;
import knutpunkt.controller.ControllerConfig.PanelConfig;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.Room;
import knutpunkt.controller.journal.RoomLimits;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.KeyFiles;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.link.Outbox;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.controller.list.TimeSource;
import knutpunkt.controller.panel.ExampleBadge;
import knutpunkt.controller.panel.Panel;
import knutpunkt.controller.run.Circumstances;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.Doors;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.loop.Threads;
import knutpunkt.settings.BadStart;
import knutpunkt.settings.Closing;
import knutpunkt.settings.HeldFolder;
import knutpunkt.wire.BootId;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.certificates.KeysUnusable;
import knutpunkt.wire.certificates.KnownTime;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.signature.Sealer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole of one controller, put together in the order in which it must work: what it decides by, then the doors, and
 * only then the network, so that doors work whoever else is away. Closing it goes the other way.
 */
final class Controller implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Controller.class);
    private static final int BOOT_ID_BYTES = 8;

    /** Made by the machine's time service once the network has set its clock since the boot. */
    private static final Path CLOCK_SET = Path.of("/run/systemd/timesync/synchronized");

    private final ControllerConfig config;
    private final Clocks clocks;
    private final Runnable powerCut;
    private final Identity self;
    private final Closing closing = new Closing();

    private Controller(ControllerConfig config, Clocks clocks, String version, Runnable powerCut) {
        this.config = config;
        this.clocks = clocks;
        this.powerCut = powerCut;
        byte[] boot = new byte[BOOT_ID_BYTES];
        clocks.random().nextBytes(boot);
        this.self = new Identity(new BootId(HexFormat.of().formatHex(boot)), version, clocks.uptimeNanos());
    }

    /**
     * Starts everything; the doors work when this returns, whether or not anybody can be reached.
     *
     * @param powerCut ends the process as a cut of its power would
     * @throws BadStart with one sentence, and nothing left open
     * @throws KeysUnusable the same
     */
    static Controller start(ControllerConfig config, Clocks clocks, String version, Runnable powerCut) {
        var controller = new Controller(config, clocks, version, powerCut);
        try {
            controller.open();
            return controller;
        } catch (BadStart | KeysUnusable e) {
            controller.close();
            throw e;
        } catch (JournalUnavailable | ListUnavailable | HardwareFailure e) {
            controller.close();
            throw new BadStart(String.valueOf(e.getMessage()), e);
        }
    }

    @Override
    public void close() {
        closing.close();
    }

    private void open() {
        var reading = KeysAhead.reading(config.keys());
        var folder = closing.add(HeldFolder.hold(config.data()));
        var room = new Room(config.data(), RoomLimits.DEFAULTS, clocks.uptimeNanos(), clocks.random());
        var lists = closing.add(AccessListStore.open(folder.path("list.db"), clocks.random(), room::giveUp));
        var clock = new ClockKeeper(lists.keepsakes(), timeSource(), clocks.wall(), clocks.uptimeNanos());
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, clocks.uptimeNanos());
        var maker = new RecordMaker(self.boot(), clock, clock::trust, clocks.uptimeNanos(), clocks.random());
        Journal journal = closing.add(SqliteJournal.open(folder.path("journal.db"), maker, room));
        closing.add(() -> {
            clock.keep(true);
            lease.keep(true);
        });
        record(journal, new Event.Started(self.version()));

        var boards = new Doorway.Boards(clocks.uptimeNanos(), closing);
        var doorways = config.doors().stream()
                .map(door -> Doorway.open(door, boards, clocks.uptimeNanos()))
                .toList();
        ControllerKeys keys = reading.await();
        BiFunction<DoorSetup, DoorParts, DoorLoop> loop = (setup, parts) -> new DoorLoop(
                setup,
                parts,
                List.of(keys.badgeKey()),
                lists::current,
                () -> new Circumstances(Posture.NORMAL, lease.state(), clock.trust(), clock.instant()),
                journal,
                clocks.uptimeNanos(),
                Threads.THREADS);
        // Doors first: the panel finds each by its place.
        var doors = new Doors(Stream.concat(
                        doorways.stream().map(doorway -> loop.apply(doorway.setup(), doorway.parts())),
                        config.checkIns().stream().map(one -> loop.apply(one.setup(), one.parts(clocks.uptimeNanos()))))
                .toList());
        var sealer = new Sealer(keys.serviceSealingKey());
        keys.goBy(knownTime(clock));
        var keyFiles = new KeyFiles(keys, clocks.random());
        var parts = new Link.Parts(journal, lists, lease, clock, doors, sealer, keyFiles);
        var link = new Link(self, parts, clocks.random(), Threads.THREADS);

        // Closed in reverse: the panel, then the doors, so that strikes are secured; then goodbye is said.
        var network = closing.add(new Closing());
        doors.all().forEach(closing::add);
        doors.start();
        LOG.info("Doors {} are ready", doors.all().stream().map(DoorLoop::id).toList());
        config.panel().ifPresent(panel -> closing.add(panel(panel, doorways, doors)));
        connect(keys, link, network);
    }

    /** Last, for it is slow to begin with and may take for ever. */
    private void connect(ControllerKeys keys, Link link, Closing network) {
        var courier = network.add(Courier.forController(
                keys,
                config.brokers(),
                number -> new ControllerState.Offline(self.boot(), number),
                link,
                link.rejections(),
                clocks.random(),
                clocks.uptimeNanos()));
        link.start(Outbox.over(keys.site(), keys.id(), courier));
        network.add(link);
    }

    private Panel panel(PanelConfig panel, List<Doorway> doorways, Doors doors) {
        var panelDoors = IntStream.range(0, doorways.size())
                .mapToObj(i -> doorways.get(i).panelDoor(doors.all().get(i)::lastOutcome))
                .flatMap(Optional::stream)
                .toList();
        try {
            var started = Panel.start(panel.port(), panelDoors, badges(panel.badges()), clocks.uptimeNanos(), powerCut);
            LOG.info("The panel is at http://127.0.0.1:{}/", started.port());
            return started;
        } catch (IOException e) {
            throw new BadStart("[panel.port] " + panel.port() + " on 127.0.0.1 cannot be had: is it in use?", e);
        }
    }

    private static List<ExampleBadge> badges(Optional<Path> file) {
        if (file.isEmpty()) {
            return List.of();
        }
        try {
            return ExampleBadge.parse(Files.readString(file.get()));
        } catch (IOException e) {
            throw new BadStart("[panel.badges] " + file.get() + " cannot be read", e);
        } catch (IllegalArgumentException e) {
            throw new BadStart("[panel.badges] " + file.get() + ": " + e.getMessage(), e);
        }
    }

    private TimeSource timeSource() {
        return switch (config.clock()) {
            case SYSTEM -> () -> Files.exists(CLOCK_SET);
            case TRUSTED -> () -> true;
        };
    }

    /** The broker's certificate is held against the time as far as it is known here (invariant I12). */
    private static KnownTime knownTime(ClockKeeper clock) {
        return new KnownTime() {
            @Override
            public Instant atLeast() {
                return clock.instant();
            }

            @Override
            public boolean isExact() {
                return clock.trust() == ClockTrust.TRUSTED;
            }
        };
    }

    /** A journal that keeps nothing does not stop the start: leaving works, and entry is refused by the doors. */
    private static void record(Journal journal, Event event) {
        try {
            journal.append(event);
        } catch (JournalUnavailable e) {
            LOG.error("the journal keeps nothing now", e);
        }
    }
}

package knutpunkt.controller;

import knutpunkt.settings.Closing;
import knutpunkt.settings.HeldFolder;
import knutpunkt.settings.BadStart;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import knutpunkt.access.Posture;
import knutpunkt.controller.ControllerConfig.PanelConfig;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.list.ListUnavailable;
import knutpunkt.controller.list.TimeSource;
import knutpunkt.controller.panel.ExampleBadge;
import knutpunkt.controller.panel.Panel;
import knutpunkt.controller.panel.PanelDoor;
import knutpunkt.controller.run.Circumstances;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.hardware.HardwareFailure;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.certificates.ControllerKeys;
import knutpunkt.wire.message.ControllerState;
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
    private final ControllerKeys keys;
    private final Clocks clocks;
    private final Runnable powerCut;
    private final Identity self;
    private final Closing closing = new Closing();

    private Controller(ControllerConfig config, ControllerKeys keys, Clocks clocks, String version, Runnable powerCut) {
        this.config = config;
        this.keys = keys;
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
     */
    static Controller start(
            ControllerConfig config, ControllerKeys keys, Clocks clocks, String version, Runnable powerCut) {
        var controller = new Controller(config, keys, clocks, version, powerCut);
        try {
            controller.open();
            return controller;
        } catch (BadStart e) {
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
        var folder = closing.add(HeldFolder.hold(config.data()));
        var lists = closing.add(AccessListStore.open(folder.path("list.db"), clocks.random()));
        var clock = new ClockKeeper(lists.keepsakes(), timeSource(), clocks.wall(), clocks.uptimeNanos());
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, clocks.uptimeNanos());
        Journal journal = closing.add(SqliteJournal.open(
                folder.path("journal.db"), self.boot(), clock, clock::trust, clocks.uptimeNanos(), clocks.random()));
        closing.add(() -> {
            clock.keep(true);
            lease.keep(true);
        });
        var boards = new Doorway.Boards(clocks.uptimeNanos(), closing);
        var loops = new ArrayList<DoorLoop>();
        var panelDoors = new ArrayList<PanelDoor>();
        for (DoorConfig door : config.doors()) {
            Doorway doorway = Doorway.open(door, boards, clocks.uptimeNanos());
            doorway.panel().ifPresent(panelDoors::add);
            loops.add(loop(door, doorway, lists, lease, clock, journal));
        }
        record(journal, new Event.Started(self.version()));
        var sealer = new Sealer(keys.serviceSealingKey());
        var link = new Link(self, new Link.Parts(journal, lists, lease, clock, loops, sealer), clocks.random());
        startDoorsThenNetwork(loops, link);
        config.panel().ifPresent(panel -> closing.add(panel(panel, panelDoors)));
    }

    private DoorLoop loop(
            DoorConfig door,
            Doorway doorway,
            AccessListStore lists,
            LeaseKeeper lease,
            ClockKeeper clock,
            Journal journal) {
        var standard = DoorTimes.DEFAULTS;
        var times = new DoorTimes(
                door.unlockTime(),
                door.unlockTime().multipliedBy(2),
                door.heldTime(),
                standard.exit(),
                standard.samePresentation(),
                standard.readAge());
        return new DoorLoop(
                new DoorSetup(door.id(), times, door.highRisk()),
                doorway.parts(),
                List.of(keys.badgeKey()),
                lists::current,
                () -> new Circumstances(Posture.NORMAL, lease.state(), clock.trust(), clock.instant()),
                journal,
                clocks.uptimeNanos());
    }

    /** The doors first; then the network, which may take for ever. At the stop: doors secured, goodbye said, line cut. */
    private void startDoorsThenNetwork(List<DoorLoop> loops, Link link) {
        var network = closing.add(new Closing());
        loops.forEach(closing::add);
        loops.forEach(DoorLoop::start);
        LOG.info("Doors {} are ready", loops.stream().map(DoorLoop::id).toList());
        var courier = network.add(Courier.forController(
                keys,
                config.broker(),
                number -> new ControllerState.Offline(self.boot(), number),
                link,
                link.rejections(),
                clocks.random()));
        link.start(message -> courier.send(new Topic(keys.site(), keys.id(), message.channel()), message));
        network.add(link);
    }

    private Panel panel(PanelConfig panel, List<PanelDoor> doors) {
        try {
            var started = Panel.start(panel.port(), doors, badges(panel.badges()), clocks.uptimeNanos(), powerCut);
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

    /** A journal that keeps nothing does not stop the start: leaving works, and entry is refused by the doors. */
    private static void record(Journal journal, Event event) {
        try {
            journal.append(event);
        } catch (JournalUnavailable e) {
            LOG.error("the journal keeps nothing now", e);
        }
    }
}

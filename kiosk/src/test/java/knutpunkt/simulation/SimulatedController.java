package knutpunkt.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.Posture;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.journal.Journal;
import knutpunkt.controller.journal.JournalUnavailable;
import knutpunkt.controller.journal.Room;
import knutpunkt.controller.journal.RoomLimits;
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.link.Identity;
import knutpunkt.controller.link.Link;
import knutpunkt.controller.link.Outbox;
import knutpunkt.controller.list.AccessListStore;
import knutpunkt.controller.list.ClockKeeper;
import knutpunkt.controller.list.LeaseKeeper;
import knutpunkt.controller.list.LeaseTimes;
import knutpunkt.controller.run.Circumstances;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.Doors;
import knutpunkt.controller.run.ReadPoint;
import knutpunkt.settings.Closing;
import knutpunkt.simulation.model.ListNumber;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.message.RecordMaker;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.signature.Sealer;

/** One controller with its doors, through as many runs as its power lasts. Its program is the real one's, part by part. */
final class SimulatedController {
    private static final int BOOT_BYTES = 8;

    /** As much less than the real one's as a simulated disk is smaller. */
    private static final RoomLimits ROOM = new RoomLimits(256 << 10, 64 << 10);

    private final World world;
    private final ControllerId id;
    private final SplittableRandom random;
    private final Computer computer;
    private final List<SimulatedDoor> doors = new ArrayList<>();
    private Optional<Running> running = Optional.empty();

    /** A run of the program, as far as whoever looks on needs to know it. */
    record Running(Identity self, SimulatedMachine machine, AccessListStore lists, LeaseKeeper lease, Journal journal) {
        /** What the journal ends with; empty when it cannot be read. */
        Optional<List<JournalRecord>> newest(int count) {
            try {
                return Optional.of(journal.after(Math.max(0, journal.head().sequence() - count), count));
            } catch (JournalUnavailable _) {
                return Optional.empty();
            }
        }
    }

    /** One door and where it is. */
    record SimulatedDoor(DoorId id, PointId outside, Optional<PointId> inside, SimulatedParts parts) {
        /** Whether it is no door, and a reader that opens nothing: there people turn around. */
        boolean isCheckIn() {
            return inside.isEmpty();
        }
    }

    SimulatedController(World world, ControllerId id, SplittableRandom random, int doorCount, int checkInCount) {
        this.world = world;
        this.id = id;
        this.random = random;
        this.computer = new Computer(world, id.text(), random.split(), false, this::start);
        for (int i = 1; i <= doorCount; i++) {
            String name = id.text() + "-d" + i;
            doors.add(new SimulatedDoor(
                    new DoorId(name),
                    new PointId(name + "-outside"),
                    Optional.of(new PointId(name + "-inside")),
                    new SimulatedParts(world.timeline())));
            world.model().door(id.text(), name);
        }
        for (int i = 1; i <= checkInCount; i++) {
            String name = id.text() + "-i" + i;
            doors.add(new SimulatedDoor(
                    new DoorId(name),
                    new PointId(name + "-check-in"),
                    Optional.empty(),
                    new SimulatedParts(world.timeline())));
            world.model().checkIn(id.text(), name);
        }
    }

    ControllerId id() {
        return id;
    }

    List<SimulatedDoor> doors() {
        return Collections.unmodifiableList(doors);
    }

    Computer computer() {
        return computer;
    }

    /** The run it is in; empty while it has no power or could not start. */
    Optional<Running> running() {
        return running.filter(run -> run.machine().isOn());
    }

    /** The run it is in, or was in when it ended. */
    Optional<Running> lastRun() {
        return running;
    }

    /** The program, as the real one puts itself together. */
    private void start(SimulatedMachine booted, Path disk, Closing opened) {
        running = Optional.empty();
        doors.forEach(door -> door.parts().ownedBy(booted));
        byte[] boot = new byte[BOOT_BYTES];
        random.nextBytes(boot);
        var self = new Identity(new BootId(HexFormat.of().formatHex(boot)), "simulated", booted::uptimeNanos);
        var room = new Room(disk, ROOM, booted::uptimeNanos, random);
        var lists = opened.add(AccessListStore.open(disk.resolve("list.db"), random, room::giveUp));
        var clock = new ClockKeeper(lists.keepsakes(), booted::isClockSet, booted.wallClock(), booted::uptimeNanos);
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, booted::uptimeNanos);
        ListNumber revision = Watch.number(lists.current().revision());
        world.model().booted(id.text(), self.boot().text(), revision, booted.bootedAtNanos());
        var maker = new RecordMaker(self.boot(), clock, clock::trust, booted::uptimeNanos, random);
        Journal journal = opened.add(SqliteJournal.open(disk.resolve("journal.db"), maker, room));
        running = Optional.of(new Running(self, booted, lists, lease, journal));
        try {
            journal.append(new Event.Started(self.version()));
        } catch (JournalUnavailable _) {
            // Leaving works all the same, and the doors refuse entry.
        }
        List<BadgeKey> keys = List.of(world.badgeKey());
        var loops = new Doors(doors.stream()
                .map(door -> new DoorLoop(
                        new DoorSetup(door.id(), DoorTimes.DEFAULTS, false),
                        parts(door, booted),
                        keys,
                        lists::current,
                        () -> new Circumstances(Posture.NORMAL, lease.state(), clock.trust(), clock.instant()),
                        journal,
                        booted::uptimeNanos,
                        booted))
                .toList());
        var sealer = new Sealer(world.sealingKey());
        var parts = new Link.Parts(journal, lists, lease, clock, loops, sealer, new ConstantKeys());
        var link = new Link(self, parts, random, booted);
        loops.start();
        connect(booted, self, link);
    }

    private static DoorParts parts(SimulatedDoor door, SimulatedMachine booted) {
        SimulatedParts parts = door.parts();
        if (door.inside().isEmpty()) {
            return DoorParts.checkIn(new ReadPoint(door.outside(), Direction.TOGGLE, parts.checkInReader()));
        }
        return new DoorParts(
                List.of(
                        new ReadPoint(door.outside(), Direction.IN, parts.outsideReader()),
                        new ReadPoint(door.inside().get(), Direction.OUT, parts.insideReader())),
                parts.strike(booted),
                Optional.of(parts.doorContact()),
                Optional.of(parts.exitButton()));
    }

    private void connect(SimulatedMachine booted, Identity self, Link link) {
        var end = new End.Controller(id);
        var state = new Topic(world.site(), id, Channel.STATE);
        var pace = new Pace();
        Courier courier = Courier.open(
                end,
                world.site(),
                world.signer(end),
                world.verifier(),
                link,
                link.rejections(),
                new Allowances(booted::uptimeNanos),
                pace.over(booted),
                inbox -> world.broker()
                        .open(
                                end.sender(),
                                booted,
                                end.subscriptions(world.site()),
                                number -> Optional.of(will(end, state, self, number)),
                                inbox,
                                pace));
        link.start(Outbox.over(world.site(), id, courier));
    }

    private Outgoing will(End end, Topic state, Identity self, long number) {
        Message offline = new ControllerState.Offline(self.boot(), number);
        byte[] payload = MessageCodec.encode(offline);
        Channel channel = state.channel();
        return new Outgoing(
                state.text(),
                payload,
                Optional.of(world.signer(end).sign(state.text(), payload)),
                channel.qos(),
                channel.retained(),
                Optional.empty());
    }
}

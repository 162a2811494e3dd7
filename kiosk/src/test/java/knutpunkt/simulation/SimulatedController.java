package knutpunkt.simulation;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.Posture;
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
import knutpunkt.controller.run.Circumstances;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.Doors;
import knutpunkt.controller.run.ReadPoint;
import knutpunkt.settings.Closing;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.ControllerState;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.message.MessageCodec;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Outgoing;
import knutpunkt.wire.signature.Sealer;

/** One controller with its doors, through as many runs as its power lasts. Its program is the real one's, part by part. */
final class SimulatedController {
    private static final int BOOT_BYTES = 8;

    private final World world;
    private final ControllerId id;
    private final SplittableRandom random;
    private final Computer computer;
    private final List<SimulatedDoor> doors = new ArrayList<>();

    /** One door and where it is. */
    record SimulatedDoor(DoorId id, PointId outside, PointId inside, SimulatedParts parts) {}

    SimulatedController(World world, ControllerId id, SplittableRandom random, int doorCount) {
        this.world = world;
        this.id = id;
        this.random = random;
        this.computer = new Computer(world, id.text(), random.split(), this::start);
        for (int i = 1; i <= doorCount; i++) {
            String name = id.text() + "-d" + i;
            doors.add(new SimulatedDoor(
                    new DoorId(name),
                    new PointId(name + "-outside"),
                    new PointId(name + "-inside"),
                    new SimulatedParts(world)));
        }
    }

    ControllerId id() {
        return id;
    }

    List<SimulatedDoor> doors() {
        return List.copyOf(doors);
    }

    Computer computer() {
        return computer;
    }

    /** The program, as the real one puts itself together. */
    private void start(SimulatedMachine booted, Path disk, Closing opened) {
        doors.forEach(door -> door.parts().ownedBy(booted));
        byte[] boot = new byte[BOOT_BYTES];
        random.nextBytes(boot);
        var self = new Identity(new BootId(HexFormat.of().formatHex(boot)), "simulated", booted::uptimeNanos);
        var lists = opened.add(AccessListStore.open(disk.resolve("list.db"), random));
        var clock = new ClockKeeper(lists.keepsakes(), () -> true, booted.wallClock(), booted::uptimeNanos);
        var lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, booted::uptimeNanos);
        Journal journal = opened.add(SqliteJournal.open(
                disk.resolve("journal.db"), self.boot(), clock, clock::trust, booted::uptimeNanos, random));
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
        var link = new Link(self, new Link.Parts(journal, lists, lease, clock, loops, sealer), random, booted);
        loops.start();
        connect(booted, self, link);
    }

    private static DoorParts parts(SimulatedDoor door, SimulatedMachine booted) {
        SimulatedParts parts = door.parts();
        return new DoorParts(
                List.of(
                        new ReadPoint(door.outside(), Direction.IN, parts.outsideReader()),
                        new ReadPoint(door.inside(), Direction.OUT, parts.insideReader())),
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
                pace.over(booted),
                inbox -> world.broker()
                        .open(
                                end.sender(),
                                booted,
                                end.subscriptions(world.site()),
                                number -> Optional.of(will(end, state, self, number)),
                                inbox,
                                pace));
        link.start(message -> courier.send(new Topic(world.site(), id, message.channel()), message));
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

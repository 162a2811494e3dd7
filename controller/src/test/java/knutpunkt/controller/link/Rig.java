package knutpunkt.controller.link;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Posture;
import knutpunkt.access.Technology;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.journal.SqliteJournal;
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
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorByHand;
import knutpunkt.hardware.simulated.SimulatedDoor;
import knutpunkt.hardware.simulated.SimulatedReader;
import knutpunkt.loop.Threads;
import knutpunkt.wire.BootId;
import knutpunkt.wire.Channel;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import knutpunkt.wire.session.Rejection;
import knutpunkt.wire.session.Rejections;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.Sealer;
import knutpunkt.wire.signature.SealingKeys;

/** All that a link works on, in earnest: journal and list in files, a door's real loop over simulated parts. */
final class Rig implements AutoCloseable {
    static final SiteId SITE = new SiteId("test");
    static final ControllerId CONTROLLER = new ControllerId("c1");
    static final DoorId DOOR = new DoorId("street");
    static final PointId ENTRY = new PointId("street-entry");
    static final BadgeKey KEY = new BadgeKey(1, new byte[BadgeKey.BYTES]);
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    /** Short enough for a test; what must not happen within a wait is tested on a clock of its own. */
    static final LinkTimes QUICK = new LinkTimes(
            Duration.ofMillis(300),
            Duration.ofMillis(400),
            Duration.ofMillis(800),
            Duration.ofMillis(50),
            Duration.ofMillis(100),
            Duration.ofMillis(200),
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMillis(300),
            Duration.ofMillis(200),
            Duration.ofSeconds(1));

    final Identity self;
    final SqliteJournal journal;
    final AccessListStore lists;
    final ClockKeeper clock;
    final LeaseKeeper lease;
    final SimulatedReader reader = new SimulatedReader("entry");
    final DoorLoop loop;
    private final SimulatedDoor door;
    final Opener opener;
    final Link.Parts parts;
    volatile Posture posture = Posture.NORMAL;
    final List<String> firstRejections = new CopyOnWriteArrayList<>();
    final Rejections rejections = new Rejections((channel, reason, _) -> firstRejections.add(channel + " " + reason));

    Rig(Path folder) {
        this(folder, sinceNow());
    }

    /** The doors run on real time whatever the link's clock is. */
    Rig(Path folder, LongSupplier uptimeNanos) {
        var random = new Random(7);
        LongSupplier doorNanos = sinceNow();
        InstantSource wall = InstantSource.fixed(NOW);
        self = new Identity(new BootId("boot-1"), "1.2.3", uptimeNanos);
        lists = AccessListStore.open(folder.resolve("list.db"), random, () -> false);
        clock = new ClockKeeper(lists.keepsakes(), () -> true, wall, uptimeNanos);
        lease = new LeaseKeeper(lists.keepsakes(), LeaseTimes.DEFAULTS, clock, uptimeNanos);
        journal =
                SqliteJournal.open(folder.resolve("journal.db"), self.boot(), clock, clock::trust, uptimeNanos, random);
        door = new SimulatedDoor(List.of(), doorNanos, _ -> {});
        var points = List.of(new ReadPoint(ENTRY, Direction.IN, reader));
        loop = new DoorLoop(
                new DoorSetup(DOOR, DoorTimes.DEFAULTS, false),
                new DoorParts(points, door.strike(), Optional.of(door.doorContact()), Optional.of(door.exitButton())),
                List.of(KEY),
                lists::current,
                () -> new Circumstances(posture, lease.state(), clock.trust(), clock.instant()),
                journal,
                doorNanos,
                Threads.THREADS);
        KeyPair sealing = SealingKeys.make(new SecureRandom());
        opener = new Opener(sealing.getPrivate());
        parts = new Link.Parts(
                journal,
                lists,
                lease,
                clock,
                new Doors(List.of(loop)),
                new Sealer(sealing.getPublic()),
                new ConstantKeys());
    }

    DoorByHand hand() {
        return door;
    }

    static LongSupplier sinceNow() {
        long start = System.nanoTime();
        return () -> System.nanoTime() - start;
    }

    /** A badge as a reader reads it now. */
    static BadgeRead badge(long number, LongSupplier nanos) {
        return BadgeRead.em4100(number, nanos.getAsLong());
    }

    static BadgeToken token(long number) {
        return KEY.token(
                new BadgeBits(Technology.EM4100, 40, BadgeRead.em4100(number, 0).bits()));
    }

    /** All that the journal says has happened. */
    List<Event> events() {
        return journal.after(0, 10_000).stream()
                .map(one -> EventCodec.read(one.header().kind(), ((Content.Kept) one.content()).body())
                        .orElseThrow())
                .toList();
    }

    <E extends Event> List<E> events(Class<E> kind) {
        return events().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    long rejected(Channel channel, Rejection reason) {
        return rejections.count(channel, reason);
    }

    @Override
    public void close() {
        loop.close();
        journal.close();
        lists.close();
    }
}

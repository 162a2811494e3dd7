package knutpunkt.controller.run;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeBits;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Grant;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Revision;
import knutpunkt.access.Technology;
import knutpunkt.controller.door.DoorTimes;
import knutpunkt.controller.journal.SimulatedDisk;
import knutpunkt.controller.journal.SimulatedDiskJournal;
import knutpunkt.hardware.BadgeRead;
import knutpunkt.hardware.DoorContact;
import knutpunkt.loop.Threads;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.EventCodec;
import knutpunkt.wire.record.Content;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;

/** A door's loop with fake parts, a journal on a simulated disk, and a clock that tests move. */
final class LoopUnderTest implements AutoCloseable {
    static final DoorId DOOR = new DoorId("front");
    static final PointId OUTSIDE = new PointId("front-out");
    static final PointId INSIDE = new PointId("front-in");
    static final PersonId ANNA = new PersonId("p-1");
    static final long ANNAS_BADGE = 0x12_3456_789AL;
    static final long BOS_BADGE = 0x12_3456_789BL;
    static final long STRANGE_BADGE = 0x99L;
    static final BadgeKey OLD_KEY = key(1);
    static final BadgeKey NEW_KEY = key(2);
    static final Instant NOW = Instant.parse("2026-06-15T10:00:00Z");

    final AtomicLong nanos = new AtomicLong(10_000_000_000L);
    final FakeReader outside = new FakeReader();
    final FakeReader inside = new FakeReader();
    final FakeStrike strike = new FakeStrike();
    final FakeContact contact = new FakeContact();
    final FakeExitButton exitButton = new FakeExitButton();
    final SimulatedDisk disk = new SimulatedDisk(new Random(1));
    final SimulatedDiskJournal journal = SimulatedDiskJournal.open(
            disk, new BootId("boot-1"), () -> NOW, () -> ClockTrust.TRUSTED, nanos::get, new Random(2));
    volatile AccessList list = listWith(false);
    volatile Lease lease = Lease.CURRENT;
    volatile Posture posture = Posture.NORMAL;
    final DoorLoop loop = new DoorLoop(
            new DoorSetup(DOOR, DoorTimes.DEFAULTS, false),
            new DoorParts(
                    List.of(
                            new ReadPoint(OUTSIDE, Direction.IN, outside),
                            new ReadPoint(INSIDE, Direction.OUT, inside)),
                    strike,
                    Optional.of(contact),
                    Optional.of(exitButton)),
            List.of(NEW_KEY, OLD_KEY),
            () -> list,
            () -> new Circumstances(posture, lease, ClockTrust.TRUSTED, NOW),
            journal,
            nanos::get,
            Threads.THREADS);

    private static BadgeKey key(int id) {
        byte[] secret = new byte[BadgeKey.BYTES];
        new Random(id).nextBytes(secret);
        return new BadgeKey(id, secret);
    }

    /** Anna's badge under the old key, Bo's under the new one. */
    static AccessList listWith(boolean annaBlocked) {
        return AccessList.empty()
                .with(
                        new Revision(1, annaBlocked ? 2 : 1),
                        List.of(
                                new AccessItem.Badge(OLD_KEY.token(bits(ANNAS_BADGE)), ANNA, annaBlocked),
                                new AccessItem.Badge(NEW_KEY.token(bits(BOS_BADGE)), new PersonId("p-2"), false),
                                holder(ANNA),
                                holder(new PersonId("p-2"))),
                        List.of());
    }

    private static AccessItem holder(PersonId person) {
        var grant = new Grant(
                new GrantId("g-" + person),
                Set.of(DOOR),
                Optional.empty(),
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2027-01-01T00:00:00Z"));
        return new AccessItem.Holder(person, false, false, false, false, List.of(grant));
    }

    static BadgeBits bits(long number) {
        return new BadgeBits(Technology.EM4100, 40, BadgeRead.em4100(number, 0).bits());
    }

    BadgeRead read(long number) {
        return BadgeRead.em4100(number, nanos.get());
    }

    /** Without the loop's thread: what it would do at the start. */
    void look() {
        loop.turn(null);
    }

    void tap(long number) {
        loop.turn(new Input.Read(OUTSIDE, read(number)));
    }

    void tapExit(long number) {
        loop.turn(new Input.Read(INSIDE, read(number)));
    }

    void move(DoorContact.Position position) {
        contact.stand(position);
        loop.turn(new Input.ContactMoved(position, nanos.get()));
    }

    void pass(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        loop.turn(null);
    }

    void fillDisk() {
        disk.holdAtMost(0);
    }

    void emptyDisk() {
        disk.holdAtMost(Long.MAX_VALUE);
    }

    List<Event> recorded() {
        return journal.after(0, 10_000).stream()
                .map(each -> EventCodec.read(each.header().kind(), ((Content.Kept) each.content()).body())
                        .orElseThrow())
                .toList();
    }

    <T extends Event> List<T> recorded(Class<T> kind) {
        return recorded().stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Override
    public void close() {
        loop.close();
        emptyDisk();
        journal.close();
    }
}

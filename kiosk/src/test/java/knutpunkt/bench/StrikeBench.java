package knutpunkt.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
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
import knutpunkt.controller.journal.SqliteJournal;
import knutpunkt.controller.run.Circumstances;
import knutpunkt.controller.run.DoorLoop;
import knutpunkt.controller.run.DoorParts;
import knutpunkt.controller.run.DoorSetup;
import knutpunkt.controller.run.ReadPoint;
import knutpunkt.hardware.DoorContact;
import knutpunkt.hardware.Strike;
import knutpunkt.hardware.serial.SerialReader;
import knutpunkt.hardware.serial.SerialReaderKind;
import knutpunkt.hardware.simulated.SimulatedDoor;
import knutpunkt.loop.Threads;
import knutpunkt.wire.BootId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Direction;

/**
 * From the last byte of a badge's frame, written into a pseudo-terminal, to the strike's release: serial reader, door
 * loop, decision, and one journal sync on this disk; then with a disk whose syncs take longer.
 */
final class StrikeBench {
    private static final DoorId DOOR = new DoorId("square");
    private static final PointId POINT = new PointId("square-entry");
    private static final PersonId PERSON = new PersonId("p-1");
    private static final byte[] NUMBER = {0x0F, 0x00, (byte) 0xE1, (byte) 0xB2, (byte) 0xC3};
    private static final int WARM_UP = 300;
    private static final int RUNS = 1_000;
    private static final int SLOW_WARM_UP = 10;
    private static final int SLOW_RUNS = 100;

    private final SynchronousQueue<Long> releases = new SynchronousQueue<>();

    private StrikeBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (int millis : new int[] {0, 20, 100, 500}) {
            new StrikeBench().run(Duration.ofMillis(millis), millis == 0 ? RUNS : SLOW_RUNS);
        }
    }

    private void run(Duration addedSync, int runs) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        Path controllerEnd = folder.resolve("controller");
        Path readerEnd = folder.resolve("reader");
        Process line = new ProcessBuilder(
                        "socat", "pty,raw,echo=0,link=" + controllerEnd, "pty,raw,echo=0,link=" + readerEnd)
                .start();
        var key = new BadgeKey(1, new byte[BadgeKey.BYTES]);
        AccessList list = list(key);
        try (var journal = SqliteJournal.open(
                folder.resolve("journal.db"),
                new BootId("bench"),
                () -> Instant.now().truncatedTo(ChronoUnit.MILLIS),
                () -> ClockTrust.TRUSTED,
                System::nanoTime,
                new SecureRandom())) {
            while (!Files.exists(controllerEnd) || !Files.exists(readerEnd)) {
                Thread.onSpinWait();
            }
            var door = new SimulatedDoor(List.of("entry"), System::nanoTime, _ -> {});
            door.close();
            var slow = addedSync.isZero() ? journal : new SlowSync(journal, addedSync);
            try (var reader = new SerialReader(controllerEnd.toString(), SerialReaderKind.ID12LA, System::nanoTime);
                    var loop = new DoorLoop(
                            new DoorSetup(DOOR, DoorTimes.DEFAULTS, false),
                            new DoorParts(
                                    List.of(new ReadPoint(POINT, Direction.IN, reader)),
                                    new TimedStrike(door.strike()),
                                    Optional.<DoorContact>of(door.doorContact()),
                                    Optional.empty()),
                            List.of(key),
                            () -> list,
                            () -> new Circumstances(
                                    Posture.NORMAL,
                                    Lease.CURRENT,
                                    ClockTrust.TRUSTED,
                                    InstantSource.system().instant()),
                            slow,
                            System::nanoTime,
                            Threads.THREADS);
                    var out = Files.newOutputStream(readerEnd, StandardOpenOption.WRITE)) {
                loop.start();
                awaitReader(door, out);
                int warmUp = addedSync.isZero() ? WARM_UP : SLOW_WARM_UP;
                measure(door, out, warmUp, new Distribution("warm-up", warmUp), addedSync);
                long syncs = journal.syncTimes().syncs();
                long bytes = bytesWritten();
                var distribution = new Distribution(
                        "badge's last byte to strike, journal sync "
                                + (addedSync.isZero() ? "of this disk" : "+ " + addedSync.toMillis() + " ms"),
                        runs);
                measure(door, out, runs, distribution, addedSync);
                distribution.print();
                if (addedSync.isZero()) {
                    System.out.printf(
                            "| syncs a passage (grant, opening with passage, closing) | %d | %.2f | | |%n",
                            runs, (journal.syncTimes().syncs() - syncs) / (double) runs);
                    System.out.printf(
                            "| bytes written a passage | %d | %d | | |%n", runs, (bytesWritten() - bytes) / runs);
                }
            }
        } finally {
            line.destroy();
        }
    }

    /** The reader opens its line on a thread of its own; what is written before is lost. */
    private void awaitReader(SimulatedDoor door, OutputStream out) throws IOException, InterruptedException {
        do {
            out.write(frame());
            out.flush();
        } while (releases.poll(1, TimeUnit.SECONDS) == null);
        door.open();
        door.close();
    }

    private void measure(SimulatedDoor door, OutputStream out, int runs, Distribution into, Duration addedSync)
            throws IOException, InterruptedException {
        byte[] frame = frame();
        for (int run = 0; run < runs; run++) {
            out.write(frame, 0, frame.length - 1);
            out.flush();
            out.write(frame, frame.length - 1, 1);
            long written = System.nanoTime();
            Long released = releases.poll(addedSync.toMillis() + 5_000, TimeUnit.MILLISECONDS);
            if (released == null) {
                throw new IllegalStateException("run " + run + ": the strike was not released");
            }
            into.add(released - written);
            door.open();
            door.close();
            // The reader rests between two people, as a reader does.
            TimeUnit.MILLISECONDS.sleep(5 + 3 * addedSync.toMillis());
        }
    }

    private static byte[] frame() {
        int checksum = 0;
        var digits = new StringBuilder();
        for (byte value : NUMBER) {
            checksum ^= value;
            digits.append("%02X".formatted(value));
        }
        return ("\u0002" + digits + "%02X".formatted(checksum & 0xFF) + "\r\n\u0003").getBytes(US_ASCII);
    }

    private static AccessList list(BadgeKey key) {
        Instant today = Instant.now().truncatedTo(ChronoUnit.DAYS);
        return AccessList.empty()
                .with(
                        new Revision(1, 1),
                        List.of(
                                new AccessItem.Badge(
                                        key.token(new BadgeBits(Technology.EM4100, 40, NUMBER)), PERSON, false),
                                new AccessItem.Holder(
                                        PERSON,
                                        false,
                                        false,
                                        false,
                                        false,
                                        List.of(new Grant(
                                                new GrantId("g-1"),
                                                Set.of(DOOR),
                                                Optional.empty(),
                                                today.minus(1, ChronoUnit.DAYS),
                                                today.plus(30, ChronoUnit.DAYS))))),
                        List.of());
    }

    private static long bytesWritten() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/io")).stream()
                .filter(line -> line.startsWith("write_bytes:"))
                .mapToLong(line ->
                        Long.parseLong(line.substring("write_bytes:".length()).strip()))
                .sum();
    }

    /** Says when it was released. */
    private final class TimedStrike implements Strike {
        private final Strike strike;

        private TimedStrike(Strike strike) {
            this.strike = strike;
        }

        @Override
        public void release() {
            strike.release();
            long at = System.nanoTime();
            try {
                releases.offer(at, 1, TimeUnit.SECONDS);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void renew() {
            strike.renew();
        }

        @Override
        public void secure() {
            strike.secure();
        }

        @Override
        public boolean isReleased() {
            return strike.isReleased();
        }

        @Override
        public void close() {
            strike.close();
        }
    }
}

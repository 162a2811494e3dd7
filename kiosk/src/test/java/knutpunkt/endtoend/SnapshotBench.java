package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import knutpunkt.access.AccessList;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Decision;
import knutpunkt.access.Lease;
import knutpunkt.access.PinOutcome;
import knutpunkt.access.Posture;
import knutpunkt.access.Situation;
import knutpunkt.bench.Distribution;
import knutpunkt.bench.Loopback;
import knutpunkt.bench.Memory;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.settings.Closing;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Event;

/**
 * A controller with an empty disk takes a list of a million people, each with a badge of their own, while it goes on deciding
 * and recording, twenty badges a second, as its doors would have it. The clock runs from the attempt to connect until the
 * list is in force.
 */
final class SnapshotBench {
    private static final int PEOPLE = 1_000_000;
    private static final int GROUPS = 200;
    private static final int SCHEDULES = 50;
    private static final int DOORS = 8;
    private static final Duration BETWEEN_BADGES = Duration.ofMillis(50);
    private static final int BADGES_MAX = 100_000;
    private static final List<DoorId> ITS_DOORS =
            IntStream.range(0, DOORS).mapToObj(i -> new DoorId("big-" + i)).toList();

    private SnapshotBench() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.laidOut(folder, Broker.EMBEDDED)) {
            LinkedController.enrolAll(site, folder, 1);
            LargeSite.fill(site.data().resolve("site.db"), PEOPLE, GROUPS, SCHEDULES, ITS_DOORS);
            try (var service = service(site)) {
                while (!site.api().isUp()) {
                    TimeUnit.SECONDS.sleep(1);
                }
                System.out.printf(
                        Locale.ROOT,
                        "| service with %,d people, started | %d MB resident at most |%n",
                        PEOPLE,
                        Memory.residentPeak(service.pid()));
                take(site, folder, service);
            }
        }
    }

    /** With a heap for so many people; the demonstration's is for a few thousand. */
    private static Program service(RunningSite site) {
        return Program.start(
                site.log("service"),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx4g",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-jar",
                        Program.TOP.resolve("kiosk/target/knutpunkt-kiosk.jar").toString(),
                        "serve",
                        "--config",
                        site.kioskConfig().toString()));
    }

    private static void take(RunningSite site, Path folder, Program service) throws Exception {
        try (var closing = new Closing()) {
            Path data = Files.createTempDirectory(folder, "data");
            var controller = new LinkedController(site, folder, 0, 1, data, closing);
            var quiet = new Distribution("decided and recorded, before", BADGES_MAX);
            decide(controller, quiet, Duration.ofSeconds(20));
            long wire = Loopback.bytes();
            var meanwhile = new Distribution("decided and recorded, while the list came", BADGES_MAX);
            var end = new AtomicBoolean();
            Thread doors = Thread.ofPlatform().start(() -> decideUntil(controller, meanwhile, end));
            long start = System.nanoTime();
            controller.connect();
            while (controller.list().badges() < PEOPLE) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            end.set(true);
            doors.join();
            System.out.printf(
                    Locale.ROOT,
                    "| %,d people, %d groups, %d schedules, %d doors, as a snapshot | %.1f s, %,d MB over the wire |%n",
                    PEOPLE,
                    GROUPS,
                    SCHEDULES,
                    DOORS,
                    seconds,
                    (Loopback.bytes() - wire) / 1_000_000);
            System.out.printf(
                    Locale.ROOT,
                    "| memory | service at most %d MB, controller (this process) at most %d MB, its heap then %d MB |%n%n",
                    Memory.residentPeak(service.pid()),
                    Memory.residentPeak(ProcessHandle.current().pid()),
                    Memory.heap());
            Distribution.printHead();
            quiet.print();
            meanwhile.print();
        }
    }

    private static void decide(LinkedController controller, Distribution into, Duration length)
            throws InterruptedException {
        var end = new AtomicBoolean();
        Thread doors = Thread.ofPlatform().start(() -> decideUntil(controller, into, end));
        TimeUnit.MILLISECONDS.sleep(length.toMillis());
        end.set(true);
        doors.join();
    }

    private static void decideUntil(LinkedController controller, Distribution into, AtomicBoolean end) {
        var random = new Random(1);
        try {
            while (!end.get()) {
                long start = System.nanoTime();
                controller.journal().append(decided(controller.list(), random));
                into.add(System.nanoTime() - start);
                TimeUnit.MILLISECONDS.sleep(BETWEEN_BADGES.toMillis());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static Event decided(AccessList list, Random random) {
        DoorId door = ITS_DOORS.get(random.nextInt(DOORS));
        var point = new PointId(door.text() + "-entry");
        var situation = new Situation(door, Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false);
        Decision decision = Decision.decide(
                list, situation, LargeSite.token(random.nextInt(PEOPLE)), PinOutcome.NOT_GIVEN, Instant.now());
        return switch (decision) {
            case Decision.Granted granted ->
                new Event.Granted(point, granted.person(), granted.grant(), list.revision(), situation);
            case Decision.Refused refused ->
                new Event.Refused(point, refused.reason(), refused.who(), list.revision(), situation);
        };
    }
}

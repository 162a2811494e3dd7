package knutpunkt.kiosk.log;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import knutpunkt.bench.DoorEvents;
import knutpunkt.files.Folders;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.loop.Threads;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.message.EventAck;

/**
 * How many events a second are committed with presence and acknowledged: a burst of 20,000 from 10 controllers that were
 * away, in batches of 100 and at most 4 in flight each; then how long one passage alone takes. Give a folder to use.
 */
public final class CommitBench {
    private static final int CONTROLLERS = 10;
    private static final int EVENTS = 20_000;
    private static final int BATCH = 100;
    private static final int IN_FLIGHT = 4;
    private static final int ROUNDS = 5;
    private static final int ALONE = 1_000;
    private static final int PEOPLE = 200;

    private CommitBench() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path parent = Path.of(arguments.length > 0 ? arguments[0] : System.getProperty("java.io.tmpdir"));
        PrintStream out = System.out;
        for (int round = 1; round <= ROUNDS; round++) {
            Path folder = Files.createTempDirectory(parent, "commit-bench");
            try (Database database = Database.open(folder.resolve("site.db"))) {
                burst(database, round, out);
                alone(database, out);
            } finally {
                Folders.delete(folder);
            }
        }
    }

    private static void burst(Database database, int round, PrintStream out) throws InterruptedException {
        List<FakeJournal> journals = journals(database);
        var presence = new Presence(database, InstantSource.system());
        var done = new CountDownLatch(CONTROLLERS);
        Map<ControllerId, Sender> senders = new ConcurrentHashMap<>();
        try (var log = EventLog.start(
                database,
                InstantSource.system(),
                List.of(presence),
                (controller, answer) -> senders.get(controller).answered(answer),
                Threads.THREADS)) {
            journals.forEach(journal -> senders.put(journal.controller(), new Sender(journal, log, done)));
            long cpu = cpuNanos();
            long start = System.nanoTime();
            senders.values().forEach(Sender::start);
            done.await();
            double seconds = (System.nanoTime() - start) / 1e9;
            double cpuSeconds = (cpuNanos() - cpu) / 1e9;
            out.printf(
                    "round %d: %,d events in %.3f s: %,.0f events/s; %.3f s of processor time; presence %d%n",
                    round,
                    EVENTS,
                    seconds,
                    EVENTS / seconds,
                    cpuSeconds,
                    presence.now().total());
        }
    }

    /** Tells what it costs even where other programs take turns on the machine. */
    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Sends the next batch when one is acknowledged, as a controller does. */
    private static final class Sender {
        private final FakeJournal journal;
        private final EventLog log;
        private final CountDownLatch done;
        private int next = 1;

        Sender(FakeJournal journal, EventLog log, CountDownLatch done) {
            this.journal = journal;
            this.log = log;
            this.done = done;
        }

        synchronized void start() {
            for (int i = 0; i < IN_FLIGHT; i++) {
                send();
            }
        }

        private void send() {
            if (next <= journal.size()) {
                int to = Math.min(journal.size(), next + BATCH - 1);
                if (!log.offer(journal.controller(), journal.batch(next, to))) {
                    throw new IllegalStateException("the log's queue is full");
                }
                next = to + 1;
            }
        }

        synchronized void answered(EventAck answer) {
            if (!(answer instanceof EventAck.Committed committed)) {
                throw new IllegalStateException("not committed: " + answer);
            }
            if (committed.upTo() == journal.size()) {
                done.countDown();
            } else {
                send();
            }
        }
    }

    private static void alone(Database database, PrintStream out) throws InterruptedException {
        database.write(t -> t.update("INSERT INTO controller (id, name) VALUES ('alone', 'Alone')"));
        var journal = new FakeJournal("alone", "j-alone");
        var random = new Random(7);
        Instant at = Instant.parse("2026-11-22T20:00:00Z");
        long[] nanos = new long[ALONE];
        var answers = new LinkedBlockingQueue<EventAck>();
        var presence = new Presence(database, InstantSource.system());
        try (var log = EventLog.start(
                database,
                InstantSource.system(),
                List.of(presence),
                (controller, answer) -> answers.add(answer),
                Threads.THREADS)) {
            for (int i = 0; i < ALONE; i++) {
                journal.add(at.plusMillis(i), DoorEvents.passage(new DoorId("front"), random, PEOPLE));
                long start = System.nanoTime();
                log.offer(journal.controller(), journal.batch(i + 1, i + 1));
                answers.take();
                nanos[i] = System.nanoTime() - start;
            }
        }
        Arrays.sort(nanos);
        out.printf(
                "         one passage alone, offered to acknowledged: p50 %.2f ms, p99 %.2f ms%n",
                nanos[ALONE / 2] / 1e6, nanos[ALONE * 99 / 100] / 1e6);
    }

    private static List<FakeJournal> journals(Database database) {
        var journals = new ArrayList<FakeJournal>();
        database.write(t -> {
            t.update("CREATE TABLE IF NOT EXISTS partner (id TEXT PRIMARY KEY, name TEXT, visibility TEXT) STRICT");
            t.update("CREATE TABLE IF NOT EXISTS person (id TEXT PRIMARY KEY, partner TEXT) STRICT");
            for (int c = 0; c < CONTROLLERS; c++) {
                t.update("INSERT INTO controller (id, name) VALUES (?, ?)", "c" + c, "c" + c);
            }
            return 0;
        });
        for (int c = 0; c < CONTROLLERS; c++) {
            journals.add(journal(c));
        }
        return journals;
    }

    /** As a door makes them, some seconds apart. */
    private static FakeJournal journal(int number) {
        var random = new Random(number);
        var journal = new FakeJournal("c" + number, "j" + number);
        var door = new DoorId("door-" + number);
        Instant at = Instant.parse("2026-11-22T08:00:00Z");
        while (journal.size() < EVENTS / CONTROLLERS) {
            at = at.plusMillis(random.nextInt(20_000));
            journal.add(at, DoorEvents.of(door, journal.size(), random, PEOPLE));
        }
        return journal;
    }
}

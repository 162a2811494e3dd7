package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import knutpunkt.bench.DoorEvents;
import knutpunkt.bench.Memory;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.log.LogProof;
import knutpunkt.settings.Closing;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.record.ChainHead;
import knutpunkt.wire.record.Event;

/**
 * A door that was alone for years: a million records in its journal, delivered to a service with the heap that it has in
 * the demonstration. The clock runs from the attempt to connect until the last one is acknowledged. Afterwards the service's
 * log is held against the journal, hash by hash.
 */
final class BacklogBench {
    private static final int RECORDS = 1_000_000;
    private static final int AT_ONCE = 2_000;
    private static final int PEOPLE = 200;

    private BacklogBench() {}

    public static void main(String[] arguments) throws Exception {
        for (Broker broker : Broker.values()) {
            Path folder = Files.createTempDirectory("knutpunkt-bench");
            try (var site = RunningSite.laidOut(folder, broker)) {
                LinkedController.enrolAll(site, folder, 1);
                site.startBroker();
                site.startService();
                run(site, folder, broker);
            }
        }
    }

    private static void run(RunningSite site, Path folder, Broker broker) throws Exception {
        try (var closing = new Closing()) {
            var away = new LinkedController(site, folder, 0, 1, List.of(), closing);
            hold(away);
            long start = System.nanoTime();
            away.connect();
            away.awaitAcknowledged(RECORDS);
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| %,d records of one door, %s | %.1f s | %,.0f records/s | service at most %d MB, controller's heap %d MB |%n",
                    RECORDS,
                    broker,
                    seconds,
                    RECORDS / seconds,
                    Memory.residentPeak(site.service().pid()),
                    Memory.heap());
            prove(site, away);
        }
    }

    private static void hold(LinkedController away) {
        var random = new Random(1);
        DoorId door = LinkedController.door(0);
        for (int held = 0; held < RECORDS; held += AT_ONCE) {
            List<Event> events = new ArrayList<>();
            for (int i = 0; i < AT_ONCE; i++) {
                events.add(DoorEvents.of(door, i, random, PEOPLE));
            }
            away.journal().append(events);
        }
    }

    private static void prove(RunningSite site, LinkedController away) throws InterruptedException {
        site.service().stop();
        try (Database database = Database.open(site.data().resolve("site.db"))) {
            LogProof.Result proof = database.read(LogProof::of);
            ChainHead head = proof.journals().stream()
                    .map(LogProof.Proved::head)
                    .filter(one -> one.journal().equals(away.journal().head().journal()))
                    .findFirst()
                    .orElseThrow();
            boolean same = proof.isWhole()
                    && head.sequence() >= RECORDS
                    && head.hash().equals(away.journal().hashOf(head.sequence()));
            if (!same) {
                throw new IllegalStateException("the service's log is not the door's journal: " + proof);
            }
            System.out.printf(Locale.ROOT, "| of them lost, doubled or changed | 0 | %s | |%n", head);
        }
    }
}

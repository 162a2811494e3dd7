package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import knutpunkt.bench.DoorEvents;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.settings.Closing;
import knutpunkt.wire.record.Event;

/**
 * Ten controllers that were away deliver 20,000 events at once: each with its own keys, journal, link and connection, all
 * in this process; broker and service in theirs. The clock runs from the first controller's attempt to connect until every
 * journal has its last event acknowledged, so that TLS handshakes and births are within it.
 */
final class BurstBench {
    private static final int CONTROLLERS = 10;
    private static final int EVENTS = 20_000;
    private static final int ROUNDS = 5;
    private static final int PEOPLE = 200;

    private BurstBench() {}

    public static void main(String[] arguments) throws Exception {
        for (Broker broker : Broker.values()) {
            Path folder = Files.createTempDirectory("knutpunkt-bench");
            try (var site = RunningSite.laidOut(folder, broker)) {
                for (int c = 0; c < CONTROLLERS; c++) {
                    LinkedController.enrol(site, folder, c);
                }
                site.startBroker();
                site.startService();
                for (int round = 1; round <= ROUNDS; round++) {
                    run(site, folder, broker, round);
                }
            }
        }
    }

    private static void run(RunningSite site, Path folder, Broker broker, int round) throws Exception {
        List<LinkedController> away = new ArrayList<>();
        try (var closing = new Closing()) {
            for (int c = 0; c < CONTROLLERS; c++) {
                away.add(new LinkedController(site, folder, c, round, happened(c, round), closing));
            }
            long start = System.nanoTime();
            away.forEach(LinkedController::connect);
            for (LinkedController one : away) {
                one.awaitAcknowledged(EVENTS / CONTROLLERS);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "| burst of %,d events from %d controllers, %s, round %d | %.2f s | %,.0f events/s |%n",
                    EVENTS,
                    CONTROLLERS,
                    broker,
                    round,
                    seconds,
                    EVENTS / seconds);
        }
    }

    private static List<Event> happened(int number, int round) {
        var random = new Random(number * 100L + round);
        return IntStream.range(0, EVENTS / CONTROLLERS)
                .mapToObj(i -> DoorEvents.of(LinkedController.door(number), i, random, PEOPLE))
                .toList();
    }
}

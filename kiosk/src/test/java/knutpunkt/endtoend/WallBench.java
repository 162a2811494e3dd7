package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;

/**
 * From the last byte of a badge's frame on the serial line to the wall's event at a browser's socket, through all three
 * processes: decision, two syncs of the journal, signature, broker, the log's commit with presence, stream. The door
 * stands open meanwhile, so that a grant is a passage at once.
 */
final class WallBench {
    private static final int PEOPLE = 60;
    private static final int ROUNDS = 10;

    /** The same badge within 5 s is one presentation, so one round of everybody takes longer than that. */
    private static final long REST_MILLIS = 60;

    private WallBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Broker broker : Broker.values()) {
            run(broker);
        }
    }

    private static void run(Broker broker) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var line = SerialLine.open(folder, "square");
                var site = RunningSite.laidOut(folder, broker)) {
            SerialDoor.configure(site, line);
            site.startAll();
            List<Somebody> people = new ArrayList<>();
            for (int i = 0; i < PEOPLE; i++) {
                people.add(site.enrolled("Person " + i, "0F00E1B2%02X".formatted(i), "square"));
            }
            site.panel().tap("square", people.getFirst().badge(), "exit");
            site.panel().open("square");
            try (var wall = WallEvents.open(site.wall())) {
                wall.awaitTotal(0);
                measure(site, line, wall, people, new Distribution("warm-up", PEOPLE));
                var distribution =
                        new Distribution("badge's last byte to the wall's event, " + broker, PEOPLE * ROUNDS);
                for (int round = 0; round < ROUNDS; round++) {
                    measure(site, line, wall, people, distribution);
                }
                distribution.print();
            }
        }
    }

    private static void measure(
            RunningSite site, SerialLine line, WallEvents wall, List<Somebody> people, Distribution into)
            throws InterruptedException {
        for (int i = 0; i < people.size(); i++) {
            line.badge(people.get(i).badge());
            long written = System.nanoTime();
            into.add(wall.awaitTotal(i + 1) - written);
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
        for (int i = people.size() - 1; i >= 0; i--) {
            site.panel().tap("square", people.get(i).badge(), "exit");
            wall.awaitTotal(i);
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
    }
}

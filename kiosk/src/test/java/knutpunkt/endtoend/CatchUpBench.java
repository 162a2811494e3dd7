package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.Revision;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.settings.Closing;

/**
 * Controllers of a site with 50,000 people that were away while 10,000 badges were blocked, one change each. The clock runs
 * from one's attempt to connect until it decides by the newest list; one after the other, each with its list on disk.
 */
final class CatchUpBench {
    private static final int PEOPLE = 50_000;
    private static final int GROUPS = 40;
    private static final int SCHEDULES = 10;
    private static final int CHANGES = 10_000;
    private static final int CONTROLLERS = 10;

    private CatchUpBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        try (var site = RunningSite.laidOut(folder, Broker.EMBEDDED)) {
            LinkedController.enrolAll(site, folder, CONTROLLERS);
            LargeSite.fill(
                    site.data().resolve("site.db"), PEOPLE, GROUPS, SCHEDULES, List.of(LinkedController.door(0)));
            site.startService();
            List<Path> disks = new ArrayList<>();
            var first = new Distribution("the whole list, %,d people".formatted(PEOPLE), CONTROLLERS);
            for (int number = 0; number < CONTROLLERS; number++) {
                Path data = Files.createTempDirectory(folder, "data");
                disks.add(data);
                first.add(connect(site, folder, number, 1, data, Revision.NONE));
            }
            first.print();
            Revision before = block(site);
            var behind = new Distribution("%,d changes behind".formatted(CHANGES), CONTROLLERS);
            for (int number = 0; number < CONTROLLERS; number++) {
                behind.add(connect(site, folder, number, 2, disks.get(number), before));
            }
            behind.print();
        }
    }

    /** One change each; answers a revision that only somebody who has them all is at. */
    private static Revision block(RunningSite site) {
        long start = System.nanoTime();
        String change = "";
        for (int i = 0; i < CHANGES; i++) {
            change = site.api()
                    .post("badges/" + LargeSite.badge(i).text() + "/block")
                    .expect(200)
                    .path("change")
                    .asText();
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "| one block over the API, mean of %,d | | %.2f | | |%n",
                CHANGES,
                seconds * 1_000 / CHANGES);
        return Revision.parse(change);
    }

    private static long connect(RunningSite site, Path folder, int number, int boot, Path data, Revision atLeast)
            throws InterruptedException {
        try (var closing = new Closing()) {
            var one = new LinkedController(site, folder, number, boot, data, closing);
            Revision had = one.list().revision();
            long start = System.nanoTime();
            one.connect();
            while (!one.list().revision().isAfter(had)
                    || atLeast.isAfter(one.list().revision())) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return System.nanoTime() - start;
        }
    }
}

package knutpunkt.endtoend;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.Revision;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.settings.Closing;

/**
 * A site with so many controllers, each with its own certificate, TLS session, journal and list on disk, all in this process;
 * broker and service in theirs.
 */
final class LinkedFleet implements AutoCloseable {
    private static final int CONNECTING_AT_ONCE = 20;

    private final Closing closing = new Closing();
    private final RunningSite site;
    private final List<LinkedController> controllers = new ArrayList<>();

    private LinkedFleet(RunningSite site) {
        this.site = site;
    }

    /** Lays the site out, starts everything and returns once every controller has the first list. */
    static LinkedFleet started(Broker broker, int controllers) throws Exception {
        Path folder = Files.createTempDirectory("knutpunkt-bench");
        var fleet = new LinkedFleet(RunningSite.laidOut(folder, broker));
        boolean started = false;
        try {
            fleet.start(folder, controllers);
            started = true;
            return fleet;
        } finally {
            if (!started) {
                fleet.close();
            }
        }
    }

    private void start(Path folder, int count) throws Exception {
        LinkedController.enrolAll(site, folder, count);
        site.startBroker();
        site.startService();
        for (int number = 0; number < count; number++) {
            var one = new LinkedController(site, folder, number, 1, List.of(), closing);
            controllers.add(one);
            one.connect();
            if (number % CONNECTING_AT_ONCE == CONNECTING_AT_ONCE - 1) {
                awaitList(Revision.NONE.next());
            }
        }
        awaitList(Revision.NONE.next());
    }

    RunningSite site() {
        return site;
    }

    List<LinkedController> controllers() {
        return controllers;
    }

    /** Waits until all decide by this list or a later one. */
    void awaitList(Revision atLeast) throws InterruptedException {
        for (LinkedController one : controllers) {
            while (atLeast.isAfter(one.list().revision())) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        try (site) {
            closing.close();
        }
    }
}

package knutpunkt.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;

/**
 * How long each process takes from its start to its first answer, and what it holds in memory a while later, as
 * {@code bin/demo} starts them: the serial collector, 256 MB of heap for the service and 96 MB for the controller.
 */
final class StartBench {
    private static final int STARTS = 5;
    private static final long SETTLE_MILLIS = 20_000;

    /** Asking more often would take the processor from the one that starts. */
    private static final long ASK_EVERY_MILLIS = 20;

    private static final String BADGE = "0F00E1B2C3";

    private StartBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Broker broker : Broker.values()) {
            Path folder = Files.createTempDirectory("knutpunkt-bench");
            try (var site = RunningSite.started(folder, broker)) {
                Somebody guard = site.enrolled("Väktare", BADGE, "square");
                settle(guard, site, broker);
                starts(site, broker);
            }
        }
    }

    private static void settle(Somebody guard, RunningSite site, Broker broker)
            throws InterruptedException, IOException {
        site.panel().tap("square", guard.badge(), "entry");
        TimeUnit.MILLISECONDS.sleep(SETTLE_MILLIS);
        memory("service, " + broker, site.service());
        memory("controller, " + broker, site.controller());
        if (broker == Broker.MOSQUITTO) {
            memory("Mosquitto", site.mosquitto());
        }
    }

    private static void starts(RunningSite site, Broker broker) throws InterruptedException {
        var service = new Distribution("start of the service to its first answer, " + broker, STARTS);
        for (int i = 0; i < STARTS; i++) {
            site.service().stop();
            service.add(timed(site::startServiceWithoutWaiting, site.api()::isUp));
        }
        service.print();
        if (broker == Broker.MOSQUITTO) {
            var controller = new Distribution("start of the controller to a granted badge", STARTS);
            for (int i = 0; i < STARTS; i++) {
                site.controller().stop();
                controller.add(timed(
                        site::startController,
                        () -> site.panel().isUp()
                                && site.panel().tap("square", BADGE, "entry").equals("granted")));
            }
            controller.print();
        }
    }

    private static long timed(Runnable start, BooleanSupplier isUp) throws InterruptedException {
        long begun = System.nanoTime();
        start.run();
        while (!isUp.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MILLIS);
        }
        return System.nanoTime() - begun;
    }

    private static void memory(String what, Program program) throws IOException {
        System.out.printf(
                "| resident memory, %s | 1 | %d MB | | |%n",
                what, Usage.of(program).residentMb());
    }
}

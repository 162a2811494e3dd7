package knutpunkt.endtoend;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;

/**
 * From a killed broker's accepting connections again until a controller is connected and subscribed, with one controller and
 * with a thousand: when it is back at once, and when it was away so long that everybody waits the longest between attempts.
 * How they are spread tells whether they come as a herd. The embedded broker's service is killed with it.
 */
final class ReconnectBench {
    private static final int FLEET = 1_000;
    private static final int ROUNDS = 5;
    private static final int ROUNDS_AWAY = 2;

    /** Longer than it takes for waits to have grown to their most. */
    private static final int AWAY_SECONDS = 60;

    private static final long BIN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private ReconnectBench() {}

    public static void main(String[] arguments) throws Exception {
        for (Broker broker : Broker.values()) {
            for (int controllers : List.of(1, FLEET)) {
                try (var fleet = LinkedFleet.started(broker, controllers)) {
                    run(fleet, broker, ROUNDS, 0);
                    run(fleet, broker, ROUNDS_AWAY, AWAY_SECONDS);
                }
            }
        }
    }

    private static void run(LinkedFleet fleet, Broker broker, int rounds, int awaySeconds) throws Exception {
        int controllers = fleet.controllers().size();
        String name = "%s away for %d s, %,d controllers".formatted(broker, awaySeconds, controllers);
        var all = new Distribution(name, rounds * controllers);
        for (int round = 1; round <= rounds; round++) {
            kill(fleet.site(), broker);
            awaitAll(fleet, false);
            long attempts = attempts(fleet);
            TimeUnit.SECONDS.sleep(awaySeconds);
            start(fleet.site(), broker);
            long[] times = reconnected(fleet);
            Arrays.stream(times).forEach(all::add);
            tell(name + ", round " + round, times, attempts(fleet) - attempts);
            awaitAll(fleet, true);
        }
        Distribution.printHead();
        all.print();
    }

    private static void kill(RunningSite site, Broker broker) throws InterruptedException {
        if (broker == Broker.EMBEDDED) {
            site.service().kill();
        } else {
            site.mosquitto().kill();
        }
    }

    /** Returns as soon as it accepts connections. */
    private static void start(RunningSite site, Broker broker) throws InterruptedException {
        if (broker == Broker.EMBEDDED) {
            site.startServiceWithoutWaiting();
        } else {
            site.startBroker();
        }
        while (!accepts(site.mqttPort())) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    private static boolean accepts(int port) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException _) {
            return false;
        }
    }

    private static void awaitAll(LinkedFleet fleet, boolean connected) throws InterruptedException {
        for (LinkedController one : fleet.controllers()) {
            while (one.isConnected() != connected) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
        }
    }

    private static long attempts(LinkedFleet fleet) {
        return fleet.controllers().stream()
                .mapToLong(one -> one.carried().connections())
                .sum();
    }

    /** How long after now each was connected, in nanoseconds, to the millisecond. */
    private static long[] reconnected(LinkedFleet fleet) throws InterruptedException {
        List<LinkedController> controllers = fleet.controllers();
        long[] times = new long[controllers.size()];
        long start = System.nanoTime();
        int missing = times.length;
        while (missing > 0) {
            long now = System.nanoTime() - start;
            for (int i = 0; i < times.length; i++) {
                if (times[i] == 0 && controllers.get(i).isConnected()) {
                    times[i] = now;
                    missing--;
                }
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return times;
    }

    private static void tell(String name, long[] times, long attempts) {
        long[] sorted = times.clone();
        Arrays.sort(sorted);
        int[] bins = new int[(int) (sorted[sorted.length - 1] / BIN_NANOS) + 1];
        Arrays.stream(sorted).forEach(time -> bins[(int) (time / BIN_NANOS)]++);
        System.out.printf(
                Locale.ROOT,
                "%s: first %.2f s, last %.2f s, at most %d in 100 ms, %d attempts; in each tenth of a second: %s%n",
                name,
                sorted[0] / 1e9,
                sorted[sorted.length - 1] / 1e9,
                IntStream.of(bins).max().orElseThrow(),
                attempts,
                Arrays.toString(bins));
    }
}

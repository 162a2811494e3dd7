package knutpunkt.endtoend;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import knutpunkt.bench.Distribution;
import knutpunkt.bench.DoorEvents;
import knutpunkt.bench.Memory;
import knutpunkt.endtoend.RunningSite.Broker;

/**
 * A thousand controllers at ten times a busy day, at each broker: what the broker carries, what broker and service take of
 * the machine, how long a record is on its way from the door to the log, and what part of the service's work is signatures.
 *
 * <p>A busy day of one controller is a thousand passages in twelve hours, each of four records a second apart. Ten times
 * that is 231 passages a second at a thousand of them.
 */
final class BusyDayBench {
    private static final int FLEET = 1_000;
    private static final int TIMES = 10;
    private static final int PASSAGES = 1_000;
    private static final long DAY_NANOS = TimeUnit.HOURS.toNanos(12);
    private static final int RECORDS_OF_PASSAGE = 4;
    private static final int PEOPLE = 200;
    private static final int WARM_UP_SECONDS = 60;
    private static final int SECONDS = 240;

    /** Journals are written by so many threads at once; a thousand controllers would have more. */
    private static final int RECORDERS = 8;

    private BusyDayBench() {}

    public static void main(String[] arguments) throws Exception {
        var cost = SignatureCost.measured(new SecureRandom());
        System.out.printf(
                Locale.ROOT,
                "signing a message %.3f ms, checking one %.3f ms%n",
                cost.signMillis(),
                cost.checkMillis());
        for (Broker broker : Broker.values()) {
            try (var fleet = LinkedFleet.started(broker, FLEET);
                    Connection notes = DriverManager.getConnection(
                            "jdbc:sqlite:file:" + fleet.site().data().resolve("site.db") + "?mode=ro");
                    var day = Executors.newScheduledThreadPool(RECORDERS)) {
                System.out.printf("%s, nobody comes: %s%n", broker, memory(fleet.site(), broker));
                begin(fleet, day);
                TimeUnit.SECONDS.sleep(WARM_UP_SECONDS);
                measure(fleet, broker, notes, cost);
                day.shutdownNow();
            }
        }
    }

    /** People come to every controller, each at its own moment. */
    private static void begin(LinkedFleet fleet, ScheduledExecutorService day) {
        long period = DAY_NANOS / PASSAGES / TIMES;
        var random = new Random(1);
        for (int number = 0; number < fleet.controllers().size(); number++) {
            LinkedController one = fleet.controllers().get(number);
            var door = LinkedController.door(number);
            long first = random.nextLong(period);
            for (int step = 0; step < RECORDS_OF_PASSAGE; step++) {
                int which = step;
                var _ = day.scheduleAtFixedRate(
                        () -> one.journal().append(List.of(DoorEvents.of(door, which, new Random(which), PEOPLE))),
                        first + TimeUnit.SECONDS.toNanos(step),
                        period,
                        TimeUnit.NANOSECONDS);
            }
        }
    }

    private static void measure(LinkedFleet fleet, Broker broker, Connection notes, SignatureCost cost)
            throws Exception {
        RunningSite site = fleet.site();
        Usage service = Usage.of(site.service());
        long brokersNanos =
                broker == Broker.MOSQUITTO ? Usage.of(site.mosquitto()).cpuNanos() : 0;
        long sent = sum(fleet, true);
        long received = sum(fleet, false);
        long from = System.currentTimeMillis();
        long start = System.nanoTime();
        TimeUnit.SECONDS.sleep(SECONDS);
        double seconds = (System.nanoTime() - start) / 1e9;
        sent = sum(fleet, true) - sent;
        received = sum(fleet, false) - received;
        long serviceNanos = Usage.of(site.service()).cpuNanos() - service.cpuNanos();
        long until = System.currentTimeMillis();
        if (broker == Broker.MOSQUITTO) {
            brokersNanos = Usage.of(site.mosquitto()).cpuNanos() - brokersNanos;
        }
        Distribution.printHead();
        way(notes, from, until, broker).print();
        System.out.printf(
                Locale.ROOT,
                "%s: %.0f messages/s from controllers, %.0f to them; processor: service %.0f %%, Mosquitto %.0f %% of one; %s%n",
                broker,
                sent / seconds,
                received / seconds,
                100 * serviceNanos / 1e9 / seconds,
                100 * brokersNanos / 1e9 / seconds,
                memory(site, broker));
        System.out.printf(
                Locale.ROOT,
                "%s: signatures are %.0f %% of the service's processor time%n",
                broker,
                100 * (sent * cost.checkMillis() + received * cost.signMillis()) * 1e6 / serviceNanos);
    }

    private static long sum(LinkedFleet fleet, boolean sent) {
        return fleet.controllers().stream()
                .map(LinkedController::carried)
                .mapToLong(carried -> sent ? carried.sent() : carried.received())
                .sum();
    }

    private static String memory(RunningSite site, Broker broker) {
        String service = "service " + peak(site.service());
        return broker == Broker.MOSQUITTO
                ? service + ", Mosquitto " + peak(site.mosquitto())
                : service + " with its broker";
    }

    private static String peak(Program program) {
        return "%d MB, at most %d MB".formatted(Memory.resident(program.pid()), Memory.residentPeak(program.pid()));
    }

    /** From the door to the log, of everything recorded in this time, in whole milliseconds. */
    private static Distribution way(Connection notes, long from, long until, Broker broker) throws SQLException {
        try (Statement statement = notes.createStatement();
                ResultSet rows = statement.executeQuery("SELECT received_at - at FROM record WHERE at BETWEEN " + from
                        + " AND " + (until - TimeUnit.SECONDS.toMillis(RECORDERS)))) {
            var way = new Distribution(broker + ": door to log", FLEET * SECONDS * RECORDS_OF_PASSAGE);
            while (rows.next()) {
                way.add(TimeUnit.MILLISECONDS.toNanos(rows.getLong(1)));
            }
            return way;
        }
    }
}

package knutpunkt.endtoend;

import java.security.cert.X509Certificate;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.wire.record.Event;

/**
 * What a change of a controller's certificate and signing key costs, while something is recorded at its door a hundred times
 * a second: for how long it has no connection, and how long the slowest record of that second takes from the door to the
 * log, beside the slowest of a second in which nothing is changed. In the end every record must be in the log.
 */
final class RenewalBench {
    private static final int RENEWALS = 15;
    private static final int RECORD_MILLIS = 10;
    private static final int SECOND = 1_000;

    private RenewalBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Broker broker : Broker.values()) {
            try (var fleet = LinkedFleet.started(broker, 1);
                    Connection notes = DriverManager.getConnection(
                            "jdbc:sqlite:file:" + fleet.site().data().resolve("site.db") + "?mode=ro")) {
                LinkedController one = fleet.controllers().getFirst();
                try (var recording = Executors.newSingleThreadScheduledExecutor()) {
                    var _ = recording.scheduleAtFixedRate(
                            () -> one.journal().append(List.of(new Event.Closed(LinkedController.door(0)))),
                            RECORD_MILLIS,
                            RECORD_MILLIS,
                            TimeUnit.MILLISECONDS);
                    while (signer(notes).isEmpty()) {
                        TimeUnit.MILLISECONDS.sleep(1); // it says so when it has heard the service
                    }
                    long _ = renew(fleet.site(), one, notes); // to warm up
                    run(fleet.site(), one, notes, broker);
                }
                tellOfAll(one, notes, broker);
            }
        }
    }

    private static void run(RunningSite site, LinkedController one, Connection notes, Broker broker) throws Exception {
        var gap = new Distribution(broker + ": no connection", RENEWALS);
        var changed = new Distribution(broker + ": slowest record of a second with a change", RENEWALS);
        var usual = new Distribution(broker + ": slowest record of a second without", RENEWALS);
        for (int i = 0; i < RENEWALS; i++) {
            long still = System.currentTimeMillis();
            TimeUnit.MILLISECONDS.sleep(2 * SECOND);
            usual.add(slowest(notes, still));
            gap.add(renew(site, one, notes));
            long from = System.currentTimeMillis() - SECOND;
            TimeUnit.MILLISECONDS.sleep(2 * SECOND);
            changed.add(slowest(notes, from));
        }
        List.of(gap, changed, usual).forEach(Distribution::print);
    }

    /** Returns once the controller is connected by its new certificate; for how long it was not, to the millisecond. */
    private static long renew(RunningSite site, LinkedController one, Connection notes) throws Exception {
        String signer = signer(notes);
        X509Certificate before = one.keys().newest();
        try (var command = Program.kiosk(
                site.log("rotate"),
                "rotate-keys",
                "--config",
                site.kioskConfig().toString(),
                "--of",
                "controller",
                "--id",
                LinkedController.name(0))) {
            if (command.end() != 0) {
                throw new IllegalStateException(command.output());
            }
        }
        while (one.keys().newest().equals(before) || one.isConnected()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long lost = System.nanoTime();
        while (!one.isConnected()) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        long gap = System.nanoTime() - lost;
        while (signer(notes).equals(signer)) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return gap;
    }

    /** By which key the service last heard that the controller signs. */
    private static String signer(Connection notes) throws SQLException {
        try (PreparedStatement statement =
                notes.prepareStatement("SELECT signer FROM controller_key WHERE controller = ?")) {
            statement.setString(1, LinkedController.name(0));
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : "";
            }
        }
    }

    /** The longest way from the door to the log of the records of one second, in nanoseconds, to the millisecond. */
    private static long slowest(Connection notes, long fromMillis) throws SQLException {
        try (PreparedStatement statement = notes.prepareStatement(
                "SELECT max(received_at - at) FROM record WHERE controller = ? AND at BETWEEN ? AND ?")) {
            statement.setString(1, LinkedController.name(0));
            statement.setLong(2, fromMillis);
            statement.setLong(3, fromMillis + SECOND);
            try (ResultSet row = statement.executeQuery()) {
                return TimeUnit.MILLISECONDS.toNanos(row.getLong(1));
            }
        }
    }

    private static void tellOfAll(LinkedController one, Connection notes, Broker broker) throws Exception {
        long records = one.journal().head().sequence();
        one.awaitAcknowledged((int) records);
        try (PreparedStatement statement =
                notes.prepareStatement("SELECT count(DISTINCT sequence) FROM record WHERE controller = ?")) {
            statement.setString(1, LinkedController.name(0));
            try (ResultSet row = statement.executeQuery()) {
                System.out.printf(
                        "%s: %,d records made, %,d lost%n",
                        broker, records, records - (row.next() ? row.getLong(1) : 0));
            }
        }
    }
}

package knutpunkt.endtoend;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import knutpunkt.access.Revision;
import knutpunkt.bench.Distribution;
import knutpunkt.endtoend.RunningSite.Broker;
import knutpunkt.endtoend.RunningSite.Somebody;

/**
 * From the request that blocks a badge until a controller has confirmed it, with 2, 100 and 1,000 controllers: each with its
 * own certificate, TLS session, journal and list on disk, all in this process; broker and service in theirs. What a
 * controller took is read from the service's own note of when its receipt was committed, in whole milliseconds; a row of
 * the last one of each block tells when everybody had. A thousand meet at Mosquitto.
 */
final class FleetBench {
    private static final List<Fleet> FLEETS = List.of(
            new Fleet(Broker.EMBEDDED, 2, 200),
            new Fleet(Broker.MOSQUITTO, 2, 200),
            new Fleet(Broker.EMBEDDED, 100, 100),
            new Fleet(Broker.MOSQUITTO, 100, 100),
            new Fleet(Broker.MOSQUITTO, 1_000, 20));

    private record Fleet(Broker broker, int controllers, int blocks) {}

    private FleetBench() {}

    public static void main(String[] arguments) throws Exception {
        Distribution.printHead();
        for (Fleet fleet : FLEETS) {
            run(fleet);
        }
    }

    private static void run(Fleet asked) throws Exception {
        try (var fleet = LinkedFleet.started(asked.broker(), asked.controllers());
                Connection notes = DriverManager.getConnection(
                        "jdbc:sqlite:file:" + fleet.site().data().resolve("site.db") + "?mode=ro")) {
            Somebody guard = somebody(fleet.site());
            measure(fleet, asked, guard, notes, "warm-up, ", asked.blocks() / 4).clear();
            measure(fleet, asked, guard, notes, "", asked.blocks()).forEach(Distribution::print);
        }
    }

    private static Somebody somebody(RunningSite site) {
        String partner = site.partner("Väktarna");
        String person = site.api()
                .post("people", Map.of("partner", partner, "name", "Väktare"))
                .expect(201)
                .path("id")
                .asText();
        String badge = site.api()
                .post("badges", Map.of("person", person, "label", "P-1", "badge", "0F00E1B2C3"))
                .expect(201)
                .path("id")
                .asText();
        return new Somebody(partner, person, badge, "0F00E1B2C3");
    }

    private static List<Distribution> measure(
            LinkedFleet fleet, Fleet asked, Somebody who, Connection notes, String prefix, int blocks)
            throws Exception {
        String name =
                "%sblock to confirmed, %,d controllers, %s".formatted(prefix, asked.controllers(), asked.broker());
        var each = new Distribution(name + ": each", blocks * asked.controllers());
        var last = new Distribution(name + ": the last", blocks);
        for (int i = 0; i < blocks; i++) {
            String action = i % 2 == 0 ? "block" : "unblock";
            long start = System.currentTimeMillis();
            Revision change = Revision.parse(fleet.site()
                    .api()
                    .post("badges/" + who.badgeId() + "/" + action)
                    .expect(200)
                    .path("change")
                    .asText());
            fleet.awaitList(change);
            List<Long> confirmed = confirmed(notes, change, asked.controllers());
            confirmed.forEach(at -> each.add(TimeUnit.MILLISECONDS.toNanos(at - start)));
            last.add(TimeUnit.MILLISECONDS.toNanos(
                    confirmed.stream().mapToLong(Long::longValue).max().orElseThrow() - start));
        }
        return new ArrayList<>(List.of(each, last));
    }

    /** When each controller's receipt was committed, in milliseconds since 1970, once all were. */
    private static List<Long> confirmed(Connection notes, Revision change, int controllers)
            throws SQLException, InterruptedException {
        while (true) {
            List<Long> times = new ArrayList<>();
            try (PreparedStatement statement = notes.prepareStatement(
                    "SELECT confirmed_at FROM delivery WHERE epoch = ? AND number = ? AND confirmed_at IS NOT NULL"
                            + " AND controller LIKE 'linked-%'")) {
                statement.setInt(1, change.epoch());
                statement.setLong(2, change.number());
                try (ResultSet row = statement.executeQuery()) {
                    while (row.next()) {
                        times.add(row.getLong(1));
                    }
                }
            }
            if (times.size() == controllers) {
                return times;
            }
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}

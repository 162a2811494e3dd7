package knutpunkt.kiosk.link;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;

/** A real database with a real change log, whose badges tests add and block without the people behind them. */
final class Lists implements AutoCloseable {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    final Database database;
    final AccessChanges log;
    final ListChanges changes;

    Lists(Path folder, FakeClock clock) {
        database = Database.open(folder.resolve("site.db"));
        log = AccessChanges.open(database, clock, List.of());
        changes = new ListChanges(database, log);
    }

    void enrol(ControllerId... controllers) {
        database.write(t -> {
            for (ControllerId controller : controllers) {
                Plan.addController(t, controller, controller.text());
                Plan.addDoor(t, new DoorId("door-" + controller), controller, "Door");
            }
            return 0;
        });
    }

    Revision addBadges(int first, int count) {
        var items = new ArrayList<AccessItem>();
        for (int n = first; n < first + count; n++) {
            items.add(new AccessItem.Badge(token(n), new PersonId("p-" + n), false));
        }
        return change(items);
    }

    Revision block(int number) {
        return change(List.of(new AccessItem.Badge(token(number), new PersonId("p-" + number), true)));
    }

    Revision remove(int number) {
        return database.write(t -> log.change(t, List.of(), List.of(AccessItem.Badge.keyOf(token(number)))));
    }

    /** A person with so many grants that not many of them fit a part. */
    Revision addHolder(int number, int grants) {
        var all = new ArrayList<Grant>();
        for (int n = 0; n < grants; n++) {
            all.add(new Grant(
                    new GrantId("g-" + number + "-" + n),
                    Set.of(new DoorId("front")),
                    Optional.empty(),
                    FROM,
                    FROM.plusSeconds(60L + n)));
        }
        return change(List.of(new AccessItem.Holder(new PersonId("p-" + number), false, false, false, false, all)));
    }

    private Revision change(List<? extends AccessItem> put) {
        return database.write(t -> log.change(t, put, List.of()));
    }

    AccessList current() {
        return log.current();
    }

    private static BadgeToken token(int number) {
        return new BadgeToken(1, (long) number << 40, number);
    }

    @Override
    public void close() {
        database.close();
    }
}

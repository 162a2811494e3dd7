package knutpunkt.kiosk;

import static java.util.Objects.requireNonNull;

import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.Supplier;
import knutpunkt.access.AccessItem;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.wall.WallState;

/** Puts together what the wall shows, from the features that know it. */
final class WallView implements Supplier<WallState> {
    private static final ZoneId ZONE_DEFAULT = ZoneId.of("Europe/Stockholm");

    private final Database database;
    private final Presence presence;
    private final Doors doors;
    private final InstantSource clock;

    WallView(Database database, Presence presence, Doors doors, InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.presence = requireNonNull(presence, "presence");
        this.doors = requireNonNull(doors, "doors");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public WallState get() {
        Presence.Now now = presence.now();
        ZoneId zone = database.read(Schedules::calendar)
                .map(AccessItem.Calendar::zone)
                .orElse(ZONE_DEFAULT);
        List<WallState.Partner> partners = now.partners().stream()
                .map(partner -> new WallState.Partner(partner.id(), partner.name(), partner.count()))
                .toList();
        List<WallState.Door> shown = doors.all().stream()
                .map(door -> new WallState.Door(door.name(), door.liveness().equals("online"), door.offlineSince()))
                .toList();
        return new WallState(clock.instant(), zone, presence.lastChange(), now.total(), partners, shown);
    }
}

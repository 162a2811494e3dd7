package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.BadgeKey;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.OpaqueIds;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.BadgesRoutes;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.badges.LearningRoutes;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.DoorsRoutes;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.GrantsRoutes;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.EventsRoutes;
import knutpunkt.kiosk.partners.PartnersRoutes;
import knutpunkt.kiosk.people.PeopleRoutes;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.presence.PresenceRoutes;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.schedules.SchedulesRoutes;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.wall.Wall;

/** One site's data and what serves it, without broker and sockets: what {@link Main} and the tests both build upon. */
final class Site implements AutoCloseable {
    /** The database's name within the data folder. */
    static final String DATABASE = "site.db";

    private final Database database;
    private final AccessChanges changes;
    private final OpaqueIds ids;
    private final Issuing issuing;
    private final Learning learning;
    private final BadgeKey badgeKey;
    private final Presence presence;
    private final Confirmations confirmations;
    private final Doors doors;
    private final Liveness liveness;
    private final Screens screens;
    private final Wall wall;

    private Site(
            Database database,
            BadgeKey badgeKey,
            boolean wallPairsItself,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.database = database;
        this.badgeKey = badgeKey;
        this.ids = new OpaqueIds(random);
        this.changes = AccessChanges.open(database, clock, List.of(Grants::items, Badges::items, Schedules::items));
        this.issuing = new Issuing(database, changes, ids);
        this.learning = new Learning(database, issuing, ids);
        this.presence = new Presence(database, clock);
        this.confirmations = new Confirmations(changes::digest);
        this.doors = new Doors(database, changes::digest);
        this.liveness = new Liveness(database, confirmations, clock, nanoClock);
        this.screens = new Screens(database, clock, ids, random, wallPairsItself);
        var view = new WallView(database, presence, doors, clock);
        this.wall = Wall.start(database, screens, new ScreenCookie(random), view, clock, nanoClock);
    }

    /**
     * Opens the database in a folder and proves the access list.
     *
     * @param wallPairsItself whether a browser at this machine is a screen without being paired
     * @param random must be a secure one outside tests
     */
    static Site open(
            Path data,
            BadgeKey badgeKey,
            boolean wallPairsItself,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random) {
        Database database = Database.open(data.resolve(DATABASE));
        try {
            return new Site(database, badgeKey, wallPairsItself, clock, nanoClock, random);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Routes behind the token. */
    List<HttpService> api() {
        return List.of(
                new PresenceRoutes(presence),
                new EventsRoutes(database),
                new DoorsRoutes(doors),
                new PartnersRoutes(database, changes, ids),
                new PeopleRoutes(database, changes, ids),
                new LearningRoutes(learning),
                new BadgesRoutes(database, issuing, badgeKey),
                new GrantsRoutes(database, changes, ids),
                new SchedulesRoutes(database));
    }

    /** Routes for everybody at this machine. */
    List<HttpService> open() {
        return List.of(wall.routes());
    }

    Database database() {
        return database;
    }

    AccessChanges changes() {
        return changes;
    }

    Presence presence() {
        return presence;
    }

    /** The screens, for whoever pairs and revokes them. */
    Screens screens() {
        return screens;
    }

    Liveness liveness() {
        return liveness;
    }

    Confirmations confirmations() {
        return confirmations;
    }

    /** Where learnt badges go, and where the way to the points is plugged in. */
    Learning learning() {
        return learning;
    }

    /** What is kept in one transaction with the log. */
    List<Derived> derived() {
        return List.of(presence, confirmations);
    }

    /** Ends the streams, so that the server has no answer left to wait for. */
    void endStreams() {
        wall.close();
    }

    @Override
    public void close() {
        wall.close();
        database.close();
    }
}

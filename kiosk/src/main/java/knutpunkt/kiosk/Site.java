package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeKey;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Admin;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.BadgesRoutes;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.badges.LearningRoutes;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.DoorGroupsPages;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.DoorsRoutes;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.doors.OverviewPages;
import knutpunkt.kiosk.explain.ExplainPages;
import knutpunkt.kiosk.grants.Giving;
import knutpunkt.kiosk.grants.GrantsPages;
import knutpunkt.kiosk.grants.GrantsRoutes;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.NewGrantPages;
import knutpunkt.kiosk.grants.PlainWords;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.EventsRoutes;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.PartnersPages;
import knutpunkt.kiosk.partners.PartnersRoutes;
import knutpunkt.kiosk.people.GroupsPages;
import knutpunkt.kiosk.people.PeopleRoutes;
import knutpunkt.kiosk.people.Tightening;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.presence.PresenceRoutes;
import knutpunkt.kiosk.schedules.CalendarPages;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.schedules.SchedulesPages;
import knutpunkt.kiosk.schedules.SchedulesRoutes;
import knutpunkt.kiosk.wall.WallRoutes;
import knutpunkt.kiosk.wall.WallStream;
import knutpunkt.kiosk.web.PageFiles;
import knutpunkt.kiosk.words.Languages;

/** One site's data and what serves it, without broker and sockets: what {@link Main} and the tests both build upon. */
final class Site implements AutoCloseable {
    /** The database's name within the data folder. */
    static final String DATABASE = "site.db";

    private static final ZoneId ZONE_DEFAULT = ZoneId.of("Europe/Stockholm");

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
    private final WallStream wall;
    private final Admin admin;
    private final Giving giving;

    private Site(
            Database database, BadgeKey badgeKey, InstantSource clock, LongSupplier nanoClock, RandomGenerator random) {
        this.database = database;
        this.badgeKey = badgeKey;
        this.ids = new OpaqueIds(random);
        this.changes = AccessChanges.open(database, clock, List.of(Holders::items, Badges::items, Schedules::items));
        this.issuing = new Issuing(database, changes, ids);
        this.learning = new Learning(database, issuing, ids);
        this.presence = new Presence(database, clock);
        this.confirmations = new Confirmations(changes::digest);
        this.doors = new Doors(database, changes::digest);
        this.wall = WallStream.start(new WallView(database, presence, doors, clock));
        this.liveness = new Liveness(database, confirmations, clock, nanoClock, wall::changed);
        var audit = new Audit(clock);
        var holders = new Holders();
        var plainWords = new PlainWords(clock);
        this.giving = new Giving(database, changes, ids, holders, audit);
        this.admin = new Admin(
                database,
                audit,
                ids,
                Languages.shipped(),
                Partners::names,
                () -> zone(database),
                clock,
                random,
                List.of(
                        new OverviewPages(
                                database, doors, () -> changes.current().revision(), audit, clock),
                        new GroupsPages(database, changes, holders, plainWords, audit, ids),
                        new DoorGroupsPages(database, changes, holders, audit, ids),
                        new CalendarPages(database, changes, () -> zone(database), audit, clock),
                        new SchedulesPages(database, changes, audit, ids),
                        new PartnersPages(database, changes, new Tightening(audit), audit, ids),
                        new NewGrantPages(database, changes, giving, plainWords, clock),
                        new GrantsPages(database, giving, plainWords),
                        new ExplainPages(database, changes, plainWords, audit, clock)));
        if (presence.feed().subscribe(wall::changed).isEmpty()) {
            throw new IllegalStateException("the wall is the first to listen");
        }
    }

    /**
     * Opens the database in a folder and proves the access list.
     *
     * @param random must be a secure one outside tests
     */
    static Site open(
            Path data, BadgeKey badgeKey, InstantSource clock, LongSupplier nanoClock, RandomGenerator random) {
        Database database = Database.open(data.resolve(DATABASE));
        try {
            return new Site(database, badgeKey, clock, nanoClock, random);
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
                new GrantsRoutes(database, giving),
                new SchedulesRoutes(database));
    }

    /** Routes for everybody at this machine. */
    List<HttpService> open() {
        return List.of(new WallRoutes(wall), new PageFiles(), admin);
    }

    private static ZoneId zone(Database database) {
        return database.read(Schedules::calendar).map(AccessItem.Calendar::zone).orElse(ZONE_DEFAULT);
    }

    /** The admin pages, for whoever hands out the first way in. */
    Admin admin() {
        return admin;
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
        admin.close();
        wall.close();
    }

    @Override
    public void close() {
        endStreams();
        database.close();
    }
}

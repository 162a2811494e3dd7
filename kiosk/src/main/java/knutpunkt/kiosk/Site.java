package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import knutpunkt.access.BadgeKey;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.OpaqueIds;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.BadgesRoutes;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.grants.Grants;
import knutpunkt.kiosk.grants.GrantsRoutes;
import knutpunkt.kiosk.partners.PartnersRoutes;
import knutpunkt.kiosk.people.PeopleRoutes;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.schedules.SchedulesRoutes;

/** One site's data and what serves it, without broker and sockets: what {@link Main} and the tests both build upon. */
final class Site implements AutoCloseable {
    private final Database database;
    private final AccessChanges changes;
    private final List<HttpService> api;

    private Site(Database database, AccessChanges changes, List<HttpService> api) {
        this.database = database;
        this.changes = changes;
        this.api = List.copyOf(api);
    }

    /** Opens the database in a folder and proves the access list. */
    static Site open(Path data, BadgeKey badgeKey, InstantSource clock, RandomGenerator random) {
        Database database = Database.open(data.resolve("site.db"));
        AccessChanges changes =
                AccessChanges.open(database, clock, List.of(Grants::items, Badges::items, Schedules::items));
        var ids = new OpaqueIds(random);
        var issuing = new Issuing(database, changes, ids);
        return new Site(
                database,
                changes,
                List.of(
                        new PartnersRoutes(database, changes, ids),
                        new PeopleRoutes(database, changes, ids),
                        new BadgesRoutes(database, issuing, badgeKey),
                        new GrantsRoutes(database, changes, ids),
                        new SchedulesRoutes(database)));
    }

    Database database() {
        return database;
    }

    AccessChanges changes() {
        return changes;
    }

    /** Routes behind the token. */
    List<HttpService> api() {
        return api;
    }

    @Override
    public void close() {
        database.close();
    }
}

package knutpunkt.kiosk;

import io.helidon.webserver.http.HttpService;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import knutpunkt.access.AccessItem;
import knutpunkt.access.BadgeKey;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Admin;
import knutpunkt.kiosk.admin.Note;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.BadgesRoutes;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.badges.LearningRoutes;
import knutpunkt.kiosk.confirming.Confirming;
import knutpunkt.kiosk.confirming.Reminders;
import knutpunkt.kiosk.confirming.Rhythm;
import knutpunkt.kiosk.confirming.StillRightPages;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.disposal.Disposal;
import knutpunkt.kiosk.disposal.DisposalNotes;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.DoorGroupsPages;
import knutpunkt.kiosk.doors.DoorPages;
import knutpunkt.kiosk.doors.Doors;
import knutpunkt.kiosk.doors.DoorsRoutes;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.doors.OverviewPages;
import knutpunkt.kiosk.doors.Releases;
import knutpunkt.kiosk.explain.ExplainPages;
import knutpunkt.kiosk.grants.Giving;
import knutpunkt.kiosk.grants.GrantsPages;
import knutpunkt.kiosk.grants.GrantsRoutes;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.NewGrantPages;
import knutpunkt.kiosk.grants.PlainWords;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.imports.ImportPages;
import knutpunkt.kiosk.leaving.Leaving;
import knutpunkt.kiosk.leaving.PartnerLeaving;
import knutpunkt.kiosk.leaving.PartnerLeavingPages;
import knutpunkt.kiosk.link.Recovery;
import knutpunkt.kiosk.log.BeforeDisposal;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.EventsRoutes;
import knutpunkt.kiosk.log.RejectionsAtDoors;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.notices.NoticePages;
import knutpunkt.kiosk.occupancy.OccupancyPages;
import knutpunkt.kiosk.partners.NamesForAccounts;
import knutpunkt.kiosk.partners.PartnersPages;
import knutpunkt.kiosk.partners.PartnersRoutes;
import knutpunkt.kiosk.people.GroupsPages;
import knutpunkt.kiosk.people.People;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.PeopleRoutes;
import knutpunkt.kiosk.people.Tightening;
import knutpunkt.kiosk.presence.Corrections;
import knutpunkt.kiosk.presence.NightCheckOut;
import knutpunkt.kiosk.presence.OnSite;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.presence.PresenceRoutes;
import knutpunkt.kiosk.presence.PresenceRules;
import knutpunkt.kiosk.register.BadgePages;
import knutpunkt.kiosk.register.PeoplePages;
import knutpunkt.kiosk.register.PersonPages;
import knutpunkt.kiosk.register.PresencePages;
import knutpunkt.kiosk.register.Searches;
import knutpunkt.kiosk.restore.RestoreNotes;
import knutpunkt.kiosk.restore.Restoring;
import knutpunkt.kiosk.restore.TakingOver;
import knutpunkt.kiosk.review.AuditPages;
import knutpunkt.kiosk.review.LogPages;
import knutpunkt.kiosk.schedules.CalendarPages;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.schedules.SchedulesPages;
import knutpunkt.kiosk.schedules.SchedulesRoutes;
import knutpunkt.kiosk.screens.ScreenCookie;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.wall.ScreenPages;
import knutpunkt.kiosk.wall.Wall;
import knutpunkt.kiosk.web.PageFiles;
import knutpunkt.kiosk.words.Languages;
import knutpunkt.kiosk.words.Times;

/** One site's data and what serves it, without broker and sockets: what {@link Main} and the tests both build upon. */
final class Site implements AutoCloseable {
    /** The database's name within the data folder. */
    static final String DATABASE = "site.db";

    private static final ZoneId ZONE_DEFAULT = ZoneId.of("Europe/Stockholm");

    private final Database database;
    private final AccessChanges changes;
    private final OpaqueIds ids;
    private final Issuing issuing;
    private final PeopleChanges people;
    private final Learning learning;
    private final BadgeKey badgeKey;
    private final Presence presence;
    private final SiteJournal journal;
    private final Disposal disposal;
    private final OnSite onSite;
    private final NightCheckOut nightCheckOut;
    private final Confirmations confirmations;
    private final TakingOver recovery;
    private final Doors doors;
    private final Releases releases;
    private final Liveness liveness;
    private final Screens screens;
    private final Wall wall;
    private final Admin admin;
    private final Giving giving;
    private final Confirming confirming;
    private final Reminders reminders;

    /**
     * What a site was told.
     *
     * @param wallPairsItself whether a browser at this machine is a screen without being paired
     * @param presence when people whom nobody saw leave stop counting
     * @param stillRight how often partners are asked whether their people are right
     * @param retention how long what records held is kept
     */
    record Told(boolean wallPairsItself, Rhythm stillRight, Retention retention, PresenceRules presence) {
        /** A site that was told nothing. */
        static final Told NOTHING = new Told(false, Rhythm.DEFAULT, Retention.DEFAULT, PresenceRules.DEFAULT);
    }

    private Site(
            Database database,
            BadgeKey badgeKey,
            Told told,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random) {
        this.database = database;
        this.badgeKey = badgeKey;
        this.ids = new OpaqueIds(random);
        database.write(transaction -> {
            People.completeNames(transaction);
            return true;
        });
        this.changes = AccessChanges.open(database, clock, List.of(Holders::items, Badges::items, Schedules::items));
        var audit = new Audit(clock);
        var holders = new Holders();
        this.issuing = new Issuing(database, changes, audit, ids, clock);
        this.people = new PeopleChanges(database, changes, audit, ids, holders, clock);
        this.learning = new Learning(database, issuing, ids);
        var leaving = new Leaving(database, changes, holders, learning, audit, clock);
        this.presence = new Presence(database, clock);
        this.confirmations = new Confirmations(changes::digest);
        this.journal = new SiteJournal(clock, nanoClock, random, List.of(presence, confirmations));
        this.disposal = new Disposal(
                database, journal, beforeDisposal(), told.retention(), () -> zone(database), clock, nanoClock);
        this.onSite = new OnSite(told.presence(), clock);
        this.nightCheckOut =
                new NightCheckOut(database, journal, () -> zone(database), told.presence(), clock, nanoClock);
        Restoring.completeIfRestored(database, changes, journal, audit, clock);
        this.recovery = new TakingOver(database, changes, holders, journal, audit, clock);
        this.doors = new Doors(database, changes::digest);
        this.releases = new Releases(database);
        this.liveness = new Liveness(database, confirmations, clock, nanoClock);
        this.screens = new Screens(database, clock, ids, random, told.wallPairsItself());
        var view = new WallView(database, presence, doors, clock);
        this.wall = Wall.start(database, screens, new ScreenCookie(random), view, clock, nanoClock);
        var plainWords = new PlainWords(clock);
        this.confirming = new Confirming(database, changes, holders, audit, told.stillRight(), clock);
        this.reminders =
                new Reminders(database, confirming, Languages.shipped(), () -> new Times(zone(database)), clock);
        var stillRight = new StillRightPages(database, confirming, leaving, clock);
        var partnerLeaving = new PartnerLeavingPages(database, new PartnerLeaving(database, leaving, audit, clock));
        var personPages = new PersonPages(
                database,
                people,
                leaving,
                learning,
                doors,
                audit,
                (transaction, id, visit) -> plainWords.mayDo(transaction, id, visit.words(), visit.times()),
                onSite,
                clock);
        var corrections = new Corrections(database, journal, onSite, audit, clock);
        var presencePages = new PresencePages(database, onSite, corrections, personPages);
        Note.Source notes = (transaction, visit, partner) -> Stream.<Note.Source>of(
                        new RestoreNotes(clock),
                        presencePages,
                        reminders,
                        stillRight,
                        partnerLeaving,
                        new DisposalNotes(disposal))
                .flatMap(source -> source.of(transaction, visit, partner).stream())
                .toList();
        this.giving = new Giving(database, changes, ids, holders, audit);
        var searches = new Searches(ids);
        this.admin = new Admin(
                database,
                audit,
                ids,
                Languages.shipped(),
                new NamesForAccounts(),
                () -> zone(database),
                clock,
                random,
                List.of(
                        new OverviewPages(
                                database, doors, () -> changes.current().revision(), notes, audit, clock),
                        new DoorPages(database, doors, releases, audit),
                        new PeoplePages(database, people, searches, clock),
                        new ImportPages(database, people, audit, ids, clock),
                        personPages,
                        presencePages,
                        new BadgePages(database, issuing, doors, searches),
                        new LogPages(database, doors, audit, clock),
                        new AuditPages(database, Admin::logins),
                        new NoticePages(database, audit, ids, clock),
                        new ScreenPages(database, screens, audit),
                        new OccupancyPages(database, clock),
                        new GroupsPages(database, changes, holders, plainWords, audit, ids),
                        new DoorGroupsPages(database, changes, holders, audit, ids),
                        new CalendarPages(database, changes, () -> zone(database), audit, clock),
                        new SchedulesPages(database, changes, audit, ids),
                        new PartnersPages(database, changes, new Tightening(audit), notes, audit, ids),
                        partnerLeaving,
                        stillRight,
                        new NewGrantPages(database, changes, giving, plainWords, clock),
                        new GrantsPages(database, giving, plainWords),
                        new ExplainPages(database, changes, plainWords, audit, clock)));
    }

    /**
     * Opens the database in a folder and proves the access list.
     *
     * @param random must be a secure one outside tests
     */
    static Site open(
            Path data,
            BadgeKey badgeKey,
            Told told,
            InstantSource clock,
            LongSupplier nanoClock,
            RandomGenerator random) {
        Database database = Database.open(data.resolve(DATABASE));
        try {
            return new Site(database, badgeKey, told, clock, nanoClock, random);
        } catch (RuntimeException e) {
            database.close();
            throw e;
        }
    }

    /** Routes behind the token. */
    List<HttpService> api() {
        return List.of(
                new PresenceRoutes(database, presence, onSite),
                new EventsRoutes(database),
                new DoorsRoutes(doors),
                new PartnersRoutes(database, changes, ids),
                new PeopleRoutes(database, people),
                new LearningRoutes(learning),
                new BadgesRoutes(database, issuing, badgeKey),
                new GrantsRoutes(database, giving),
                new SchedulesRoutes(database));
    }

    /** Routes for everybody at this machine. */
    List<HttpService> open() {
        return List.of(wall.routes(), new PageFiles(), admin);
    }

    private static ZoneId zone(Database database) {
        return database.read(Schedules::calendar).map(AccessItem.Calendar::zone).orElse(ZONE_DEFAULT);
    }

    /** The admin pages, for whoever hands out the first way in. */
    Admin admin() {
        return admin;
    }

    /** What is to be looked after once an hour. */
    Confirming confirming() {
        return confirming;
    }

    /** The letters that are due. */
    Reminders reminders() {
        return reminders;
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

    /** What checks people out at night, once it is started. */
    NightCheckOut nightCheckOut() {
        return nightCheckOut;
    }

    /** Where the service keeps what it does itself. */
    SiteJournal journal() {
        return journal;
    }

    /** What forgets records at night, once it is started. */
    Disposal disposal() {
        return disposal;
    }

    /** Who must be asked before records are forgotten: whatever is derived from them and outlives them. */
    private List<BeforeDisposal> beforeDisposal() {
        return derived().stream()
                .filter(BeforeDisposal.class::isInstance)
                .map(BeforeDisposal.class::cast)
                .toList();
    }

    /** The screens, for whoever pairs and revokes them. */
    Screens screens() {
        return screens;
    }

    Liveness liveness() {
        return liveness;
    }

    /** What is known of a restore from a backup. */
    Recovery recovery() {
        return recovery;
    }

    Confirmations confirmations() {
        return confirmations;
    }

    /** Doors that are released by command, and where the way to their controllers is plugged in. */
    Releases releases() {
        return releases;
    }

    /** Where learnt badges go, and where the way to the points is plugged in. */
    Learning learning() {
        return learning;
    }

    /** What is kept in one transaction with the log. */
    List<Derived> derived() {
        return List.of(presence, confirmations, new RejectionsAtDoors());
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

package knutpunkt.kiosk;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeKey;
import knutpunkt.access.ClockTrust;
import knutpunkt.access.Lease;
import knutpunkt.access.Posture;
import knutpunkt.access.Reason;
import knutpunkt.access.Revision;
import knutpunkt.access.Situation;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.admin.Admin;
import knutpunkt.kiosk.badges.Learning;
import knutpunkt.kiosk.confirming.Reminders;
import knutpunkt.kiosk.confirming.Rhythm;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.database.Transaction;
import knutpunkt.kiosk.disposal.Retention;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.log.EventLog;
import knutpunkt.kiosk.log.FakeJournal;
import knutpunkt.kiosk.partners.Showing;
import knutpunkt.kiosk.presence.PresenceRules;
import knutpunkt.kiosk.schedules.Schedule;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.kiosk.screens.Screens;
import knutpunkt.kiosk.wall.Hours;
import knutpunkt.kiosk.wall.WallSettings;
import knutpunkt.kiosk.wall.WallSettings.Level;
import knutpunkt.kiosk.web.ApiToken;
import knutpunkt.kiosk.web.ContractClient;
import knutpunkt.kiosk.web.Front;
import knutpunkt.kiosk.web.SiteServer;
import knutpunkt.loop.Threads;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.record.Confidence;
import knutpunkt.wire.record.Direction;
import knutpunkt.wire.record.Event;
import org.awaitility.Awaitility;

/** A site on a real database, behind the routing that ships, with two doors and nobody in it. */
public final class RunningSite implements AutoCloseable {
    public static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    public static final BadgeKey KEY = new BadgeKey(1, HexFormat.of().parseHex("07".repeat(32)));

    private static final int BATCH = 100;

    private static final List<String> TABLES = List.of(
            "SELECT concat_ws(' ', 'partner', id, name, visibility) AS text FROM partner",
            "SELECT concat_ws(' ', 'person', id, partner, name, visibility) AS text FROM person",
            "SELECT concat_ws(' ', 'import', id, account, partner, added, undone_at) AS text FROM import",
            "SELECT concat_ws(' ', 'imported', import, person) AS text FROM import_person",
            "SELECT concat_ws(' ', 'badge', id, person, label, blocked, changed_number) AS text FROM badge",
            "SELECT concat_ws(' ', 'token', token, badge) AS text FROM badge_token",
            "SELECT concat_ws(' ', 'grant', id, person, schedule, valid_from, valid_until) AS text FROM access_grant",
            "SELECT concat_ws(' ', 'grant door', access_grant, door) AS text FROM access_grant_door",
            "SELECT concat_ws(' ', 'schedule', id, name, weekly, on_exception_days) AS text FROM schedule",
            "SELECT concat_ws(' ', 'change', epoch, number, at, put, removed, digest) AS text FROM access_change");

    private final Site site;
    private final SiteServer server;
    private final ApiToken token;
    private final ContractClient client;
    private final EventLog log;
    private final FakeJournal journal;
    private final InstantSource clock;

    private RunningSite(Site site, SiteServer server, ApiToken token, InstantSource clock, FakeJournal journal) {
        this.site = site;
        this.clock = clock;
        this.log = EventLog.start(site.database(), clock, List.of(site.presence()), (_, _) -> {}, Threads.THREADS);
        this.journal = journal;
        this.server = server;
        this.token = token;
        this.client = ContractClient.of(address(), token.text());
    }

    /** Opens the folder's site, or makes one. */
    public static RunningSite open(Path folder) {
        return open(folder, InstantSource.fixed(NOW));
    }

    public static RunningSite open(Path folder, InstantSource clock) {
        return open(folder, clock, 0);
    }

    /** On a port of its own, so that it can be started there again. */
    public static RunningSite open(Path folder, InstantSource clock, int port) {
        return open(folder, clock, port, Rhythm.DEFAULT);
    }

    /** That asks its partners in another rhythm. */
    public static RunningSite open(Path folder, InstantSource clock, int port, Rhythm rhythm) {
        Logs.gather();
        // Another seed at each start of one site, or it would make the same ids again.
        long seed = folder.resolve("site.db").toFile().length();
        boolean fresh = seed == 0;
        ApiToken token = ApiToken.readOrMake(folder.resolve("api-token"), new Random(1));
        Site site = Site.open(
                folder,
                KEY,
                new Site.Told(true, rhythm, Retention.DEFAULT, PresenceRules.DEFAULT),
                clock,
                System::nanoTime,
                new Random(seed));
        if (fresh) {
            addDoors(site.database());
        }
        var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        SiteServer server = SiteServer.start(address, Main.routing(new Front(token, new Random(2)), site));
        return new RunningSite(site, server, token, clock, new FakeJournal("c1", "j-" + seed));
    }

    private static void addDoors(Database database) {
        database.write(transaction -> {
            var controller = new ControllerId("c1");
            Plan.addController(transaction, controller, "Torget");
            Plan.addDoor(transaction, new DoorId("square"), controller, "Torgdörren");
            Plan.addDoor(transaction, new DoorId("office"), controller, "Kontoret");
            addPoint(transaction, "square", "entry", Direction.IN);
            addPoint(transaction, "square", "exit", Direction.OUT);
            addPoint(transaction, "office", "entry", Direction.IN);
            // Whatever the hour that a test runs at, it is day.
            var always = new Hours(0, 24 * 60);
            WallSettings.replace(
                    transaction,
                    new WallSettings("", always, Level.NAMES, Level.NAMES, new Hours(0, 0), Optional.empty()));
            return transaction.update("UPDATE controller SET boot = 'boot-1'");
        });
    }

    private static void addPoint(Transaction transaction, String door, String side, Direction direction) {
        var point = new Plan.Point(
                new PointId(door + "-" + side),
                new ControllerId("c1"),
                Optional.of(new DoorId(door)),
                direction,
                door + " " + side);
        Plan.addPoint(transaction, point);
    }

    /** The site's time. */
    public Instant now() {
        return clock.instant();
    }

    /** The admin pages. */
    public Admin admin() {
        return site.admin();
    }

    public AccessChanges changes() {
        return site.changes();
    }

    /** What the service does at its start and once an hour. */
    public void look() {
        site.confirming().look();
    }

    /** The letters that are due. */
    public Reminders reminders() {
        return site.reminders();
    }

    public Learning learning() {
        return site.learning();
    }

    public URI address() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    public ContractClient client() {
        return client;
    }

    public String token() {
        return token.text();
    }

    public AccessList accessList() {
        return site.changes().current();
    }

    public Database database() {
        return site.database();
    }

    /** Lets somebody go through the square's door, as its controller tells it. */
    public void pass(String person, Direction direction, Instant at) {
        journal.add(
                at.truncatedTo(ChronoUnit.MILLIS),
                new Event.Passage(new DoorId("square"), direction, new PersonId(person), 0, Confidence.CONFIRMED));
        offer();
    }

    /** Waits until all that doors told is in the log. */
    public void awaitLogged() {
        Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> logged() == journal.size());
    }

    private long logged() {
        return database()
                .read(transaction -> transaction.one(
                        "SELECT max(sequence) AS newest FROM record WHERE journal = ?",
                        row -> row.findNumber("newest").orElse(0L),
                        journal.id().text()))
                .orElse(0L);
    }

    /** Lets somebody be refused at the square's door. */
    public void refuse(Instant at) {
        journal.add(
                at.truncatedTo(ChronoUnit.MILLIS),
                new Event.Refused(
                        new PointId("square-entry"),
                        Reason.UNKNOWN_BADGE,
                        Optional.empty(),
                        new Revision(1, 1),
                        new Situation(new DoorId("square"), Posture.NORMAL, Lease.CURRENT, ClockTrust.TRUSTED, false)));
        offer();
    }

    /** As a controller does, again until the log has room for it. */
    private void offer() {
        var batch = journal.batch(journal.size(), journal.size());
        Awaitility.await()
                .pollInterval(Duration.ofMillis(2))
                .pollDelay(Duration.ZERO)
                .until(() -> log.offer(journal.controller(), batch));
    }

    public Screens screens() {
        return site.screens();
    }

    /** What the site has decided about its wall becomes another. */
    public void decide(UnaryOperator<WallSettings> change) {
        database().write(transaction -> {
            WallSettings.replace(transaction, change.apply(WallSettings.find(transaction)));
            return 0;
        });
    }

    /** A partner chooses what is shown of it, by day and at night. */
    public void choose(String partner, Showing showing) {
        database()
                .write(transaction -> transaction.update(
                        "UPDATE partner SET shown_by_day = ?, shown_at_night = ? WHERE id = ?",
                        showing,
                        showing,
                        partner));
    }

    /** Lets the controller tell of something. */
    public void tell(Event event, Instant at) {
        journal.add(at.truncatedTo(ChronoUnit.MILLIS), event);
        log.offer(journal.controller(), journal.batch(journal.size(), journal.size()));
    }

    /** Adds a schedule as the set-up of a site does. */
    public void addSchedule(Schedule schedule) {
        site.database().write(transaction -> {
            Schedules.add(transaction, schedule);
            return site.changes().change(transaction, List.of(schedule.item()), List.of());
        });
    }

    /** Everything the site's tables hold, row by row, to compare before with after. */
    public List<String> dump() {
        return site.database()
                .read(transaction -> TABLES.stream()
                        .flatMap(rows -> transaction.list(rows, row -> row.text("text")).stream())
                        .toList());
    }

    /** Lets the controller tell of all this, a second between each two, in batches as large as a controller's. */
    public void tellAll(List<Event> events, Instant from) {
        int known = journal.size();
        for (int i = 0; i < events.size(); i++) {
            journal.add(from.truncatedTo(ChronoUnit.MILLIS).plusSeconds(i), events.get(i));
        }
        for (int next = known + 1; next <= journal.size(); next += BATCH) {
            var batch = journal.batch(next, Math.min(journal.size(), next + BATCH - 1));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(2))
                    .pollDelay(Duration.ZERO)
                    .until(() -> log.offer(journal.controller(), batch));
        }
        awaitLogged();
    }

    @Override
    public void close() {
        client.close();
        log.close();
        site.endStreams();
        server.close();
        site.close();
    }
}

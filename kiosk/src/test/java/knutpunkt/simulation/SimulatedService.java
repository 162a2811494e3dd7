package knutpunkt.simulation;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.Changed;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Giving;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.Recipient;
import knutpunkt.kiosk.ids.BadgeId;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.link.LearntBadges;
import knutpunkt.kiosk.link.ListChanges;
import knutpunkt.kiosk.link.Recovery;
import knutpunkt.kiosk.link.Seals;
import knutpunkt.kiosk.link.SilentKeyDesk;
import knutpunkt.kiosk.link.SiteLink;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.NightCheckOut;
import knutpunkt.kiosk.presence.OnSite;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.presence.PresenceRules;
import knutpunkt.kiosk.restore.Backups;
import knutpunkt.kiosk.restore.Restoring;
import knutpunkt.kiosk.restore.TakingOver;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.settings.Closing;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.PointId;
import knutpunkt.wire.message.Command;
import knutpunkt.wire.session.Allowances;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Rejections;

/** The service without its pages, through as many runs as its power lasts. Its program is the real one's, part by part. */
final class SimulatedService {
    private static final int PAGE = 1_000;
    private static final String DATABASE = "site.db";
    private static final ZoneId ZONE = ZoneId.of("Europe/Stockholm");

    /** As they are by default, but for who was just seen. */
    private static final PresenceRules PRESENCE =
            new PresenceRules(PresenceRules.DEFAULT.checkOutAt(), World.JUST_SEEN, PresenceRules.DEFAULT.tooLong());

    private static final PartnerId PARTNER = new PartnerId("o-1");
    private static final Instant ALWAYS_FROM = Instant.parse("2026-01-01T00:00:00Z");

    private final World world;
    private final SplittableRandom random;
    private final LearntBadges learner;
    private final Computer computer;
    private boolean logGrew;
    private HandOver handOver = new HandOver() {};
    private Optional<Running> running = Optional.empty();

    private record Running(
            Database database,
            AccessChanges changes,
            Presence presence,
            PeopleChanges people,
            Issuing issuing,
            Giving giving,
            OnSite onSite,
            SiteLink link,
            Path folder,
            InstantSource clock) {}

    /** Who is told when a controller hands over a list that the service has forgotten. */
    interface HandOver {
        /** What it revoked is taken over now, if nothing comes between. */
        default void begins(ControllerId controller, Revision forgotten) {}

        /** It is taken over. */
        default void ends() {}
    }

    SimulatedService(World world, SplittableRandom random, LearntBadges learner) {
        this.world = world;
        this.random = random;
        this.learner = learner;
        this.computer = new Computer(world, new End.Service().sender(), random.split(), true, this::start);
    }

    void handOverTo(HandOver newHandOver) {
        handOver = newHandOver;
    }

    Computer computer() {
        return computer;
    }

    /** Whether somebody can ask it something. */
    boolean isRunning() {
        return computer.isOn() && running.isPresent();
    }

    /** The program, as the real one puts itself together. */
    private void start(SimulatedMachine booted, Path disk, Closing opened) {
        running = Optional.empty();
        logGrew = true;
        Database database = opened.add(Database.open(disk.resolve(DATABASE)));
        var clock = booted.wallClock();
        AccessChanges changes =
                AccessChanges.open(database, clock, List.of(Holders::items, Badges::items, Schedules::items));
        var ids = new OpaqueIds(random);
        var audit = new Audit(clock);
        var holders = new Holders();
        var confirmations = new Confirmations(changes::digest);
        var liveness = new Liveness(database, confirmations, clock, booted::uptimeNanos);
        var presence = new Presence(database, clock);
        List<Derived> derived = List.of(presence, confirmations, (_, _) -> logGrew = true);
        var journal = new SiteJournal(clock, booted::uptimeNanos, random, derived);
        Restoring.completeIfRestored(database, changes, journal, audit, clock);
        var end = new End.Service();
        var pace = new Pace();
        var parts = new SiteLink.Parts(
                database,
                new ErringChanges(world, random.split(), new ListChanges(database, changes)),
                new Seals(world.site(), world.signer(end), world.verifier()),
                watched(new TakingOver(database, changes, holders, journal, audit, clock)),
                new SilentKeyDesk(),
                confirmations,
                liveness,
                derived,
                world.opener(),
                learner,
                clock,
                booted::uptimeNanos,
                random,
                booted);
        SiteLink link = SiteLink.open(
                parts,
                List.of(mailbox -> SiteLink.over(
                        world.site(),
                        Courier.open(
                                end,
                                world.site(),
                                world.signer(end),
                                world.verifier(),
                                mailbox,
                                new Rejections((_, _, _) -> {}),
                                new Allowances(booted::uptimeNanos),
                                pace.over(booted),
                                inbox -> world.broker()
                                        .open(
                                                end.sender(),
                                                booted,
                                                end.subscriptions(world.site()),
                                                _ -> Optional.empty(),
                                                inbox,
                                                pace)))));
        changes.listen(link::listChanged);
        new NightCheckOut(database, journal, () -> ZONE, PRESENCE, clock, booted::uptimeNanos).start(booted);
        running = Optional.of(new Running(
                database,
                changes,
                presence,
                new PeopleChanges(database, changes, audit, ids, holders, clock),
                new Issuing(database, changes, audit, ids, clock),
                new Giving(database, changes, ids, holders, audit),
                new OnSite(PRESENCE, clock),
                link,
                disk,
                clock));
    }

    private Recovery watched(Recovery real) {
        return new WatchedRecovery(real, handOver);
    }

    /** Whether what a controller's forgotten list revoked is taken over, as far as its database knows. */
    boolean hasTakenOver(ControllerId controller, Revision forgotten) {
        return run().database()
                .read(transaction -> transaction.exists(
                        "SELECT 1 FROM taken_over WHERE controller = ? AND epoch = ? AND number = ?",
                        controller.text(),
                        forgotten.epoch(),
                        forgotten.number()));
    }

    /**
     * Makes a backup as the command does, while the service runs.
     *
     * @throws knutpunkt.kiosk.database.DatabaseUnusable when it cannot be made
     */
    void backUp(String name) {
        Running now = run();
        Backups.make(now.folder().resolve(DATABASE), now.folder().resolve(name), now.clock());
    }

    /** Ends the service and puts a backup in the place of its database, as the command does. */
    void restore(String backup, int cutWithinOperations) {
        computer.doWhileOff(
                cutWithinOperations,
                disk -> Backups.restore(disk.resolve(backup), disk.resolve(DATABASE), world.timeline()));
        running = Optional.empty();
    }

    private Running run() {
        return running.orElseThrow(() -> new IllegalStateException("the service is not running"));
    }

    /** What is there before anybody does anything. */
    void setUp(List<SimulatedController> controllers) {
        run().database().write(transaction -> {
            Partners.add(transaction, Partner.fresh(PARTNER, "Partner", Visibility.NORMAL));
            return 0;
        });
        controllers.forEach(this::enrol);
    }

    private void enrol(SimulatedController controller) {
        run().database().write(transaction -> {
            Plan.addController(transaction, controller.id(), controller.id().text());
            controller.doors().forEach(door -> {
                String name = door.id().text();
                if (door.isCheckIn()) {
                    Plan.addCheckIn(transaction, door.id(), controller.id(), name);
                } else {
                    Plan.addDoor(transaction, door.id(), controller.id(), name);
                }
            });
            return 0;
        });
    }

    Changed<Person> addPerson(String name) {
        return run().people().add(By.API, (_, id) -> Person.called(id, PARTNER, name, Visibility.NORMAL));
    }

    Changed<Badge> issue(PersonId person, String label, BadgeToken token) {
        return run().issuing().issue(By.API, person, label, token);
    }

    Changed<Badge> setBlocked(BadgeId badge, boolean blocked) {
        return run().issuing().setBlocked(By.API, badge, blocked);
    }

    /** From a long time ago on, until a moment. */
    Changed<Given> give(PersonId person, Set<DoorId> doors, Instant until) {
        return run().giving()
                .give(
                        By.API,
                        new Giving.Wanted(
                                new Recipient.OnePerson(person),
                                List.copyOf(doors),
                                List.of(),
                                Optional.empty(),
                                ALWAYS_FROM,
                                until));
    }

    Changed<Given> takeBack(GrantId grant) {
        return run().giving().takeBack(By.API, grant);
    }

    /** The newest change there is. */
    Revision current() {
        return run().changes().current().revision();
    }

    /** What the service tells an administrator to be in force there. */
    Optional<Revision> confirmed(ControllerId controller) {
        return run().database()
                .read(transaction -> Confirmations.of(transaction, controller).map(Confirmations.Confirmed::revision));
    }

    /** Has a command sent. Empty when the controller is not heard from. */
    Optional<CommandId> command(
            ControllerId controller,
            DoorId door,
            Optional<PointId> point,
            Command.Action action,
            Consumer<CommandId> beforeSending) {
        return run().link().send(controller, door, point, action, beforeSending);
    }

    /** Whether the log may have grown since this was asked last, or the service has started since. */
    boolean hasLogGrown() {
        boolean grew = logGrew;
        logGrew = false;
        return grew;
    }

    /** What came in the log after a number; the newest that is there when all of it was told. */
    void log(long after, Consumer<Records.Logged> to) {
        run().database().read(transaction -> {
            List<Records.Logged> page = Records.after(transaction, after, PAGE);
            while (!page.isEmpty()) {
                page.forEach(to);
                page = Records.after(transaction, page.getLast().number(), PAGE);
            }
            return 0;
        });
    }

    /** The number of the log's last record. */
    long logEnd() {
        return run().database()
                .read(transaction -> Records.before(transaction, Long.MAX_VALUE, 1).stream()
                        .mapToLong(Records.Logged::number)
                        .sum());
    }

    long present() {
        return run().database().read(run().presence()::total);
    }

    /** How many are to be looked for if there is a fire. */
    long evacuated() {
        Running now = run();
        return now.database().read(now.onSite()::evacuation).size();
    }

    /** Works presence out anew, from the log alone. */
    void rebuildPresence() {
        run().presence().rebuild();
    }

    /** Everybody's stays, in an order of their own. */
    List<String> stays() {
        return run().database()
                .read(transaction -> transaction.list(
                        "SELECT person, counted_at, coalesce(ended_at, 0) AS ended, state FROM stay ORDER BY record",
                        row -> "%s from %d until %d: %s"
                                .formatted(
                                        row.text("person"),
                                        row.number("counted_at"),
                                        row.number("ended"),
                                        row.text("state"))));
    }
}

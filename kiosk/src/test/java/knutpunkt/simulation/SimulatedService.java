package knutpunkt.simulation;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
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
import knutpunkt.kiosk.link.SiteLink;
import knutpunkt.kiosk.log.Derived;
import knutpunkt.kiosk.log.Records;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.settings.Closing;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.record.JournalRecord;
import knutpunkt.wire.session.Courier;
import knutpunkt.wire.session.End;
import knutpunkt.wire.session.Rejections;

/** The service without its pages, through as many runs as its power lasts. Its program is the real one's, part by part. */
final class SimulatedService {
    private static final int PAGE = 1_000;
    private static final int FORGOTTEN_ONE_IN = 50;
    private static final PartnerId PARTNER = new PartnerId("o-1");
    private static final Instant ALWAYS_FROM = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant ALWAYS_UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private final World world;
    private final SplittableRandom random;
    private final Computer computer;
    private Optional<Running> running = Optional.empty();

    private record Running(
            Database database,
            AccessChanges changes,
            Presence presence,
            PeopleChanges people,
            Issuing issuing,
            Giving giving) {}

    SimulatedService(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.computer = new Computer(world, new End.Service().sender(), random.split(), this::start);
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
        Database database = opened.add(Database.open(disk.resolve("site.db")));
        var clock = booted.wallClock();
        AccessChanges changes =
                AccessChanges.open(database, clock, List.of(Holders::items, Badges::items, Schedules::items));
        var ids = new OpaqueIds(random);
        var audit = new Audit(clock);
        var holders = new Holders();
        var confirmations = new Confirmations(changes::digest);
        var liveness = new Liveness(database, confirmations, clock, booted::uptimeNanos);
        var presence = new Presence(database, clock);
        var end = new End.Service();
        var pace = new Pace();
        var parts = new SiteLink.Parts(
                database,
                new ListChanges(database, changes),
                confirmations,
                liveness,
                List.of(
                        world.has(Mutant.PRESENCE_OUTSIDE_THE_TRANSACTION) ? forgetful(presence) : presence,
                        confirmations),
                world.opener(),
                new NobodyLearns(),
                clock,
                booted::uptimeNanos,
                random,
                booted);
        SiteLink link = SiteLink.open(
                parts,
                mailbox -> SiteLink.over(
                        world.site(),
                        Courier.open(
                                end,
                                world.site(),
                                world.signer(end),
                                world.verifier(),
                                mailbox,
                                new Rejections((_, _, _) -> {}),
                                pace.over(booted),
                                inbox -> world.broker()
                                        .open(
                                                end.sender(),
                                                booted,
                                                end.subscriptions(world.site()),
                                                _ -> Optional.empty(),
                                                inbox,
                                                pace))));
        changes.listen(link::listChanged);
        running = Optional.of(new Running(
                database,
                changes,
                presence,
                new PeopleChanges(database, changes, audit, ids, holders, clock),
                new Issuing(database, changes, audit, ids, clock),
                new Giving(database, changes, ids, holders, audit)));
    }

    private Derived forgetful(Presence presence) {
        return (transaction, events) -> {
            if (random.nextInt(FORGOTTEN_ONE_IN) > 0) {
                presence.apply(transaction, events);
            }
        };
    }

    private static final class NobodyLearns implements LearntBadges {
        @Override
        public void learnt(CommandId command, BadgeToken token) {
            throw new AssertionError("nobody asked for a badge to be learnt");
        }

        @Override
        public void notLearnt(CommandId command, CommandResult.Outcome outcome) {}
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
            controller
                    .doors()
                    .forEach(door -> Plan.addDoor(
                            transaction, door.id(), controller.id(), door.id().text()));
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

    Changed<Given> give(PersonId person, Set<DoorId> doors) {
        return run().giving()
                .give(
                        By.API,
                        new Giving.Wanted(
                                new Recipient.OnePerson(person),
                                List.copyOf(doors),
                                List.of(),
                                Optional.empty(),
                                ALWAYS_FROM,
                                ALWAYS_UNTIL));
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

    /** The whole log, in its order. */
    List<JournalRecord> log() {
        var all = new ArrayList<JournalRecord>();
        run().database().read(transaction -> {
            long last = 0;
            List<Records.Logged> page = Records.after(transaction, last, PAGE);
            while (!page.isEmpty()) {
                page.forEach(one -> all.add(one.journalRecord()));
                last = page.getLast().number();
                page = Records.after(transaction, last, PAGE);
            }
            return 0;
        });
        return all;
    }

    long present() {
        return run().presence().now().total();
    }

    /** Works presence out anew, from the log alone. */
    long presentAnew() {
        run().presence().rebuild();
        return present();
    }
}

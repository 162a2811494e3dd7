package knutpunkt.kiosk.link;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.audit.By;
import knutpunkt.kiosk.badges.Badge;
import knutpunkt.kiosk.badges.Badges;
import knutpunkt.kiosk.badges.Issuing;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.grants.Given;
import knutpunkt.kiosk.grants.Giving;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.grants.Recipient;
import knutpunkt.kiosk.ids.OpaqueIds;
import knutpunkt.kiosk.ids.PartnerId;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.partners.Partner;
import knutpunkt.kiosk.partners.Partners;
import knutpunkt.kiosk.partners.Visibility;
import knutpunkt.kiosk.people.PeopleChanges;
import knutpunkt.kiosk.people.Person;
import knutpunkt.kiosk.presence.Presence;
import knutpunkt.kiosk.restore.Backups;
import knutpunkt.kiosk.restore.Restoring;
import knutpunkt.kiosk.restore.TakingOver;
import knutpunkt.kiosk.schedules.Schedules;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.Topic;
import knutpunkt.wire.message.Message;
import knutpunkt.wire.session.Mailbox;

/** A service with people, badges and grants on a real database, whose backups are made and put back between its runs. */
final class RestoredSite implements AutoCloseable {
    static final DoorId DOOR = new DoorId("front");
    static final PartnerId PARTNER = new PartnerId("o-1");
    static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");
    static final Instant UNTIL = Instant.parse("2030-01-01T00:00:00Z");

    private final Path file;
    private final Path backup;
    private final FakeClock clock;
    private int runs;
    FakeOutbox outbox = new FakeOutbox();
    Database database;
    AccessChanges changes;
    Presence presence;
    TakingOver recovery;
    SiteJournal journal;
    private Issuing issuing;
    private Giving giving;
    private PeopleChanges people;
    private Mailbox mailbox;
    private SiteLink link;

    RestoredSite(Path folder, FakeClock clock, ControllerId... controllers) {
        this.file = folder.resolve("site.db");
        this.backup = folder.resolve("backup.db");
        this.clock = clock;
        start();
        database.write(transaction -> {
            Partners.add(transaction, Partner.fresh(PARTNER, "Partner", Visibility.NORMAL));
            for (ControllerId controller : controllers) {
                Plan.addController(transaction, controller, controller.text());
            }
            Plan.addDoor(transaction, DOOR, controllers[0], "Front");
            return 0;
        });
    }

    /** As the real program puts itself together. */
    void start() {
        runs++;
        outbox = new FakeOutbox();
        database = Database.open(file);
        changes = AccessChanges.open(database, clock, List.of(Holders::items, Badges::items, Schedules::items));
        var audit = new Audit(clock);
        var holders = new Holders();
        var ids = new OpaqueIds(new Random(runs));
        presence = new Presence(database, clock);
        var confirmations = new Confirmations(changes::digest);
        journal = new SiteJournal(clock, clock, new Random(runs), List.of(presence, confirmations));
        Restoring.completeIfRestored(database, changes, journal, audit, clock);
        recovery = new TakingOver(database, changes, holders, journal, audit, clock);
        issuing = new Issuing(database, changes, audit, ids, clock);
        giving = new Giving(database, changes, ids, holders, audit);
        people = new PeopleChanges(database, changes, audit, ids, holders, clock);
        var base = Lists.parts(database, new ListChanges(database, changes), recovery, clock);
        link = SiteLink.open(
                new SiteLink.Parts(
                        database,
                        base.changes(),
                        base.seals(),
                        recovery,
                        base.keys(),
                        confirmations,
                        new Liveness(database, confirmations, clock, clock),
                        List.of(presence, confirmations),
                        base.opener(),
                        base.learnt(),
                        clock,
                        clock,
                        base.random(),
                        base.loops()),
                List.of(way -> {
                    mailbox = way;
                    return outbox;
                }));
        changes.listen(link::listChanged);
    }

    void backUp() {
        Backups.make(file, backup, clock);
    }

    /** A newer backup in the place of the last. */
    void backUpAgain() {
        try {
            Files.delete(backup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        backUp();
    }

    /** Goes back to the backup as whoever copies files by hand, so that nothing tells the service. */
    void forgetThatItIsABackup() {
        close();
        Backups.restore(backup, file, clock);
        try (Database copy = Database.open(file)) {
            copy.write(transaction -> transaction.update("DELETE FROM copied"));
        }
        start();
    }

    /** Stops, goes back to the backup, and starts. */
    void restore() {
        close();
        Backups.restore(backup, file, clock);
        start();
    }

    Person add(String name) {
        return people.add(By.API, (_, id) -> Person.called(id, PARTNER, name, Visibility.NORMAL))
                .thing();
    }

    Badge issue(PersonId person, String label, BadgeToken token) {
        return issuing.issue(By.API, person, label, token).thing();
    }

    void setBlocked(Badge badge, boolean blocked) {
        issuing.setBlocked(By.API, badge.id(), blocked);
    }

    Given give(PersonId person) {
        return giving.give(
                        By.API,
                        new Giving.Wanted(
                                new Recipient.OnePerson(person),
                                List.of(DOOR),
                                List.of(),
                                Optional.empty(),
                                FROM,
                                UNTIL))
                .thing();
    }

    void takeBack(Given grant) {
        giving.takeBack(By.API, grant.id());
    }

    AccessList list() {
        return changes.current();
    }

    void say(FakeController from, Message message) {
        mailbox.received(new Topic(new SiteId("test"), from.id, message.channel()), message, false);
    }

    @Override
    public void close() {
        link.close();
        database.close();
    }
}

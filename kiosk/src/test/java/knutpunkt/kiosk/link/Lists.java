package knutpunkt.kiosk.link;

import java.nio.file.Path;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import knutpunkt.access.AccessItem;
import knutpunkt.access.AccessList;
import knutpunkt.access.BadgeToken;
import knutpunkt.access.Grant;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.doors.Confirmations;
import knutpunkt.kiosk.doors.FakeClock;
import knutpunkt.kiosk.doors.Liveness;
import knutpunkt.kiosk.doors.Plan;
import knutpunkt.kiosk.grants.Holders;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.kiosk.restore.TakingOver;
import knutpunkt.loop.Threads;
import knutpunkt.wire.CommandId;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.DoorId;
import knutpunkt.wire.GrantId;
import knutpunkt.wire.PersonId;
import knutpunkt.wire.SiteId;
import knutpunkt.wire.certificates.SiteKeys;
import knutpunkt.wire.message.CommandResult;
import knutpunkt.wire.signature.Opener;
import knutpunkt.wire.signature.SealingKeys;
import knutpunkt.wire.signature.Signer;
import knutpunkt.wire.signature.SigningKeys;
import knutpunkt.wire.signature.Verifier;

/** A real database with a real change log, whose badges tests add and block without the people behind them. */
final class Lists implements AutoCloseable {
    private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

    private static final SiteId SITE = new SiteId("test");
    private static final KeyPair SEALING = SealingKeys.make(new SecureRandom());
    private static final KeyPair KEYS = SigningKeys.make(new SecureRandom());

    /** The service's, whatever its database has forgotten. */
    static final Seals SEALS = new Seals(
            SITE,
            new Signer(SiteKeys.SERVICE, SITE, KEYS.getPrivate()),
            new Verifier(SITE, _ -> List.of(KEYS.getPublic())));

    private final FakeClock clock;
    final Database database;
    final AccessChanges log;
    final ListChanges changes;

    Lists(Path folder, FakeClock clock) {
        this.clock = clock;
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

    /** As the database is, that of a restored service or not. */
    Recovery recovery() {
        var journal = new SiteJournal(clock, clock, new Random(3), List.of());
        return new TakingOver(database, log, new Holders(), journal, new Audit(clock), clock);
    }

    /** For one controller's conversation, of which no badge is learnt. */
    SiteLink.Parts parts() {
        return parts(database, changes, recovery(), clock);
    }

    static SiteLink.Parts parts(Database database, ListChanges changes, Recovery recovery, FakeClock clock) {
        var confirmations = new Confirmations(changes);
        return new SiteLink.Parts(
                database,
                changes,
                SEALS,
                recovery,
                new SilentKeyDesk(),
                confirmations,
                new Liveness(database, confirmations, clock, clock),
                List.of(),
                new Opener(SEALING.getPrivate()),
                new LearntBadges() {
                    @Override
                    public void learnt(CommandId command, BadgeToken token) {}

                    @Override
                    public void notLearnt(CommandId command, CommandResult.Outcome outcome) {}
                },
                clock,
                clock,
                new Random(1),
                Threads.THREADS);
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

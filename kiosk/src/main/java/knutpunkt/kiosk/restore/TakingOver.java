package knutpunkt.kiosk.restore;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import knutpunkt.access.AccessList;
import knutpunkt.access.Revision;
import knutpunkt.kiosk.access.AccessChanges;
import knutpunkt.kiosk.access.HolderSource;
import knutpunkt.kiosk.audit.Audit;
import knutpunkt.kiosk.database.Database;
import knutpunkt.kiosk.link.Recovery;
import knutpunkt.kiosk.log.SiteJournal;
import knutpunkt.wire.ControllerId;
import knutpunkt.wire.Hash;
import knutpunkt.wire.record.Event;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over what controllers still hold and the backup lacks. Safe for use by several threads. */
public final class TakingOver implements Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(TakingOver.class);

    private final Database database;
    private final AccessChanges changes;
    private final HolderSource holders;
    private final SiteJournal journal;
    private final Audit audit;
    private final InstantSource clock;
    private final Set<ControllerId> settled = ConcurrentHashMap.newKeySet();
    private final Optional<Revision> last;
    private volatile boolean gathering;

    /** Of a database that {@link Restoring} has seen. */
    public TakingOver(
            Database database,
            AccessChanges changes,
            HolderSource holders,
            SiteJournal journal,
            Audit audit,
            InstantSource clock) {
        this.database = requireNonNull(database, "database");
        this.changes = requireNonNull(changes, "changes");
        this.holders = requireNonNull(holders, "holders");
        this.journal = requireNonNull(journal, "journal");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
        Optional<Restores.Restore> newest = database.read(Restores::newest);
        this.last = newest.map(Restores.Restore::last);
        this.gathering = newest.filter(restore -> !restore.gathered()).isPresent();
    }

    @Override
    public boolean isGathering() {
        return gathering;
    }

    @Override
    public void settled(ControllerId controller) {
        if (gathering) {
            settled.add(controller);
        }
    }

    @Override
    public boolean isComplete() {
        return settled.size() >= database.read(Restores::controllers);
    }

    @Override
    public void gathered() {
        database.write(transaction -> {
            Restores.gathered(transaction, now());
            return 0;
        });
        gathering = false;
        LOG.info("lists of the new epoch go out; [{}] controllers have been heard", settled.size());
    }

    @Override
    public Optional<Revision> last() {
        return last;
    }

    @Override
    public boolean explains(ControllerId controller) {
        return last.filter(revision ->
                        !database.<Boolean>read(transaction -> Restores.isPast(transaction, controller, revision)))
                .isPresent();
    }

    @Override
    public Optional<AccessList> common(Revision lost) {
        return last.flatMap(newest -> database.read(transaction -> {
            // One that was made before the backup's end and is not in it comes from a copy nobody told of.
            Revision revision = lost.isAfter(newest) ? newest : lost;
            Optional<Hash> digest = changes.digest(transaction, revision);
            if (digest.isEmpty()) {
                revision = newest;
                digest = changes.digest(transaction, revision);
            }
            AccessList current = changes.current();
            return digest.filter(current.digest()::equals).isPresent()
                    ? Optional.of(current)
                    : changes.at(transaction, revision);
        }));
    }

    @Override
    public boolean hasTaken(Revision revision, Hash digest) {
        return database.read(transaction -> Restores.hasTaken(transaction, revision, digest));
    }

    @Override
    public void takeOver(ControllerId controller, Revision revision, AccessList common, AccessList lost) {
        List<Revocation> revocations = Revocations.between(common, lost);
        int count = database.write(transaction -> {
            Revision before = changes.newest(transaction);
            var applying = new Applying(transaction, holders, audit, now());
            revocations.forEach(applying::apply);
            if (applying.count() > 0 || !before.isAfter(revision)) {
                Revision change = changes.changeAfter(transaction, List.of(revision), applying.items(), List.of());
                applying.changedBy(change);
                if (change.epoch() != before.epoch()) {
                    journal.append(transaction, List.of(new Event.Restored(before, change)));
                }
            }
            Restores.taken(transaction, controller, revision, lost.digest(), now(), applying.count());
            return applying.count();
        });
        LOG.warn("[{}] revocations taken over from revision [{}] of controller [{}]", count, revision, controller);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
